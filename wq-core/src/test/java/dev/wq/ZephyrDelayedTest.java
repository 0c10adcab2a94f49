package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Explorer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Works on timers; schedule is {@code enqueueDelayed}. */
class ZephyrDelayedTest {
  private static final int RACES = 1_000;

  @Test
  @DisplayName("zephyr 25, D1: the first deadline stays")
  void scheduledWork_runsOnceAtItsFirstDeadline() {
    Script.anyScheduleLive(
        s -> scheduleTwice(s, s.ordered("hi")),
        "0ms schedule: true [DELAYED] true",
        "0ms at once: false [DELAYED]",
        "100ms w runs",
        "150ms [] completed 1");
  }

  @Test
  @DisplayName("zephyr 32: the same on a queue of the machine")
  void scheduledWorkOnAPermanentQueue_runsOnceAtItsFirstDeadline() {
    Script.anyScheduleLive(
        s -> scheduleTwice(s, s.queue(QueueAttrs.named("system").permanent())),
        "0ms schedule: true [DELAYED] true",
        "0ms at once: false [DELAYED]",
        "100ms w runs",
        "150ms [] completed 1");
  }

  private static void scheduleTwice(Script s, WorkQueue q) {
    DelayedWork w = s.delayed("w");
    s.say("schedule: " + q.enqueueDelayed(w, ms(100)) + " " + w.busy() + " " + w.isPending());
    s.say("at once: " + q.enqueueDelayed(w, ms(0)) + " " + w.busy());
    s.at(150);
    s.say(w.busy() + " completed " + q.stats().completed());
  }

  @Test
  @DisplayName("zephyr 26, D3: a work that schedules itself")
  void workThatSchedulesItself_isScheduledWhileItRuns() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          List<DelayedWork> w = new ArrayList<>();
          w.add(
              s.delayed(
                  "w",
                  () -> {
                    if (q.stats().started() == 1) {
                      s.say("itself: " + q.enqueueDelayed(w.get(0), ms(100)) + w.get(0).busy());
                    }
                  }));
          q.enqueueDelayed(w.get(0), ms(0));
          s.at(300);
          s.say("completed " + q.stats().completed());
        },
        "0ms w runs",
        "0ms itself: true[DELAYED, RUNNING]",
        "100ms w runs",
        "300ms completed 2");
  }

  @Test
  @DisplayName("zephyr 27, D2: no delay")
  void scheduledWithoutDelay_isQueued() {
    Script.inTurn(
        s -> {
          WorkQueue hi = s.ordered("hi");
          DelayedWork w = s.delayed("w");
          s.say("schedule: " + hi.enqueueDelayed(w, ms(0)) + " " + w.busy());
          s.say("again: " + hi.enqueueDelayed(w, ms(0)));
          s.settle();
          s.say(w.busy() + " completed " + hi.stats().completed());
        },
        "0ms schedule: true [QUEUED]",
        "0ms again: false",
        "0ms w runs",
        "0ms [] completed 1");
  }

  @Test
  @DisplayName("zephyr 39, D10: cancelled from two threads")
  void scheduledWorkCancelledByAnyThread_doesNotRun() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          q.enqueueDelayed(w, ms(100));
          s.say("cancel: " + w.cancel());
          s.ask(
              "cancel",
              () -> {
                q.enqueueDelayed(w, ms(100));
                return w.cancel();
              });
          s.at(200);
          s.say("started " + q.stats().started());
        },
        "0ms cancel: true",
        "0ms cancel: true",
        "200ms started 0");
  }

  @Test
  @DisplayName("zephyr 40: pending while it waits, in either way")
  void scheduledWork_isPendingUntilItRuns() {
    Script.inTurnLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.say("made: " + w.isPending());
          q.enqueueDelayed(w, ms(0));
          s.say("no delay: " + w.isPending());
          s.settle();
          s.say("has run: " + w.isPending());
          q.enqueueDelayed(w, ms(100));
          s.say("delayed: " + w.isPending());
          s.at(104);
          s.say("has run: " + w.isPending());
        },
        "0ms made: false",
        "0ms no delay: true",
        "0ms w runs",
        "0ms has run: false",
        "0ms delayed: true",
        "100ms w runs",
        "104ms has run: false");
  }

  @Test
  @DisplayName("zephyr 41: works of two threads by their deadlines")
  void scheduledWorks_runInTheOrderOfTheirDeadlines() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          for (int key : List.of(5, 3, 1)) {
            q.enqueueDelayed(s.delayed("" + key), ms(100 * key));
          }
          s.thread(
              "other",
              () -> {
                for (int key : List.of(6, 4, 2)) {
                  q.enqueueDelayed(s.delayed("" + key), ms(100 * key));
                }
              });
        },
        "100ms 1 runs",
        "200ms 2 runs",
        "300ms 3 runs",
        "400ms 4 runs",
        "500ms 5 runs",
        "600ms 6 runs");
  }

  @Test
  @DisplayName("zephyr 42: a work that schedules itself six times")
  void workThatSchedulesItself_runsPeriodically() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          List<DelayedWork> w = new ArrayList<>();
          int[] key = {0};
          w.add(
              DelayedWork.of(
                  "w",
                  () -> {
                    s.say("" + ++key[0]);
                    if (key[0] < 6) {
                      q.enqueueDelayed(w.get(0), ms(100));
                    }
                  }));
          q.enqueueDelayed(w.get(0), ms(100));
        },
        "100ms 1",
        "200ms 2",
        "300ms 3",
        "400ms 4",
        "500ms 5",
        "600ms 6");
  }

  @Test
  @DisplayName("zephyr 43: scheduled anew every millisecond, for a millisecond")
  void workScheduledAnewBeforeItCanRun_runsOnce() {
    Script.inTurnLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          Thread cooperative =
              s.thread(
                  "cooperative",
                  () -> {
                    for (int i = 0; i < 6; i++) {
                      q.modDelayed(w, ms(1));
                      s.machine().compute(ms(1));
                    }
                  });
          cooperative.join();
          s.at(20);
          s.say("completed " + q.stats().completed());
        },
        "6ms w runs",
        "20ms completed 1");
  }

  @Test
  @DisplayName("zephyr 58, D12: the time that is left")
  void remaining_isZeroUnlessScheduled() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.say("idle: " + w.remaining().toMillis());
          q.enqueueDelayed(w, ms(200));
          s.say("scheduled: " + w.remaining().toMillis());
          s.at(50);
          s.say("later: " + w.remaining().toMillis());
          s.say(w.cancel() + " " + w.remaining().toMillis());
        },
        "0ms idle: 0",
        "0ms scheduled: 200",
        "50ms later: 150",
        "50ms true 0");
  }

  @Test
  @DisplayName("zephyr 65: it runs when the time that was left has passed")
  void scheduledWork_runsWhenNothingRemains() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          q.enqueueDelayed(w, ms(100));
          s.at(30);
          s.say("due at " + (s.millis() + w.remaining().toMillis()));
        },
        "30ms due at 100",
        "100ms w runs");
  }

  @Test
  @DisplayName("zephyr D4: schedule of a queued or cancelling work")
  void scheduleOfAQueuedOrCancellingWork_isRefused() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w", 10);
          s.occupy(q, 10);
          q.submit(w);
          s.say("queued: " + q.enqueueDelayed(w, ms(1)) + " " + w.busy());
          s.at(15);
          s.ask("cancelSync", w::cancelSync);
          s.settle();
          s.say("cancelling: " + q.enqueueDelayed(w, ms(1)) + " " + w.isArmed());
        },
        "0ms queued: false [QUEUED]",
        "10ms w runs",
        "15ms cancelling: false false",
        "20ms w ends",
        "20ms cancelSync: false");
  }

  @Test
  @DisplayName("zephyr D13: the timer and a cancel at the same instant")
  void expiryAgainstCancelSync_exactlyOneHasIt() {
    int[] cancelled = {0};
    Explorer.seeds(RACES)
        .cpus(2)
        .check(machine -> {
          WorkQueue q = machine.queue("q");
          int[] runs = {0};
          DelayedWork w = DelayedWork.of("w", () -> runs[0]++);
          q.enqueueDelayed(w, ms(1));
          machine.sleep(ms(1));
          boolean taken = w.cancelSync();
          int before = runs[0];
          machine.runUntilIdle();
          assertEquals(taken ? 0 : 1, runs[0]);
          assertEquals(before, runs[0], "ran after cancelSync");
          cancelled[0] += taken ? 1 : 0;
        });
    assertTrue(cancelled[0] > 0 && cancelled[0] < RACES, () -> cancelled[0] + " of " + RACES);
  }

  @Test
  @DisplayName(
      "zephyr D15: it expires onto the queue it was scheduled for, while it runs elsewhere")
  void workThatExpiresWhileItRunsElsewhere_runsAfterwards() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.ordered("A");
          WorkQueue b = s.ordered("B");
          DelayedWork w =
              DelayedWork.of(
                  "w",
                  () -> {
                    s.sayWhere();
                    s.sleep(20);
                  });
          a.submit(w);
          s.at(5);
          s.say("schedule: " + b.enqueueDelayed(w, ms(5)));
          s.at(15);
          s.say(w.busy().toString());
        },
        "0ms w runs on A",
        "5ms schedule: true",
        "15ms [QUEUED, RUNNING]",
        "20ms w runs on B");
  }
}
