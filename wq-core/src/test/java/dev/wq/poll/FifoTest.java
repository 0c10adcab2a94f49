package dev.wq.poll;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FifoTest {
  @Test
  void values_comeInOrder() {
    Script.anySchedule(
        s -> {
          Fifo<String> fifo = new Fifo<>();
          fifo.put("b");
          fifo.put("c");
          fifo.putFirst("a");
          s.say(fifo + ", first " + fifo.peek());
          s.say(fifo.get() + fifo.get(ms(1)) + fifo.tryGet().orElseThrow() + " " + fifo.tryGet());
          fifo.put("d");
          s.say(fifo.get() + " " + fifo.peek() + " " + fifo.size());
        },
        "0ms fifo of 3, first Optional[a]",
        "0ms abc Optional.empty",
        "0ms d Optional.empty 0");
  }

  @Test
  void valueForABlockedGetter_isHandedOver() {
    Script.anySchedule(
        s -> {
          Fifo<String> fifo = new Fifo<>();
          s.ask("first", fifo::get);
          s.settle();
          s.ask("second", fifo::get);
          s.at(5);
          fifo.put("x");
          s.say("thief: " + fifo.tryGet() + " of " + fifo.size());
          s.at(6);
          fifo.putFirst("y");
        },
        "5ms thief: Optional.empty of 0",
        "5ms first: x",
        "6ms second: y");
  }

  @Test
  @DisplayName("zephyr S6: getters with a priority, the most urgent first")
  void mostUrgentGetter_first() {
    Script.anySchedule(
        s -> {
          Fifo<String> fifo = new Fifo<>();
          for (int priority : new int[] {2, -1, 1}) {
            s.machine().thread("p" + priority, priority, () -> s.say(priority + ": " + get(fifo)));
            s.settle();
          }
          for (int i = 1; i <= 3; i++) {
            s.at(i);
            fifo.put("v" + i);
          }
        },
        "1ms -1: v1",
        "2ms 1: v2",
        "3ms 2: v3");
  }

  private static String get(Fifo<String> fifo) {
    try {
      return fifo.get();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void timedGet_throwsAtItsTime() {
    Script.anySchedule(
        s -> {
          Fifo<String> fifo = new Fifo<>();
          s.say(Script.refusal(TimeoutException.class, () -> fifo.get(Duration.ZERO)));
          s.say(Script.refusal(TimeoutException.class, () -> fifo.get(ms(20))));
          fifo.put("x");
          s.say(fifo.get(Duration.ZERO));
        },
        "0ms get from fifo of 0 timed out after PT0S",
        "20ms get from fifo of 0 timed out after PT0.02S",
        "20ms x");
  }

  @Test
  void interruptedGetter_leavesTheLine() {
    Script.anySchedule(
        s -> {
          Fifo<String> fifo = new Fifo<>();
          Thread getter = s.ask("getter", fifo::get);
          s.at(5);
          getter.interrupt();
          s.settle();
          fifo.put("x");
          s.say(fifo.toString());
        },
        "5ms getter: InterruptedException",
        "5ms fifo of 1");
  }

  @Test
  void getterInterruptedAfterThePut_hasTheValueAndKeepsTheInterrupt() {
    Script.inTurn(
        s -> {
          Fifo<String> fifo = new Fifo<>();
          Thread getter =
              s.ask("getter", () -> fifo.get() + " " + Thread.currentThread().isInterrupted());
          s.at(5);
          fifo.put("x");
          getter.interrupt();
        },
        "5ms getter: x true");
  }

  @Test
  void bhWork_mustNotWait() {
    Script.anySchedule(
        s -> {
          WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
          Fifo<String> fifo = new Fifo<>();
          bh.enqueue(Work.of("w", fifo::get));
          s.settle();
          fifo.put("x");
          bh.enqueue(Work.of("v", () -> s.say("v got " + fifo.get())));
        },
        "0ms w throws IllegalStateException: work 'w' of bh queue 'bh' must not wait for fifo of 0",
        "0ms v got x");
  }

  @Test
  void nullValue_isRefused() {
    Fifo<String> fifo = new Fifo<>();
    assertThrows(NullPointerException.class, () -> fifo.put(null));
  }

  // ---- cancelWait

  @Test
  void cancelWait_wakesTheGetterWhoseTurnItIs() {
    Script.anySchedule(
        s -> {
          Fifo<String> fifo = new Fifo<>();
          s.ask("first", fifo::get);
          s.settle();
          s.ask("second", () -> fifo.get(ms(50)));
          s.at(5);
          fifo.cancelWait();
          s.at(6);
          fifo.put("x");
          s.settle();
          fifo.cancelWait();
          s.say("none waits: " + fifo);
        },
        "5ms first: CancellationException",
        "6ms second: x",
        "6ms none waits: fifo of 0");
  }

  @Test
  @DisplayName("zephyr P23: a cancelled wait fires one watcher, with the cause CANCELLED")
  void cancelWait_firesOneWatcher() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Fifo<String> fifo = new Fifo<>();
          TriggeredWork a = saying(s, "a");
          TriggeredWork b = saying(s, "b");
          a.arm(q, fifo.dataAvailable());
          b.arm(q, fifo.dataAvailable());
          s.at(5);
          fifo.cancelWait();
          s.at(6);
          fifo.put("x");
          s.settle();
        },
        "5ms a CANCELLED[fifo has data]",
        "6ms b EVENT[fifo has data]");
  }

  private static TriggeredWork saying(Script s, String name) {
    return TriggeredWork.of(name, outcome -> s.say(name + " " + outcome.cause() + outcome.ready()));
  }

  // ---- watchers

  @Test
  @DisplayName("zephyr P19, P20: getters before watchers, each put tells one watcher")
  void eachPut_tellsOneWatcher() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Fifo<String> fifo = new Fifo<>();
          for (String name : new String[] {"a", "b"}) {
            TriggeredWork.of(name, _ -> s.say(name + " got " + fifo.tryGet().orElseThrow()))
                .arm(q, fifo.dataAvailable());
          }
          s.ask("getter", fifo::get);
          for (int i = 1; i <= 3; i++) {
            s.at(i);
            fifo.put("v" + i);
          }
        },
        "1ms getter: v1",
        "2ms a got v2",
        "3ms b got v3");
  }

  @Test
  @DisplayName("zephyr P6, P18: a work armed while there is data is fired at once")
  void armedWithData_firesAtOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Fifo<String> fifo = new Fifo<>();
          fifo.put("x");
          TriggeredWork w = TriggeredWork.of("w", _ -> s.say("got " + fifo.tryGet().orElseThrow()));
          s.say("arm " + w.arm(q, fifo.dataAvailable()));
        },
        "0ms arm FIRED",
        "0ms got x");
  }
}
