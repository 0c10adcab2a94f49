package dev.wq.poll;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Misuse of the objects and triggers throws at once, names the value, and changes nothing. */
class PollBadInputTest {
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  private static void refused(String message, Executable call) {
    assertEquals(message, refusal(IllegalArgumentException.class, call));
  }

  private static TriggeredWork idle(String name) {
    return TriggeredWork.of(name, outcome -> {});
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullTrigger_isRefused_andTheWorkCanBeArmedAfterwards() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      PollSignal signal = new PollSignal();
      TriggeredWork w = idle("w");
      assertThrows(NullPointerException.class, () -> w.arm(q, signal.raised(), null));
      assertThrows(NullPointerException.class, () -> w.arm(q, ms(5), (Trigger) null));
      assertThrows(NullPointerException.class, () -> w.arm(null, signal.raised()));
      assertThrows(NullPointerException.class, () -> Poll.await(signal.raised(), null));
      assertFalse(w.isArmed());
      assertEquals(ArmResult.ARMED, w.arm(q, signal.raised()));
      assertEquals(ArmResult.ARMED, w.arm(q, signal.raised(), signal.raised()));
    });
  }

  @Test
  void timeoutOfAnArming_isFrom0To100Years() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      TriggeredWork w = idle("w");
      String message = "timeout of work 'w' on queue 'q' must be from 0 to 100 years, was ";
      refused(message + "PT-0.001S", () -> w.arm(q, ms(-1)));
      refused(message + LONGEST, () -> w.arm(q, LONGEST));
      assertFalse(w.isArmed());
    });
  }

  @Test
  void armingForAClosedMachine_isRefused_andLeavesTheWorkIdle() {
    Machine machine = Machine.create("closed");
    WorkQueue q = machine.queue("q");
    machine.close();
    TriggeredWork w = idle("w");
    assertEquals(
        "timers of wq-closed-timers (closed) refused a timeout",
        refusal(IllegalStateException.class, () -> w.arm(q, ms(5))));
    assertFalse(w.isArmed());
    assertEquals(List.of(), List.copyOf(w.busy()));
  }

  @Test
  void negativeTimeouts_areRefused() {
    Script.anySchedule(s -> {
      PollSignal signal = new PollSignal();
      refused(
          "timeout must not be negative, was PT-0.001S", () -> Poll.await(ms(-1), signal.raised()));
      String message = "timeout of a wait for %s must not be negative, was PT-0.001S";
      refused(message.formatted("semaphore 0/1"), () -> new CountingSemaphore(0, 1).take(ms(-1)));
      refused(message.formatted("fifo of 0"), () -> new Fifo<String>().get(ms(-1)));
      refused(
          message.formatted("message queue of 0/1"),
          () -> new MessageQueue<String>(1).put("x", ms(-1)));
    });
  }

  @Test
  void waitingForNothing_isRefused() {
    refused("nothing to wait for: no trigger and no timeout", Poll::await);
  }

  @Test
  void sizes_areAtLeastOne() {
    for (int wrong : List.of(0, -1, Integer.MIN_VALUE)) {
      refused("limit must be at least 1, was " + wrong, () -> new CountingSemaphore(0, wrong));
      refused("capacity must be at least 1, was " + wrong, () -> new MessageQueue<>(wrong));
      refused("capacity must be at least 1, was " + wrong, () -> new Pipe(wrong));
    }
    refused("initial count must be in 0..1, was 2", () -> new CountingSemaphore(2, 1));
    refused("the name of a mutex must not be empty, was ' '", () -> new TurnMutex(" "));
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullValues_areRefused() {
    assertThrows(NullPointerException.class, () -> new Fifo<String>().put(null));
    assertThrows(NullPointerException.class, () -> new Lifo<String>().put(null));
    assertThrows(NullPointerException.class, () -> new MessageQueue<String>(1).tryPut(null));
  }

  @Test
  void rangesOutsideTheArray_areRefused() {
    Pipe pipe = new Pipe(4);
    byte[] bytes = new byte[6];
    assertThrows(IndexOutOfBoundsException.class, () -> pipe.tryWrite(bytes, 3, 6));
    assertThrows(IndexOutOfBoundsException.class, () -> pipe.tryRead(bytes, -1, 2));
    assertEquals(0, pipe.size());
  }

  @Test
  void worksOfABhQueue_mustNotWait_butMayLook() {
    Script.anySchedule(
        s -> {
          WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
          PollSignal signal = new PollSignal();
          CountingSemaphore semaphore = new CountingSemaphore(0, 1);
          Work w =
              Work.of(
                  "w",
                  () -> {
                    s.say(refusal(IllegalStateException.class, () -> Poll.await(signal.raised())));
                    s.say(refusal(IllegalStateException.class, semaphore::take));
                    s.say("look: " + semaphore.take(Duration.ZERO));
                  });
          bh.enqueue(w);
        },
        "0ms work 'w' of bh queue 'bh' must not wait for signal raised",
        "0ms work 'w' of bh queue 'bh' must not wait for semaphore 0/1",
        "0ms look: TIMED_OUT");
  }
}
