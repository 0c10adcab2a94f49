package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Cancel, disable, enable: linux 103-109. */
class CancelDisableRulesTest {
  @Test
  void cancelOfAPendingWork_answersTrueAndItDoesNotRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w");
          s.occupy(q, 10);
          q.enqueue(w);
          s.say("cancel: " + w.cancel() + " " + w.cancel() + " " + w.isPending());
        },
        "0ms cancel: true false false");
  }

  @Test
  void cancelOfARunningWork_answersFalseAndDoesNotWait() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(5);
          s.say("cancel: " + w.cancel());
          q.enqueue(w);
          s.say("cancel of the next run: " + w.cancel());
        },
        "0ms w runs",
        "5ms cancel: false",
        "5ms cancel of the next run: true",
        "10ms w ends");
  }

  @Test // linux 103, ours: one cancel for both
  void cancel_takesAWorkOffItsTimerToo() {
    Script.anySchedule(
        s -> {
          DelayedWork w = s.delayed("w");
          s.queue("q").enqueueDelayed(w, ms(5));
          s.say("cancel: " + w.cancel() + " " + w.isArmed());
        },
        "0ms cancel: true false");
  }

  @Test // linux 104
  void cancelSync_refusesTheSelfRequeueWhileItWaits() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work[] w = new Work[1];
          w[0] =
              s.work(
                  "w",
                  () -> {
                    s.sleep(10);
                    s.say("requeue: " + q.submit(w[0]) + " " + w[0].busy());
                  });
          q.enqueue(w[0]);
          s.at(5);
          s.say("cancelSync: " + w[0].cancelSync());
          s.at(50);
          q.freeze();
          s.say("again: " + q.enqueue(w[0]));
          w[0].cancel();
        },
        "0ms w runs",
        "10ms requeue: REJECTED_CANCELING [RUNNING, CANCELING, FLUSHING]",
        "10ms cancelSync: false",
        "50ms again: true");
  }

  @Test // linux 104
  void cancelSyncOfARunningAndPendingWork_cancelsTheNextRunAndWaitsForThisOne() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(2);
          q.enqueue(w);
          s.at(4);
          s.say("cancelSync: " + w.cancelSync());
        },
        "0ms w runs",
        "10ms w ends",
        "10ms cancelSync: true");
  }

  @Test // linux 104: also while the function throws
  void cancelSync_returnsWhenTheFunctionThrows() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w =
              s.work(
                  "w",
                  () -> {
                    s.sleep(3);
                    throw new IllegalArgumentException("x");
                  });
          q.enqueue(w);
          s.at(1);
          s.say("cancelSync: " + w.cancelSync());
        },
        "0ms w runs",
        "3ms w throws IllegalArgumentException: x",
        "3ms cancelSync: false");
  }

  @Test // linux 104
  void timedCancelSync_thatTimesOut_hasTakenThePendingQueueingBack() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(1);
          q.enqueue(w);
          String why = assertThrows(TimeoutException.class, () -> w.cancelSync(ms(3))).getMessage();
          s.say(why + ", pending: " + w.isPending() + ", depth: " + w.disableDepth());
        },
        "0ms w runs",
        "4ms cancelSync of work 'w' timed out, pending: false, depth: 0",
        "10ms w ends");
  }

  @Test // linux 105
  void twoCancelSyncs_bothReturnWhenIdle_oneOfThemTookItBack() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = Work.of("w", () -> s.sleep(10));
          q.enqueue(w);
          s.at(1);
          q.enqueue(w);
          var taken = new int[1];
          for (int i = 0; i < 2; i++) {
            s.thread(
                "c" + i,
                () -> {
                  if (w.cancelSync()) {
                    taken[0]++;
                  }
                  s.say("returns");
                });
          }
          s.at(20);
          s.say("took it back: " + taken[0] + ", " + q.submit(w));
        },
        "10ms returns",
        "10ms returns",
        "20ms took it back: 1, QUEUED");
  }

  @Test // linux 106
  void disable_nestsAndRequestsMeanwhileAreLost() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          s.say(w.disable() + " " + w.disable() + " depth " + w.disableDepth());
          s.say(q.enqueue(w) + " " + w.enable() + " " + q.enqueue(w) + " " + w.enable());
          s.at(5);
          s.sayAfterAll("enqueue: " + q.enqueue(w));
        },
        "0ms false false depth 2",
        "0ms false false false true",
        "5ms w runs",
        "5ms enqueue: true");
  }

  @Test // linux 106
  void disable_takesThePendingQueueingBackAndDoesNotWait() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(1);
          q.enqueue(w);
          s.say("disable: " + w.disable() + ", running: " + w.isRunning());
        },
        "0ms w runs",
        "1ms disable: true, running: true",
        "10ms w ends");
  }

  @Test // linux 106
  void disableSync_waitsForTheRunAndStaysDisabled() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(1);
          s.say("disableSync: " + w.disableSync() + ", depth " + w.disableDepth());
          s.say("enqueue: " + q.submit(w));
        },
        "0ms w runs",
        "10ms w ends",
        "10ms disableSync: false, depth 1",
        "10ms enqueue: REJECTED_DISABLED");
  }

  @Test // linux 106
  void timedDisableSync_thatTimesOut_leavesItDisabled() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(1);
          assertThrows(TimeoutException.class, () -> w.disableSync(ms(2)));
          s.say("depth " + w.disableDepth());
        },
        "0ms w runs",
        "3ms depth 1",
        "10ms w ends");
  }

  @Test // linux 107
  void cancelSyncOfADisabledWork_leavesItDisabled() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(1);
          w.disable();
          s.say("cancelSync: " + w.cancelSync() + ", depth " + w.disableDepth());
          assertFalse(q.enqueue(w));
        },
        "0ms w runs",
        "10ms w ends",
        "10ms cancelSync: false, depth 1");
  }

  @Test // linux 107: enable during somebody's cancelSync takes back its own disable only
  void enableDuringCancelSync_doesNotOpenTheWork() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(1);
          w.disable();
          s.ask("cancelSync", w::cancelSync);
          s.at(2);
          s.say("enable: " + w.enable() + ", " + q.submit(w));
          s.at(11);
          s.say("depth " + w.disableDepth());
        },
        "0ms w runs",
        "2ms enable: false, REJECTED_CANCELING",
        "10ms w ends",
        "10ms cancelSync: false",
        "11ms depth 0");
  }

  @Test // linux 108
  void neverQueuedWork_canBeCancelledFlushedAndDisabled() {
    Script.anySchedule(
        s -> {
          Work w = s.work("w");
          s.say(w.cancel() + " " + w.cancelSync() + " " + w.flush() + " " + w.busy());
          s.say(w.disableSync() + " " + w.enable());
          DelayedWork d = s.delayed("d");
          s.say(d.cancel() + " " + d.cancelSync(ms(1)) + " " + d.flush() + " " + d.isArmed());
        },
        "0ms false false false []",
        "0ms false true",
        "0ms false false false false");
  }

  @Test // linux 109: cancelled in between or not, it does not run beside itself
  void cancelledAndRequeuedDuringItsRun_itStillNeverOverlaps() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = s.work("w", 10);
          a.enqueue(w);
          s.at(1);
          b.enqueue(w);
          w.cancel();
          s.say("disable: " + w.disable() + ", enable: " + w.enable());
          s.say(b.submit(w).name());
        },
        "0ms w runs",
        "1ms disable: false, enable: true",
        "1ms REQUEUED",
        "10ms w ends",
        "10ms w runs",
        "20ms w ends");
  }

  @Test // ours: Linux warns and takes a pending work off its queue
  void enableWithoutDisable_throwsAndThePendingWorkStays() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w");
          s.occupy(q, 5);
          q.enqueue(w);
          s.say(refusal(IllegalStateException.class, w::enable));
          assertTrue(w.isPending());
        },
        "0ms work 'w' is not disabled",
        "5ms w runs");
  }

  @Test
  void disableDepth_ends4095Deep() {
    Script.anySchedule(s -> {
      Work w = Work.of("w", () -> {});
      for (int i = 0; i < 4095; i++) {
        w.disable();
      }
      assertEquals(
          "work 'w' is disabled or being cancelled 4095 times already",
          refusal(IllegalStateException.class, w::disable));
      assertEquals(4095, w.disableDepth());
    });
  }

  @Test
  void interruptedCancelSync_hasTakenThePendingQueueingBack() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(1);
          q.enqueue(w);
          Thread canceller = s.ask("cancelSync", w::cancelSync);
          s.at(2);
          canceller.interrupt();
          s.at(3);
          s.say("pending: " + w.isPending() + ", depth " + w.disableDepth());
        },
        "0ms w runs",
        "2ms cancelSync: InterruptedException",
        "3ms pending: false, depth 0",
        "10ms w ends");
  }
}
