package dev.wq.poll;

import static dev.wq.Script.ms;

import dev.wq.Script;
import dev.wq.WorkQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LifoTest {
  @Test
  void values_comeLastFirst() {
    Script.anySchedule(
        s -> {
          Lifo<String> lifo = new Lifo<>();
          lifo.put("a");
          lifo.put("b");
          s.say(lifo + ", first " + lifo.peek());
          s.say(lifo.get() + lifo.get() + " " + lifo.tryGet());
          lifo.put("c");
          s.say(lifo.get(ms(1)) + " " + lifo.size());
        },
        "0ms lifo of 2, first Optional[b]",
        "0ms ba Optional.empty",
        "0ms c 0");
  }

  @Test
  void valueForABlockedGetter_isHandedOver() {
    Script.anySchedule(
        s -> {
          Lifo<String> lifo = new Lifo<>();
          s.ask("first", lifo::get);
          s.settle();
          s.ask("second", lifo::get);
          s.at(5);
          lifo.put("x");
          s.at(6);
          lifo.cancelWait();
        },
        "5ms first: x",
        "6ms second: CancellationException");
  }

  @Test
  @DisplayName("zephyr P20: each put tells one watcher")
  void put_tellsAWatcher() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Lifo<String> lifo = new Lifo<>();
          TriggeredWork.of("w", outcome -> s.say(outcome.ready() + " " + lifo.tryGet()))
              .arm(q, lifo.dataAvailable());
          s.at(5);
          lifo.put("x");
        },
        "5ms [lifo has data] Optional[x]");
  }
}
