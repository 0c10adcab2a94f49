package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.TwoQueuesRulesTest.counts;
import static dev.wq.TwoQueuesRulesTest.runOnAQueueToB;
import static dev.wq.TwoQueuesRulesTest.slow;

import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Queued to B while it runs on A, then cancelled, flushed, disabled, re-timed, or B closes. */
class TwoQueuesEndRulesTest {
  @Test // B closing: what was accepted is run
  void bCloses_waitsForIt() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          b.close();
          s.say("closed");
        },
        "0ms w runs on A",
        "10ms w ends",
        "10ms w runs on B",
        "20ms w ends",
        "20ms closed");
  }

  @Test // A closes: its run is over at 10
  void aCloses_doesNotWaitForBsRun() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = Work.of("w", () -> s.sleep(10));
          runOnAQueueToB(s, a, b, w);
          a.close();
          s.say("A closed");
          w.flush();
          s.say("w done");
        },
        "10ms A closed",
        "20ms w done");
  }

  @Test
  void bClosing_refusesIt() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          s.occupy(b, 20);
          s.thread("closer", b::close);
          Work w = slow(s);
          a.enqueue(w);
          s.at(5);
          s.say(Script.refusal(RejectedExecutionException.class, () -> b.enqueue(w)));
        },
        "0ms w runs on A",
        "5ms queue 'B' is closed, refused work 'w'",
        "10ms w ends");
  }

  @Test // B closes with a timeout while A's run goes on: B's queueing is taken back
  void bClosesWithATimeout_itsQueueingIsTakenBackAndAsRunGoesOn() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = Work.of("w", () -> s.sleep(100));
          runOnAQueueToB(s, a, b, w);
          try (LogLines _ = LogLines.open()) {
            CloseReport report = b.close(ms(10));
            s.say(report + " " + w.isPending() + ", B " + counts(b));
          }
        },
        "15ms CloseReport[cancelled=[w running], stillRunning=[]] false, B 0 in flight 0 done");
  }

  @Test
  void cancelInThatState_takesBsQueueingBackAndFreesBsSlot() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.ordered("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          b.enqueue(s.work("next of B"));
          s.at(7);
          s.sayAfterAll("cancel: " + w.cancel());
          s.at(30);
          s.say("B cancelled " + b.stats().cancelled() + ", started " + b.stats().started());
        },
        "0ms w runs on A",
        "7ms next of B runs",
        "7ms cancel: true",
        "10ms w ends",
        "30ms B cancelled 1, started 1");
  }

  @Test
  void cancelSyncInThatState_waitsForAsRun() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          s.say("cancelSync: " + w.cancelSync());
        },
        "0ms w runs on A",
        "10ms w ends",
        "10ms cancelSync: true");
  }

  @Test
  void disableInThatState_takesBsQueueingBack() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          s.say("disable: " + w.disable() + ", B " + counts(b) + ", " + b.submit(w));
        },
        "0ms w runs on A",
        "5ms disable: true, B 0 in flight 0 done, REJECTED_DISABLED",
        "10ms w ends");
  }

  @Test
  void requestsInThatState_coalesce() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          s.say(a.submit(w) + " " + b.submit(w) + " " + s.queue("C").submit(w));
        },
        "0ms w runs on A",
        "5ms ALREADY_QUEUED ALREADY_QUEUED ALREADY_QUEUED",
        "10ms w ends",
        "10ms w runs on B",
        "20ms w ends");
  }

  @Test // modDelayed takes it back from the runner and arms it
  void modDelayedInThatState_movesItToTheTimer() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          DelayedWork w =
              DelayedWork.of(
                  "w",
                  () -> {
                    s.sayWhere();
                    s.sleep(10);
                  });
          runOnAQueueToB(s, a, b, w);
          s.say(b.modDelayed(w, ms(30)) + " " + w.busy() + ", B " + counts(b));
        },
        "0ms w runs on A",
        "5ms MOVED [DELAYED, RUNNING], B 0 in flight 0 done",
        "35ms w runs on B");
  }

  @Test
  void flushInThatState_waitsForBothRuns() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          s.say("flush: " + w.flush());
        },
        "0ms w runs on A",
        "10ms w ends",
        "10ms w runs on B",
        "20ms w ends",
        "20ms flush: true");
  }

  @Test
  void queueFlushInThatState_aWaitsForItsRun_bForItsOwn() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = Work.of("w", () -> s.sleep(10));
          runOnAQueueToB(s, a, b, w);
          s.ask("flush of A", a::flush);
          s.ask("flush of B", b::flush);
        },
        "10ms flush of A: true",
        "20ms flush of B: true");
  }
}
