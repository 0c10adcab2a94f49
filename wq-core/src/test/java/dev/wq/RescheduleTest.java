package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Works that get another deadline while they wait, are queued, run or are cancelled. */
class RescheduleTest {
  private static DelayedWork whereItRuns(Script s, String name, int millis) {
    return DelayedWork.of(
        name,
        () -> {
          s.sayWhere();
          s.sleep(millis);
        });
  }

  @Test
  @DisplayName("zephyr 28, D5: another deadline and another queue")
  void rescheduleOfAnArmedWork_replacesDeadlineAndQueue() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue hi = s.ordered("hi");
          WorkQueue pre = s.ordered("pre");
          DelayedWork w = whereItRuns(s, "w", 0);
          s.say("on pre: " + pre.reschedule(w, ms(200)) + " " + w.busy());
          s.at(1);
          s.say("on hi: " + hi.reschedule(w, ms(100)) + " " + w.busy() + " " + w.remaining());
          s.at(300);
          s.say("hi " + hi.stats().completed() + ", pre " + pre.stats().queued());
        },
        "0ms on pre: NEW [DELAYED]",
        "1ms on hi: MOVED [DELAYED] PT0.1S",
        "101ms w runs on hi",
        "300ms hi 1, pre 0");
  }

  @Test
  @DisplayName("zephyr 33: the same on a queue of the machine")
  void rescheduleOnAPermanentQueue_replacesTheDeadline() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue system = s.queue(QueueAttrs.named("system").permanent());
          DelayedWork w = whereItRuns(s, "w", 0);
          s.say(system.reschedule(w, ms(200)) + " " + w.busy());
          s.at(1);
          s.say(system.reschedule(w, ms(100)) + " " + w.busy());
        },
        "0ms NEW [DELAYED]",
        "1ms MOVED [DELAYED]",
        "101ms w runs on system");
  }

  @Test
  @DisplayName("zephyr 29, D6, D7: queued, running and armed at the same time")
  void workThatIsArmedWhileItIsQueuedAndRuns_runsThreeTimes() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue hi = s.ordered("hi");
          WorkQueue pre = s.ordered("pre");
          DelayedWork w = whereItRuns(s, "w", 100);
          s.say("hi now: " + hi.reschedule(w, ms(0)) + " " + w.busy());
          s.at(1);
          s.say(w.busy().toString());
          s.say("hi now: " + hi.reschedule(w, ms(0)) + " " + w.busy());
          s.say("pre in 300: " + pre.reschedule(w, ms(300)) + " " + w.busy());
          s.at(150);
          s.say(w.busy() + " " + hi.stats().completed());
          s.at(250);
          s.say(w.busy() + " " + hi.stats().completed() + " " + pre.stats().completed());
          s.at(350);
          s.say(w.busy() + " " + hi.stats().completed() + " " + pre.stats().completed());
          s.say("drain");
          pre.drain();
          s.say(w.busy() + " " + hi.stats().completed() + " " + pre.stats().completed());
        },
        "0ms hi now: NEW [QUEUED]",
        "0ms w runs on hi",
        "1ms [RUNNING]",
        "1ms hi now: NEW [QUEUED, RUNNING]",
        "1ms pre in 300: FOLLOWS [QUEUED, DELAYED, RUNNING]",
        "100ms w runs on hi",
        "150ms [DELAYED, RUNNING] 1",
        "250ms [DELAYED] 2 0",
        "301ms w runs on pre",
        "350ms [RUNNING] 2 0",
        "350ms drain",
        "401ms [] 2 1");
  }

  @Test
  @DisplayName("zephyr 29, W4: queued to another queue while it runs, it counts as that queue's")
  void rescheduledToAnotherQueueWhileItRuns_runsThereAfterwards() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue hi = s.ordered("hi");
          WorkQueue pre = s.ordered("pre");
          DelayedWork w = whereItRuns(s, "w", 100);
          hi.reschedule(w, ms(0));
          s.at(1);
          s.say("pre now: " + pre.reschedule(w, ms(0)) + " " + w.busy());
          s.say("pre in 300: " + pre.reschedule(w, ms(300)) + " " + w.busy());
          s.at(150);
          s.say(w.busy().toString());
          s.at(250);
          s.say(w.busy().toString());
        },
        "0ms w runs on hi",
        "1ms pre now: NEW [QUEUED, RUNNING]",
        "1ms pre in 300: FOLLOWS [QUEUED, DELAYED, RUNNING]",
        "100ms w runs on pre",
        "150ms [DELAYED, RUNNING]",
        "250ms [DELAYED]",
        "301ms w runs on pre");
  }

  @Test
  @DisplayName("zephyr D7: a queued work stays queued, in its place")
  void rescheduleOfAQueuedWork_doesNotDequeueIt() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.occupy(q, 10);
          q.enqueue(w);
          q.enqueue(s.work("other"));
          s.say(q.reschedule(w, ms(500)) + " " + w.busy() + " " + q.stats().cancelled());
          s.at(400);
          s.say(w.busy().toString());
          s.at(1000);
          s.say("completed " + q.stats().completed());
        },
        "0ms FOLLOWS [QUEUED, DELAYED] 0",
        "10ms w runs",
        "10ms other runs",
        "400ms [DELAYED]",
        "500ms w runs",
        "1000ms completed 4");
  }

  @Test
  @DisplayName("zephyr D7: on a simulated kernel the pools know of the queued one only")
  void rescheduleOfAQueuedWork_runsTwiceOnAKernel() {
    Script.inTurnOnKernel(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = DelayedWork.of("w", () -> {});
          s.occupy(q, 10);
          q.enqueue(w);
          s.say(q.reschedule(w, ms(100)) + " " + w.busy());
          s.at(50);
          s.say(w.busy() + " " + q.stats().completed());
          s.at(200);
          s.say(w.busy() + " " + q.stats().completed());
          s.occupy(q, 400);
          q.enqueue(w);
          q.reschedule(w, ms(100));
          s.at(350);
          s.say(w.busy() + " " + q.stats().coalesced());
        },
        "0ms FOLLOWS [QUEUED, DELAYED]",
        "50ms [DELAYED] 2",
        "200ms [] 3",
        "350ms [QUEUED] 1");
  }

  @Test
  @DisplayName("zephyr D7, W2: still queued at the deadline, one run serves both")
  void workThatIsStillQueuedAtItsDeadline_runsOnce() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.ordered("a");
          WorkQueue b = s.ordered("b");
          DelayedWork w = DelayedWork.of("w", s::sayWhere);
          s.occupy(a, 100);
          a.enqueue(w);
          s.say(b.reschedule(w, ms(50)).name());
          s.at(60);
          s.say(w.busy() + " " + b.stats().coalesced() + " " + b.stats().queued());
          s.at(200);
          s.say(w.busy().toString());
        },
        "0ms FOLLOWS",
        "60ms [QUEUED] 1 0",
        "100ms w runs on a",
        "200ms []");
  }

  @Test
  @DisplayName("zephyr D6: without a delay the timer is off and the work queued")
  void rescheduleWithoutDelay_queuesNow() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          q.enqueueDelayed(w, ms(500));
          s.sayAfterAll("armed: " + q.reschedule(w, ms(0)) + " " + w.busy());
          s.occupy(q, 10);
          q.enqueue(w);
          s.say("queued: " + q.reschedule(w, ms(0)) + " " + q.stats().coalesced());
          q.reschedule(w, ms(500));
          s.say("both: " + q.reschedule(w, ms(0)) + " " + w.busy());
        },
        "0ms w runs",
        "0ms armed: MOVED [QUEUED]",
        "0ms queued: COALESCED 1",
        "0ms both: COALESCED [QUEUED]",
        "10ms w runs");
  }

  @Test
  @DisplayName("zephyr D4: schedule is refused by what is queued, reschedule is not")
  void enqueueDelayedOfAQueuedWork_changesNothing() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.occupy(q, 10);
          q.enqueue(w);
          s.say(q.enqueueDelayed(w, ms(50)) + " " + w.busy());
          s.say(q.reschedule(w, ms(50)) + " " + w.busy());
          s.say(q.enqueueDelayed(w, ms(5)) + " " + w.busy() + " " + w.remaining().toMillis());
        },
        "0ms false [QUEUED]",
        "0ms FOLLOWS [QUEUED, DELAYED]",
        "0ms false [QUEUED, DELAYED] 50",
        "10ms w runs",
        "50ms w runs");
  }

  @Test
  @DisplayName("zephyr D5: the follow-up moves as any timer does")
  void rescheduleOfAQueuedAndArmedWork_movesItsTimer() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.ordered("a");
          WorkQueue b = s.ordered("b");
          DelayedWork w = DelayedWork.of("w", s::sayWhere);
          s.occupy(a, 10);
          a.enqueue(w);
          s.say(a.reschedule(w, ms(50)) + " " + a.reschedule(w, ms(70)));
          s.say(b.reschedule(w, ms(90)) + " " + w.busy() + " " + w.deadline().orElseThrow());
        },
        "0ms FOLLOWS MOVED",
        "0ms MOVED [QUEUED, DELAYED] PT0.09S",
        "10ms w runs on a",
        "90ms w runs on b");
  }

  @Test
  @DisplayName("zephyr C10, C3: cancel takes back what is queued and what is armed")
  void cancelOfAQueuedAndArmedWork_takesBoth() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.occupy(q, 10);
          q.enqueue(w);
          q.reschedule(w, ms(50));
          s.say("cancel: " + w.cancel() + " " + w.busy() + ", again: " + w.cancel());
          q.enqueue(w);
          q.reschedule(w, ms(50));
          s.say("disable: " + w.disable() + " " + w.busy());
          w.enable();
          q.enqueue(w);
          q.reschedule(w, ms(50));
          s.say("cancelSync: " + w.cancelSync() + " " + w.busy());
        },
        "0ms cancel: true [], again: false",
        "0ms disable: true []",
        "0ms cancelSync: true []");
  }

  @Test
  @DisplayName("zephyr C10, 19: cancel of a running work takes its timer off")
  void cancelOfARunningAndArmedWork_leavesTheRun() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w", 100);
          q.enqueue(w);
          s.at(1);
          s.say(q.reschedule(w, ms(50)) + " " + w.busy());
          s.say("cancel: " + w.cancel() + " " + w.busy());
        },
        "0ms w runs",
        "1ms NEW [DELAYED, RUNNING]",
        "1ms cancel: true [RUNNING]",
        "100ms w ends");
  }

  @Test
  @DisplayName(
      "zephyr C8, D9: while it is cancelled a reschedule is refused, not armed and dropped")
  void rescheduleDuringCancelSync_isRefused() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w", 100);
          q.enqueue(w);
          s.at(1);
          s.ask("cancelSync", w::cancelSync);
          s.at(2);
          s.say(q.reschedule(w, ms(10)) + " " + q.reschedule(w, ms(0)) + " " + w.busy());
          s.say(q.enqueueDelayed(w, ms(10)) + " rejected " + q.stats().rejected());
          s.at(150);
          s.say(q.reschedule(w, ms(10)).name());
        },
        "0ms w runs",
        "2ms REFUSED REFUSED [RUNNING, CANCELING, FLUSHING]",
        "2ms false rejected 3",
        "100ms w ends",
        "100ms cancelSync: false",
        "150ms NEW",
        "160ms w runs",
        "260ms w ends");
  }

  @Test
  @DisplayName("zephyr C8: a disabled work is not armed")
  void rescheduleOfADisabledWork_isRefused() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w");
          w.disable();
          s.say(q.reschedule(w, ms(1)) + " " + w.isPending() + " " + q.stats().rejected());
        },
        "0ms REFUSED false 1");
  }

  @Test
  @DisplayName("zephyr D7: modDelayed pulls back, as one, what reschedule made two of")
  void modDelayedOfAQueuedAndArmedWork_leavesOneRun() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.ordered("a");
          WorkQueue b = s.ordered("b");
          DelayedWork w = DelayedWork.of("w", s::sayWhere);
          s.occupy(a, 10);
          a.enqueue(w);
          a.reschedule(w, ms(50));
          s.say(b.modDelayed(w, ms(30)) + " " + w.busy());
          s.at(40);
          s.occupy(a, 50);
          a.enqueue(w);
          a.reschedule(w, ms(50));
          s.sayAfterAll("now: " + b.modDelayed(w, ms(0)));
        },
        "0ms MOVED [DELAYED]",
        "30ms w runs on b",
        "40ms w runs on b",
        "40ms now: MOVED");
  }

  @Test
  @DisplayName("zephyr D8: a flush lets the queued run serve what is armed besides")
  void flushOfAQueuedAndArmedWork_waitsForTheOneRun() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w", 5);
          s.occupy(q, 10);
          q.enqueue(w);
          q.reschedule(w, ms(500));
          s.say("flush: " + w.flush() + " " + w.busy() + " " + q.stats().completed());
        },
        "10ms w runs",
        "15ms w ends",
        "15ms flush: true [] 2");
  }

  @Test
  @DisplayName("zephyr D8: a flush of a running and armed work waits for both runs")
  void flushOfARunningAndArmedWork_queuesTheSecondRunNow() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w", 10);
          q.enqueue(w);
          s.at(1);
          q.reschedule(w, ms(500));
          s.say("flush: " + w.flush() + " " + w.busy());
        },
        "0ms w runs",
        "10ms w ends",
        "10ms w runs",
        "20ms w ends",
        "20ms flush: true []");
  }

  @Test
  @DisplayName("zephyr D15, Q11: close drains what is queued and cancels what is armed for it")
  void closeOfTheQueueOfTheTimer_leavesWhatIsQueuedElsewhere() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.ordered("a");
          WorkQueue b = s.ordered("b");
          DelayedWork w = DelayedWork.of("w", s::sayWhere);
          s.occupy(a, 10);
          a.enqueue(w);
          b.reschedule(w, ms(50));
          s.say("cancelled: " + b.close(ms(1)).cancelled() + " " + w.busy());
          s.say(refusal(RejectedExecutionException.class, () -> b.reschedule(w, ms(1))));
          s.say(w.busy().toString());
        },
        "0ms cancelled: [w pending] [QUEUED]",
        "0ms queue 'b' is closed, refused work 'w'",
        "0ms [QUEUED]",
        "10ms w runs on a");
  }

  @Test
  @DisplayName("zephyr D15: what is armed for another queue survives the close of the first")
  void closeOfTheQueueOfTheQueueing_leavesTheTimer() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.ordered("a");
          WorkQueue b = s.ordered("b");
          DelayedWork w = DelayedWork.of("w", s::sayWhere);
          s.occupy(a, 30);
          a.enqueue(w);
          b.reschedule(w, ms(50));
          s.say("cancelled: " + a.close(ms(1)).cancelled().size() + " " + w.busy());
        },
        "1ms occupier throws InterruptedException",
        "1ms cancelled: 1 [DELAYED]",
        "50ms w runs on b");
  }

  @Test
  @DisplayName("zephyr D14: a delay that never ends")
  void forever_isArmedUntilItIsRetimedFlushedOrCancelled() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.say("arm: " + q.enqueueDelayed(w, DelayedWork.FOREVER) + " " + w.busy());
          assertEquals(DelayedWork.FOREVER, w.remaining());
          s.say("schedule: " + q.enqueueDelayed(w, ms(0)) + " " + w.deadline());
          s.sayAfterAll("now: " + q.reschedule(w, ms(0)));
          s.say("mod: " + q.modDelayed(w, DelayedWork.FOREVER) + " flush: " + w.flush());
          s.say(q.reschedule(w, DelayedWork.FOREVER) + " cancel: " + w.cancel());
          q.enqueueDelayed(w, ms(10_000));
          s.say("move: " + q.modDelayed(w, DelayedWork.FOREVER) + " " + w.deadline());
        },
        "0ms arm: true [DELAYED]",
        "0ms schedule: false Optional.empty",
        "0ms w runs",
        "0ms now: MOVED",
        "0ms w runs",
        "0ms mod: NEW flush: true",
        "0ms NEW cancel: true",
        "0ms move: MOVED Optional.empty");
  }

  @Test
  @DisplayName(
      "zephyr D5, 42: a burst of reschedules is served after the last, and a due run besides")
  void burstOfReschedules_debouncesAndKeepsWhatIsQueued() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w");
          s.occupy(q, 55);
          for (int t = 0; t < 100; t += 10) {
            s.at(t);
            q.reschedule(w, t == 0 ? Duration.ZERO : ms(50));
          }
        },
        "55ms w runs",
        "140ms w runs");
  }

  @Test
  @DisplayName("zephyr W11: every combination of states")
  void busy_isExactInEveryCombination() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork w = s.delayed("w", 10);
          s.say("idle " + w.busy());
          q.enqueue(w);
          s.say("queued " + w.busy());
          q.reschedule(w, ms(100));
          s.say("and armed " + w.busy());
          s.settle();
          s.say("begun " + w.busy());
          q.modDelayed(w, ms(0));
          s.say("queued again " + w.busy());
          q.reschedule(w, ms(100));
          s.say("and armed " + w.busy());
          s.ask("cancelSync", w::cancelSync);
          s.settle();
          s.say("cancelled " + w.busy());
          s.at(20);
          q.enqueueDelayed(w, ms(5));
          s.say("armed " + w.busy());
        },
        "0ms idle []",
        "0ms queued [QUEUED]",
        "0ms and armed [QUEUED, DELAYED]",
        "0ms w runs",
        "0ms begun [DELAYED, RUNNING]",
        "0ms queued again [QUEUED, RUNNING]",
        "0ms and armed [QUEUED, DELAYED, RUNNING]",
        "0ms cancelled [RUNNING, CANCELING, FLUSHING]",
        "10ms w ends",
        "10ms cancelSync: true",
        "20ms armed [DELAYED]",
        "25ms w runs",
        "35ms w ends");
  }

  /** An object with two works, one of which can be delayed. */
  private static final class Cache {
    static final HasWork<Cache> FLUSH =
        HasWork.of(Cache.class, "flush", c -> c.flush, c -> c.flushes++);
    static final HasWork<Cache> READ = HasWork.of(Cache.class, "read", c -> c.read, c -> {});
    private final DelayedWork flush = new DelayedWork("Cache::flush");
    private final Work read = new Work("Cache::read");
    private int flushes;
  }

  @Test
  void rescheduleOfOneOfSeveralWorks_needsADelayedOne() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          Cache cache = new Cache();
          s.say(q.reschedule(cache, Cache.FLUSH, ms(50)).name());
          s.say(
              refusal(
                  IllegalArgumentException.class, () -> q.reschedule(cache, Cache.READ, ms(1))));
          s.at(100);
          s.say("flushes " + cache.flushes);
        },
        "0ms NEW",
        "0ms work Cache.read can't be delayed: its field is no DelayedWork",
        "100ms flushes 1");
  }

  @Test
  void negativeDelay_isRefusedAndTheWorkStaysAsItWas() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w");
          s.say(refusal(IllegalArgumentException.class, () -> q.reschedule(w, ms(-1))));
          s.say(w.busy().toString());
        },
        "0ms delay of work 'w' on queue 'q' must be from 0 to 100 years, was PT-0.001S",
        "0ms []");
  }
}
