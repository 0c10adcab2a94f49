package dev.wq.poll;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static dev.wq.poll.TriggeredWorkTest.saying;

import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Threads that wait for triggers, and the signal itself: zephyr K1, K2, K4, P27, P28. */
class PollAwaitTest {
  private static String brief(TriggerOutcome outcome) {
    return outcome.cause() + "" + outcome.ready();
  }

  @Test
  @DisplayName("zephyr 90, K1: without a trigger it waits for the time to pass")
  void noTrigger_timesOut() {
    Script.anyScheduleLive(s -> s.say(brief(Poll.await(ms(50)))), "50ms TIMEOUT[]");
  }

  @Test
  @DisplayName("zephyr K2, K4: what holds is reported without waiting, all of it")
  void ready_isReportedAtOnce() {
    Script.anySchedule(
        s -> {
          PollSignal a = new PollSignal();
          PollSignal b = new PollSignal();
          s.say(brief(Poll.await(ms(0), a.raised(), b.raised())));
          a.raise(0);
          b.raise(0);
          s.say(brief(Poll.await(ms(0), a.raised(), b.raised())));
          s.say(brief(Poll.await(b.raised())));
        },
        "0ms TIMEOUT[]",
        "0ms EVENT[signal raised, signal raised]",
        "0ms EVENT[signal raised]");
  }

  @Test
  @DisplayName("zephyr K6: a raise wakes the thread that waits, and a later one finds nobody")
  void raise_wakesTheThread() {
    Script.anySchedule(
        s -> {
          PollSignal signal = new PollSignal();
          s.ask("poll", () -> brief(Poll.await(ms(100), signal.raised())));
          s.at(10);
          signal.raise(0);
          s.settle();
          s.say("" + signal.raised().isWatched());
        },
        "10ms poll: EVENT[signal raised]",
        "10ms false");
  }

  @Test
  @DisplayName("ours: a task that waits for triggers gives its turn back, a plain work does not")
  void awaitInATask_letsOthersRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          PollSignal signal = new PollSignal();
          q.spawnTask("task", () -> brief(Poll.await(signal.raised())))
              .toCompletionStage()
              .thenAccept(result -> s.say("task " + result));
          q.enqueue(s.work("beside the task"));
          s.at(10);
          q.enqueue(s.work("waiting", () -> s.say(brief(Poll.await(ms(20), signal.raised())))));
          q.enqueue(s.work("behind the work"));
          s.at(40);
          signal.raise(0);
        },
        "0ms beside the task runs",
        "10ms waiting runs",
        "30ms TIMEOUT[]",
        "30ms behind the work runs",
        "40ms task EVENT[signal raised]");
  }

  @Test
  @DisplayName("ours: an interrupted wait leaves no registration")
  void interrupted_leavesNothing() {
    Script.anySchedule(
        s -> {
          PollSignal signal = new PollSignal();
          Thread waits = s.ask("poll", () -> brief(Poll.await(signal.raised())));
          s.at(10);
          waits.interrupt();
          s.settle();
          s.say("" + signal.raised().isWatched());
        },
        "10ms poll: InterruptedException",
        "10ms false");
  }

  @Test
  @DisplayName("ours: a work of a bh queue must not wait; what holds it may ask for")
  void bhWork_mustNotWait() {
    Script.anySchedule(
        s -> {
          PollSignal signal = new PollSignal();
          WorkQueue q = s.queue(QueueAttrs.named("q").bh());
          q.enqueue(
              Work.of(
                  "w",
                  () -> {
                    s.say(brief(Poll.await(ms(0), signal.raised())));
                    refusal(IllegalStateException.class, () -> Poll.await(signal.raised()));
                    s.say("refused " + signal.raised().isWatched());
                  }));
        },
        "0ms TIMEOUT[]",
        "0ms refused false");
  }

  @Test
  @DisplayName("ours: nothing to wait for and a negative timeout throw")
  void misuse_throws() {
    Script.anySchedule(
        s -> {
          s.say(refusal(IllegalArgumentException.class, Poll::await));
          s.say(refusal(IllegalArgumentException.class, () -> Poll.await(ms(-1))));
        },
        "0ms nothing to wait for: no trigger and no timeout",
        "0ms timeout must not be negative, was PT-0.001S");
  }

  @Test
  @DisplayName("zephyr P27: two raises, the value of the last; after the reset it is down")
  void twoRaises_theLastCounts() {
    Script.anySchedule(
        s -> {
          PollSignal signal = new PollSignal();
          signal.raise(1);
          signal.raise(2);
          s.say(signal + " " + signal.check());
          signal.reset();
          s.say(signal + " " + signal.check());
        },
        "0ms signal raised with 2 OptionalInt[2]",
        "0ms signal OptionalInt.empty");
  }

  @Test
  @DisplayName("zephyr P28: checkAndReset takes each raise once, so none is lost before the arming")
  void checkAndReset_losesNothing() {
    Script.anySchedule(
        s -> {
          PollSignal signal = new PollSignal();
          signal.raise(1);
          s.say(signal.checkAndReset() + " " + signal.checkAndReset());
          signal.raise(2);
          saying(s, "w").arm(s.queue("q"), signal.raised());
        },
        "0ms OptionalInt[1] OptionalInt.empty",
        "0ms w EVENT[signal raised]");
  }
}
