package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Misuse throws at once, names the work, the queue and the value, and changes nothing. */
class BadInputTest {
  private static final Duration HUNDRED_YEARS = Duration.ofDays(36_500);
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
  private static final Duration NOT_QUITE_FOREVER = DelayedWork.FOREVER.minusNanos(1);

  private static void refused(String message, Executable call) {
    assertEquals(message, refusal(IllegalArgumentException.class, call));
  }

  private static void nullRefused(Executable... calls) {
    for (Executable call : calls) {
      assertThrows(NullPointerException.class, call);
    }
  }

  @Test
  void negativeDelays_areRefused() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      DelayedWork w = s.delayed("w");
      String message =
          "delay of work 'w' on queue 'q' must be from 0 to 100 years, was PT-0.000000001S";
      Duration negative = Duration.ofNanos(-1);
      refused(message, () -> q.enqueueDelayed(w, negative));
      refused(message.replace("delay", "deadline"), () -> q.enqueueAt(w, negative));
      refused(message, () -> q.modDelayed(w, negative));
      refused(message, () -> q.reschedule(w, negative));
      assertEquals("w idle", w.toString());
    });
  }

  @Test
  void delaysOfMoreThanAHundredYears_areRefused() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      DelayedWork w = s.delayed("w");
      String message =
          "delay of work 'w' on queue 'q' must be from 0 to 100 years, was " + NOT_QUITE_FOREVER;
      refused(message, () -> q.enqueueDelayed(w, NOT_QUITE_FOREVER));
      refused(message.replace("delay", "deadline"), () -> q.enqueueAt(w, NOT_QUITE_FOREVER));
      refused(message, () -> q.modDelayed(w, NOT_QUITE_FOREVER));
      refused(message, () -> q.reschedule(w, NOT_QUITE_FOREVER));
      refused(
          "delay of work 'w' on queue 'q' must be from 0 to 100 years, was PT876000H0.000000001S",
          () -> q.enqueueDelayed(w, HUNDRED_YEARS.plusNanos(1)));
    });
  }

  @Test
  void aHundredYears_areArmedExactly() {
    Script.anyScheduleLive(s -> {
      WorkQueue q = s.queue("q");
      DelayedWork w = s.delayed("w");
      assertTrue(q.enqueueDelayed(w, HUNDRED_YEARS));
      s.at(5);
      assertEquals(HUNDRED_YEARS.minus(ms(5)), w.remaining());
      assertTrue(w.cancel());
    });
  }

  @Test
  void negativeTimeouts_areRefused() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          String message = "timeout must not be negative, was PT-0.005S";
          for (Executable call :
              List.<Executable>of(
                  () -> w.flush(ms(-5)),
                  () -> w.cancelSync(ms(-5)),
                  () -> w.disableSync(ms(-5)),
                  () -> q.flush(ms(-5)),
                  () -> q.drain(ms(-5)),
                  () -> q.freeze(ms(-5)),
                  () -> q.awaitIdle(ms(-5)),
                  () -> q.close(ms(-5)),
                  () -> s.machine().awaitIdle(ms(-5)),
                  () -> s.machine().freezeQueues(ms(-5)),
                  () -> s.machine().sleep(ms(-5)))) {
            refused(message, call);
          }
          s.say(w + ", depth " + w.disableDepth() + ", " + q);
        },
        "0ms w idle, depth 0, q running=0/1024 pending=0");
  }

  @Test // no overflow: a timeout of ages is no timeout
  void timeoutsOfAnyLength_areAccepted() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(1);
          s.sayAfterAll("flush: " + w.flush(LONGEST));
          q.flush(LONGEST);
          q.drain(LONGEST);
          q.freeze(LONGEST);
          q.thaw();
          q.awaitIdle(LONGEST);
          s.say("close: " + q.close(LONGEST).isClean());
        },
        "0ms w runs",
        "10ms w ends",
        "10ms flush: true",
        "10ms close: true");
  }

  @Test
  void zeroTimeouts_lookOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = Work.of("w", () -> s.sleep(10));
          assertFalse(w.flush(ms(0)));
          q.awaitIdle(ms(0));
          q.enqueue(w);
          s.at(1);
          s.say(refusal(TimeoutException.class, () -> w.flush(ms(0))));
          s.say(refusal(TimeoutException.class, () -> q.flush(ms(0))));
          s.say(refusal(TimeoutException.class, () -> q.awaitIdle(ms(0))));
        },
        "1ms flush of work 'w' timed out",
        "1ms flush of queue 'q' timed out",
        "1ms idleness of queue 'q' timed out");
  }

  @Test
  void nulls_areRefused() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      DelayedWork w = s.delayed("w");
      nullRefused(
          () -> q.enqueue(null),
          () -> q.submit(null),
          () -> q.enqueueOn(0, null),
          () -> q.enqueueDelayed(null, ms(1)),
          () -> q.enqueueDelayed(w, null),
          () -> q.enqueueAt(w, null),
          () -> q.modDelayed(w, null),
          () -> q.modDelayed(null, ms(1)),
          () -> q.spawn(null),
          () -> q.spawn(null, () -> 1),
          () -> q.trySpawn(null),
          () -> q.execute(null),
          () -> q.enqueue(new Object(), null),
          () -> q.onFailure(null),
          () -> q.flush(null),
          () -> q.close(null));
      nullRefused(
          () -> new Work(null),
          () -> Work.of(null, () -> {}),
          () -> Work.of("w", null),
          () -> DelayedWork.of("w", null),
          () -> QueueAttrs.named(null),
          () -> s.machine().queue((QueueAttrs) null),
          () -> s.machine().thread("t", null),
          () -> Machine.create(null));
      assertEquals("w idle", w.toString());
      assertEquals(0, q.stats().queued());
    });
  }

  @Test
  void emptyNames_areRefused() {
    for (String empty : List.of("", " ", "\t")) {
      refused(
          "the name of a work must not be empty, was '" + empty + "'",
          () -> Work.of(empty, () -> {}));
      refused(
          "the name of a queue must not be empty, was '" + empty + "'",
          () -> QueueAttrs.named(empty));
      refused(
          "the name of a machine must not be empty, was '" + empty + "'",
          () -> Machine.create(empty));
    }
  }

  @Test // linux 1.6: names are not unique keys
  void twoQueuesOfOneName_areTwoQueues() {
    Script.anySchedule(
        s -> {
          WorkQueue first = s.ordered("q");
          WorkQueue second = s.ordered("q");
          s.occupy(first, 10);
          first.enqueue(s.work("of the first"));
          second.enqueue(s.work("of the second"));
        },
        "0ms of the second runs",
        "10ms of the first runs");
  }

  @Test
  void cpuHint_mustBeACpuOfTheMachine() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          refused("cpu must be from 0 to 1, was 2 for w idle", () -> q.enqueueOn(2, w));
          refused("cpu must be from 0 to 1, was -1 for w idle", () -> q.enqueueOn(-1, w));
          s.sayAfterAll("enqueueOn: " + q.enqueueOn(1, w));
        },
        "0ms w runs",
        "0ms enqueueOn: true");
  }

  @Test
  void maxActive_isFrom1To2048() {
    for (int wrong : List.of(0, -1, 2049, Integer.MIN_VALUE)) {
      refused(
          "queue 'q' needs a maxActive from 1 to 2048, was " + wrong,
          () -> QueueAttrs.named("q").maxActive(wrong));
    }
    assertEquals(2048, QueueAttrs.named("q").maxActive(2048).maxActive());
  }

  @Test
  void rtosAttributes_haveTheirRanges() {
    RtosAttrs q = RtosAttrs.named("q");
    refused("the name of a queue must not be empty, was ''", () -> RtosAttrs.named(""));
    refused("queue 'q' needs 1 to 2048 workers, was 0", () -> q.workers(0));
    refused("queue 'q' needs 1 to 2048 workers, was 2049", () -> q.workers(2049));
    refused(
        "item timeout of queue 'q' must be from 0 to 100 years, was PT-0.001S",
        () -> q.itemTimeout(ms(-1), ItemTimeoutPolicy.REPORT));
  }

  @Test
  void yieldNow_needsATask() {
    String me = Thread.currentThread().getName();
    assertEquals(
        "thread '" + me + "' is no task with a turn to give away",
        refusal(IllegalStateException.class, Task::yieldNow));
  }

  @Test
  void contradictingAttributes_areRefused() {
    QueueAttrs q = QueueAttrs.named("q");
    String bh = "queue 'q' is bh, which goes only with highPriority, not with ";
    refused("queue 'q' is ordered, so maxActive is 1, was 5", () -> q.ordered().maxActive(5));
    refused("queue 'q' is bh, which has no limit, was 1", () -> q.bh().ordered());
    refused(bh + "FREEZABLE", () -> q.freezable().bh());
    refused(bh + "MEM_RECLAIM", () -> q.memReclaim().bh());
    refused(bh + "CPU_INTENSIVE", () -> q.cpuIntensive().bh());
    refused(bh + "UNBOUND", () -> q.unbound().bh());
    refused("queue 'q' is bh, which has no limit, was 5", () -> q.bh().maxActive(5));
    refused(
        "queue 'q' can't have a reserved worker (memReclaim) and fresh threads",
        () -> q.memReclaim().freshThreads());
    assertTrue(q.bh().highPriority().isBh());
  }

  @Test
  void closedMachine_refusesQueues() {
    Machine machine = Machine.create("short");
    machine.close();
    assertEquals(
        "machine 'short' is closed, refused queue 'q'",
        refusal(IllegalStateException.class, () -> machine.queue(QueueAttrs.named("q"))));
  }

  @Test
  void liveMachine_cannotBeClosed() {
    assertEquals(
        "the live machine of a JVM can't be closed",
        refusal(IllegalStateException.class, () -> Machine.live().close()));
  }
}
