package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Works on timers: linux 81, 82, 85, 86, the safe variant of 88. */
class DelayedRulesTest {
  @Test // linux 81
  void armedWork_isPendingAndCoalesces() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w");
          s.say("arm: " + q.enqueueDelayed(w, ms(50)));
          s.say(w.isPending() + " " + w.isArmed() + " " + w.busy() + " " + q.stats().pending());
          s.say("again: " + q.enqueue(w) + " " + q.enqueueDelayed(w, ms(1)) + " " + q.submit(w));
          s.at(60);
          s.say(w.isPending() + " " + w.isArmed() + " " + w.busy());
        },
        "0ms arm: true",
        "0ms true true [DELAYED] 0",
        "0ms again: false false ALREADY_QUEUED",
        "50ms w runs",
        "60ms false false []");
  }

  @Test // linux 81
  void cancelOfAnArmedWork_answersTrueAndNothingRuns() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w");
          q.enqueueDelayed(w, ms(50));
          s.at(20);
          s.say("cancel: " + w.cancel() + " " + w.cancel());
          q.enqueueDelayed(w, ms(50));
          s.say("cancelSync: " + w.cancelSync());
          q.enqueueDelayed(w, ms(50));
          s.say("disable: " + w.disable() + ", arm: " + q.enqueueDelayed(w, ms(1)));
        },
        "20ms cancel: true false",
        "20ms cancelSync: true",
        "20ms disable: true, arm: false");
  }

  @Test // linux 82
  void firedWork_isQueuedThenAtTheTailOfTheQueueItWasArmedFor() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          q.enqueueDelayed(DelayedWork.of("w", s::sayWhere), ms(5));
          s.occupy(q, 10);
          q.enqueue(s.work("before"));
          s.say("queued: " + q.stats().queued());
          s.at(6);
          s.say("queued: " + q.stats().queued());
          q.enqueue(s.work("after"));
        },
        "0ms queued: 2",
        "6ms queued: 3",
        "10ms before runs",
        "10ms w runs on q",
        "10ms after runs");
  }

  @Test
  void noDelay_queuesAtOnceWithoutATimer() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.occupy(q, 1);
          s.say("arm: " + q.enqueueDelayed(w, ms(0)) + ", " + w.busy() + " " + w.deadline());
        },
        "0ms arm: true, [QUEUED] Optional.empty",
        "1ms w runs");
  }

  @Test // linux 85
  void enqueueDelayed_keepsTheEarlierDeadline_alsoALaterOne() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w");
          q.enqueueDelayed(w, ms(50));
          s.at(10);
          s.say(
              "sooner: " + q.enqueueDelayed(w, ms(1)) + ", later: " + q.enqueueDelayed(w, ms(90)));
        },
        "10ms sooner: false, later: false",
        "50ms w runs");
  }

  @Test // linux 85
  void modDelayed_restartsTheTimer_laterAndSooner() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w");
          s.say(q.modDelayed(w, ms(50)).name());
          s.at(40);
          s.say(q.modDelayed(w, ms(50)).name());
          s.at(60);
          s.say(q.modDelayed(w, ms(5)) + " " + w.remaining().toMillis());
        },
        "0ms NEW",
        "40ms MOVED",
        "60ms MOVED 5",
        "65ms w runs");
  }

  @Test // linux 85
  void modDelayed_pullsAQueuedWorkBackOntoItsTimer() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.occupy(q, 10);
          q.enqueue(w);
          q.enqueue(s.work("other"));
          s.say(q.modDelayed(w, ms(30)) + " " + w.busy());
          QueueStats stats = q.stats();
          s.say("queued " + stats.queued() + " cancelled " + stats.cancelled());
        },
        "0ms MOVED [DELAYED]",
        "0ms queued 3 cancelled 1",
        "10ms other runs",
        "30ms w runs");
  }

  @Test // linux 85
  void modDelayed_movesToTheQueueItIsCalledOn() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          DelayedWork w = DelayedWork.of("w", s::sayWhere);
          a.enqueueDelayed(w, ms(10));
          s.say(b.modDelayed(w, ms(20)).name());
          s.at(30);
          s.say("A " + a.stats().queued() + ", B " + b.stats().queued());
        },
        "0ms MOVED",
        "20ms w runs on B",
        "30ms A 0, B 1");
  }

  @Test // linux 85: a running one goes on, and is armed for another run
  void modDelayed_ofARunningWork_armsAnotherRun() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w", 10);
          q.enqueue(w);
          s.at(5);
          s.say(q.modDelayed(w, ms(2)) + " " + w.busy());
        },
        "0ms w runs",
        "5ms NEW [DELAYED, RUNNING]",
        "10ms w ends",
        "10ms w runs",
        "20ms w ends");
  }

  @Test // linux 86
  void modWithoutDelay_queuesAtOnceWhateverTheState() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w", 10);
          s.sayAfterAll("idle: " + q.modDelayed(w, ms(0)));
          s.at(5);
          s.say("running: " + q.modDelayed(w, ms(0)));
          s.at(50);
          q.enqueueDelayed(w, ms(1000));
          s.sayAfterAll("armed: " + q.modDelayed(w, ms(0)));
        },
        "0ms w runs",
        "0ms idle: NEW",
        "5ms running: NEW",
        "10ms w ends",
        "10ms w runs",
        "20ms w ends",
        "50ms w runs",
        "50ms armed: MOVED",
        "60ms w ends");
  }

  @Test // linux 86: a queued one is queued anew, at the tail
  void modWithoutDelay_ofAQueuedWork_movesItToTheTail() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.occupy(q, 10);
          q.enqueue(w);
          q.enqueue(s.work("other"));
          s.say(q.modDelayed(w, ms(0)).name());
        },
        "0ms MOVED",
        "10ms other runs",
        "10ms w runs");
  }

  @Test
  void modDelayed_ofADisabledWork_isRefused() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w");
          w.disable();
          s.say(q.modDelayed(w, ms(1)) + " " + w.isPending() + " " + q.stats().rejected());
        },
        "0ms REFUSED false 1");
  }

  @Test // safe variant of linux 88
  void flushOfAnArmedWork_queuesItAtOnceAndWaits() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w", 10);
          q.enqueueDelayed(w, ms(1000));
          s.at(5);
          s.say("flush: " + w.flush());
          assertFalse(w.isArmed());
        },
        "5ms w runs",
        "15ms w ends",
        "15ms flush: true");
  }

  @Test
  void modDelayedOnAClosedOrDrainingQueue_throwsAndTheWorkStaysWhereItIs() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          WorkQueue closed = s.queue("closed");
          WorkQueue draining = s.queue("draining");
          closed.close();
          s.occupy(draining, 10);
          s.thread("drain", draining::drain);
          DelayedWork w = DelayedWork.of("w", s::sayWhere);
          q.enqueueDelayed(w, ms(20));
          s.at(5);
          for (WorkQueue other : List.of(closed, draining)) {
            s.say(refusal(RejectedExecutionException.class, () -> other.modDelayed(w, ms(1))));
          }
        },
        "5ms queue 'closed' is closed, refused work 'w'",
        "5ms queue 'draining' is draining, refused work 'w'",
        "20ms w runs on q");
  }
}
