package dev.wq.poll;

import static dev.wq.Script.ms;

import dev.wq.Script;
import dev.wq.WorkQueue;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Tasks whose queue is closed by force while they wait for an object. */
class LostTurnTest {
  private static String get(Fifo<String> fifo) throws InterruptedException {
    try {
      return fifo.get() + ", interrupted " + Thread.interrupted();
    } catch (CancellationException noTurn) {
      return "no turn";
    }
  }

  @Test
  void valueHandedOver_isNotLost() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.onFailure((work, queue, interrupt) -> {});
          Fifo<String> fifo = new Fifo<>();
          q.spawnTask(
              "getter",
              () -> {
                s.say("got " + get(fifo));
                return 0;
              });
          s.at(5);
          s.occupy(q, 30);
          s.settle();
          fifo.put("letter"); // handed over; the turn is behind the occupier's
          s.settle();
          q.close(ms(10));
          s.at(40);
          s.say("left " + fifo.tryGet());
        },
        "15ms got letter, interrupted true",
        "40ms left Optional.empty");
  }

  @Test
  void taskWithoutTurns_leavesTheLine() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Fifo<String> fifo = new Fifo<>();
          q.spawnTask(
              "getter",
              () -> {
                s.say("got " + get(fifo));
                return 0;
              });
          s.at(5);
          s.say(q.close(ms(10)).stillRunning().isEmpty() ? "closed" : "runs still");
          fifo.put("letter");
          s.settle();
          s.say("left " + fifo.tryGet());
        },
        "15ms got no turn",
        "15ms closed",
        "15ms left Optional[letter]");
  }
}
