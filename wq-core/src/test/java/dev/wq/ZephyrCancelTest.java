package dev.wq;

import static dev.wq.Script.ms;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Cancel. Here {@code cancel} answers whether it took a queueing back and leaves the work open to
 * others; Zephyr's, which closes it until the end of the run, is {@code disable}.
 */
class ZephyrCancelTest {
  @Test
  @DisplayName("zephyr 14, C1: queued, not started")
  void cancelOfAQueuedWork_itNeverRuns() {
    Script.inTurn(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Work w = new Gate(s).work("w");
          s.say(hi.submit(w) + " " + w.busy());
          s.say("cancel: " + w.cancel() + " " + w.busy());
          s.at(10);
          s.say("started " + hi.stats().started());
        },
        "0ms QUEUED [QUEUED]",
        "0ms cancel: true []",
        "10ms started 0");
  }

  @Test
  @DisplayName("zephyr 15, C4: never submitted, then queued: no wait")
  void cancelSyncOfAQueuedWork_doesNotWait() {
    Script.inTurn(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Work w = new Gate(s).work("w");
          s.say("never submitted: " + w.cancelSync());
          hi.submit(w);
          s.say("queued: " + w.cancelSync() + " " + w.busy());
          s.at(10);
          s.say("started " + hi.stats().started());
        },
        "0ms never submitted: false",
        "0ms queued: true []",
        "10ms started 0");
  }

  @Test
  @DisplayName("zephyr 16, D10: on its timer")
  void cancelOfADelayedWork_itNeverRuns() {
    Script.anySchedule(
        s -> {
          WorkQueue hi = s.ordered("hi");
          DelayedWork w = s.delayed("w");
          s.say("schedule: " + hi.enqueueDelayed(w, ms(100)));
          s.say("cancel: " + w.cancel() + " " + w.busy());
          s.at(200);
          s.say("started " + hi.stats().started());
        },
        "0ms schedule: true",
        "0ms cancel: true []",
        "200ms started 0");
  }

  @Test
  @DisplayName("zephyr 17, D11: never scheduled, then on its timer")
  void cancelSyncOfADelayedWork_doesNotWait() {
    Script.anySchedule(
        s -> {
          WorkQueue hi = s.ordered("hi");
          DelayedWork w = s.delayed("w");
          s.say("never scheduled: " + w.cancelSync());
          hi.enqueueDelayed(w, ms(100));
          s.say("scheduled: " + w.cancelSync() + " " + w.busy());
          s.at(200);
          s.say("started " + hi.stats().started());
        },
        "0ms never scheduled: false",
        "0ms scheduled: true []",
        "200ms started 0");
  }

  @Test
  @DisplayName("zephyr 18, C4, D11: a delayed work that runs is waited for")
  void cancelSyncOfARunningDelayedWork_returnsAtItsEnd() {
    Script.inTurn(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Gate gate = new Gate(s);
          DelayedWork w = gate.delayed("w");
          s.say("schedule: " + hi.enqueueDelayed(w, ms(0)) + " " + w.busy());
          s.settle();
          s.say(w.busy().toString());
          releaseAt(s, gate, 4);
          s.say("cancelSync: " + w.cancelSync() + " " + w.busy());
        },
        "0ms schedule: true [QUEUED]",
        "0ms w runs on hi",
        "0ms [RUNNING]",
        "4ms w ends",
        "4ms cancelSync: false []");
  }

  private static void releaseAt(Script s, Gate gate, int millis) {
    s.thread(
        "timer",
        () -> {
          s.sleep(millis - s.millis());
          gate.release();
        });
  }

  /** Says at 10 ms what {@code w} is doing, submits it, and lets it go. */
  private static void timerOf(Script s, WorkQueue hi, Work w, Gate gate) {
    s.thread(
        "timer",
        () -> {
          s.sleep(10);
          s.say("timer: " + w.busy() + " " + hi.submit(w));
          gate.release();
        });
  }

  @Test
  @DisplayName("zephyr 19, C2: cancel of a running work refuses nothing")
  void cancelOfARunningWork_leavesItOpen() {
    Script.anySchedule(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Gate gate = new Gate(s);
          Work w = gate.work("w");
          hi.submit(w);
          s.settle();
          timerOf(s, hi, w, gate);
          s.say("cancel: " + w.cancel() + " " + w.busy());
          s.at(20);
          s.say("runs again: " + w.busy());
          s.ask("cancelSync", w::cancelSync);
          s.settle();
          gate.release();
          s.settle();
          s.say("at the end: " + w.busy());
        },
        "0ms w runs on hi",
        "0ms cancel: false [RUNNING]",
        "10ms timer: [RUNNING] REQUEUED",
        "10ms w ends",
        "10ms w runs on hi",
        "20ms runs again: [RUNNING]",
        "20ms w ends",
        "20ms cancelSync: false",
        "20ms at the end: []");
  }

  @Test
  @DisplayName("zephyr 19, C2, C5: disable refuses until it is undone")
  void disableOfARunningWork_refusesOthers() {
    Script.anySchedule(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Gate gate = new Gate(s);
          Work w = gate.work("w");
          hi.submit(w);
          s.settle();
          timerOf(s, hi, w, gate);
          s.say("disable: " + w.disable() + " " + w.busy());
          s.say("cancelSync: " + w.cancelSync() + " " + w.busy());
          s.say("enable: " + w.enable());
          s.say("submit: " + hi.submit(w));
          gate.release();
        },
        "0ms w runs on hi",
        "0ms disable: false [RUNNING]",
        "10ms timer: [RUNNING, CANCELING, FLUSHING] REJECTED_DISABLED",
        "10ms w ends",
        "10ms cancelSync: false []",
        "10ms enable: true",
        "10ms submit: QUEUED",
        "10ms w runs on hi",
        "10ms w ends");
  }

  @Test
  @DisplayName("zephyr 20, C4, W12: cancelSync of a running work refuses others and waits")
  void cancelSyncOfARunningWork_refusesOthersAndReturnsAtItsEnd() {
    Script.anySchedule(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Gate gate = new Gate(s);
          Work w = gate.work("w");
          hi.submit(w);
          s.settle();
          timerOf(s, hi, w, gate);
          s.say("cancelSync: " + w.cancelSync() + " " + w.busy());
        },
        "0ms w runs on hi",
        "10ms timer: [RUNNING, CANCELING, FLUSHING] REJECTED_CANCELING",
        "10ms w ends",
        "10ms cancelSync: false []");
  }

  @Test
  @DisplayName("zephyr 21: on several CPUs, from a thread that only looks")
  void cancelOfAWorkSeenRunning_thenCancelSyncWaits() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Work w = s.work("w", 100);
          hi.submit(w);
          while (!w.isRunning()) {
            s.machine().compute(ms(1));
          }
          s.at(2);
          s.say("cancel: " + w.cancel() + " " + w.busy());
          s.say("cancelSync: " + w.cancelSync());
        },
        "0ms w runs",
        "2ms cancel: false [RUNNING]",
        "100ms w ends",
        "100ms cancelSync: false");
  }

  @Test
  @DisplayName("zephyr 36, C6: two threads in cancelSync of one running work")
  void cancelSyncsOfOneRunningWork_allReturn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Gate gate = new Gate(s);
          Work w = gate.work("w");
          q.submit(w);
          s.settle();
          s.ask("cancelSync", w::cancelSync);
          s.ask("cancelSync", w::cancelSync);
          s.at(5);
          s.say(w.busy().toString());
          gate.release();
        },
        "0ms w runs on q",
        "5ms [RUNNING, CANCELING, FLUSHING]",
        "5ms w ends",
        "5ms cancelSync: false",
        "5ms cancelSync: false");
  }

  @Test
  @DisplayName("zephyr C3: running and queued")
  void cancelOfARunningAndQueuedWork_takesTheSecondRunBack() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w", 10);
          q.submit(w);
          s.at(2);
          q.submit(w);
          s.say("cancel: " + w.cancel() + " " + w.busy());
        },
        "0ms w runs",
        "2ms cancel: true [RUNNING]",
        "10ms w ends");
  }

  @Test
  @DisplayName("zephyr C7, C9: the waiter can submit it at once")
  void workAfterCancelSync_isIdleAndCanBeSubmittedAtOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w", 10);
          q.submit(w);
          s.at(5);
          s.say("cancelSync: " + w.cancelSync() + " " + w.busy());
          s.say("submit: " + q.submit(w));
        },
        "0ms w runs",
        "10ms w ends",
        "10ms cancelSync: false []",
        "10ms submit: QUEUED",
        "10ms w runs",
        "20ms w ends");
  }

  @Test
  @DisplayName("zephyr C10: on its timer while it runs")
  void cancelOfADelayedAndRunningWork_takesItOffItsTimer() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w", 10);
          q.submit(w);
          s.at(2);
          q.enqueueDelayed(w, ms(20));
          s.say(w.busy().toString());
          s.say("cancel: " + w.cancel() + " " + w.busy());
        },
        "0ms w runs",
        "2ms [DELAYED, RUNNING]",
        "2ms cancel: true [RUNNING]",
        "10ms w ends");
  }

  @Test
  @DisplayName("zephyr C11: by its own function")
  void cancelByTheFunctionItself_refusesNothing_disableDoes() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          List<Work> w = new ArrayList<>();
          w.add(
              s.work(
                  "w",
                  () -> {
                    Work me = w.get(0);
                    boolean first = q.stats().started() == 1;
                    s.say(first ? "cancel: " + me.cancel() : "disable: " + me.disable());
                    s.say(me.busy() + " " + q.submit(me));
                  }));
          q.submit(w.get(0));
        },
        "0ms w runs",
        "0ms cancel: false",
        "0ms [RUNNING] REQUEUED",
        "0ms w runs",
        "0ms disable: false",
        "0ms [RUNNING] REJECTED_DISABLED");
  }
}
