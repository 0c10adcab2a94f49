package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Flush of a work: linux 90-93. */
class FlushRulesTest {
  @Test // linux 90
  void flushOfAPendingWork_returnsAtTheEndOfItsRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w", 10);
          s.occupy(q, 5);
          q.enqueue(w);
          s.say("flush: " + w.flush());
        },
        "5ms w runs",
        "15ms w ends",
        "15ms flush: true");
  }

  @Test // linux 90: the waiter goes with the work
  void flushOfAWorkThatIsMovedToAnotherQueue_waitsThere() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.ordered("A");
          WorkQueue b = s.ordered("B");
          DelayedWork w = s.delayed("w", 10);
          s.occupy(a, 100);
          a.enqueue(w);
          s.ask("flush", w::flush);
          s.at(3);
          b.modDelayed(w, ms(4));
        },
        "7ms w runs",
        "17ms w ends",
        "17ms flush: true");
  }

  @Test // linux 91
  void flushOfARunningWork_returnsAtTheEndOfThatRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(4);
          s.say("flush: " + w.flush());
        },
        "0ms w runs",
        "10ms w ends",
        "10ms flush: true");
  }

  @Test // linux 92
  void flushOfARunningAndPendingWork_waitsForBothRuns() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(4);
          q.enqueue(w);
          s.say("flush: " + w.flush());
        },
        "0ms w runs",
        "10ms w ends",
        "10ms w runs",
        "20ms w ends",
        "20ms flush: true");
  }

  @Test // linux 93
  void flushOfASelfRequeuer_returnsAfterOneInstance() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work[] w = new Work[1];
          w[0] =
              s.work(
                  "w",
                  () -> {
                    s.sleep(10);
                    q.enqueue(w[0]);
                    s.sleep(1);
                  });
          q.enqueue(w[0]);
          s.at(5);
          s.sayAfterAll("flush: " + w[0].flush());
          s.at(12);
          w[0].cancelSync();
        },
        "0ms w runs",
        "11ms w runs",
        "11ms flush: true");
  }

  @Test
  void flushOfAnIdleWork_answersFalseAtOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          s.say("never queued: " + w.flush() + " " + w.flush(ms(5)));
          q.enqueue(w);
          s.at(5);
          s.say("idle again: " + w.flush());
        },
        "0ms never queued: false false",
        "0ms w runs",
        "5ms idle again: false");
  }

  @Test
  void timedFlush_throwsWhenItsTimeIsOverAndChangesNothing() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          String why = assertThrows(TimeoutException.class, () -> w.flush(ms(4))).getMessage();
          s.say(why);
          s.say("again: " + w.flush(ms(7)));
        },
        "0ms w runs",
        "4ms flush of work 'w' timed out",
        "10ms w ends",
        "10ms again: true");
  }

  @Test
  void flush_returnsWhenTheWorkIsCancelledMeanwhile() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w");
          s.occupy(q, 100);
          q.enqueue(w);
          s.ask("flush", w::flush);
          s.at(5);
          w.cancel();
        },
        "5ms flush: true");
  }

  @Test
  void interruptedFlush_throwsAndTheWorkGoesOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          Thread flusher = s.ask("flush", w::flush);
          s.at(5);
          flusher.interrupt();
        },
        "0ms w runs",
        "5ms flush: InterruptedException",
        "10ms w ends");
  }
}
