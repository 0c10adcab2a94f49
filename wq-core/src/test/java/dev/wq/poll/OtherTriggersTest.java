package dev.wq.poll;

import static dev.wq.Script.ms;
import static dev.wq.poll.TriggeredWorkTest.saying;

import dev.wq.DelayedWork;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Triggers of works and of completion stages, which Zephyr has not. */
class OtherTriggersTest {
  @Test
  @DisplayName("ours: fired when a work has run, the runs that it asks for meanwhile included")
  void idle_whenTheWorkHasRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work[] work = new Work[1];
          int[] runs = {0};
          work[0] =
              s.work(
                  "x",
                  () -> {
                    s.sleep(10);
                    if (++runs[0] < 3) {
                      q.enqueue(work[0]);
                    }
                  });
          q.enqueue(work[0]);
          s.say("" + saying(s, "w").arm(s.queue("p"), Trigger.idle(work[0])));
        },
        "0ms ARMED",
        "0ms x runs",
        "10ms x runs",
        "20ms x runs",
        "30ms w EVENT[work 'x' idle]");
  }

  @Test
  @DisplayName("ours: fired when a work is cancelled before it runs, or off its timer")
  void idle_whenTheWorkIsCancelled() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          DelayedWork x = s.delayed("x");
          q.enqueueDelayed(x, ms(50));
          saying(s, "w").arm(s.queue("p"), Trigger.idle(x));
          s.at(10);
          x.cancel();
        },
        "10ms w EVENT[work 'x' idle]");
  }

  @Test
  @DisplayName("ours: an idle work fires at once; every watcher is told, works and threads")
  void idle_tellsAll() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work x = s.work("x", () -> s.sleep(10));
          Trigger idle = Trigger.idle(x);
          s.say("" + idle.isReady() + Poll.await(idle).cause());
          q.enqueue(x);
          CompletableFuture<Void> told = new CompletableFuture<>();
          int[] woken = {0};
          for (int i = 0; i < 3; i++) {
            s.thread(
                "t" + i,
                () -> {
                  Poll.await(idle);
                  woken[0]++;
                });
          }
          TriggeredWork.of("w", _ -> told.complete(null)).arm(s.queue("p"), idle);
          s.at(20);
          s.say(woken[0] + " " + told.isDone() + " " + idle.isReady() + idle.isWatched());
        },
        "0ms trueEVENT",
        "0ms x runs",
        "20ms 3 true truefalse");
  }

  @Test
  @DisplayName("ours: a watcher of a work that times out leaves; the work may end much later")
  void idle_timedOutWatcherIsGone() {
    Script.anyScheduleLive(
        s -> {
          Work x = s.work("x", () -> s.sleep(50));
          s.queue("q").enqueue(x);
          Trigger idle = Trigger.idle(x);
          s.say("" + Poll.await(ms(10), idle).cause() + idle.isWatched());
          s.at(20);
          s.say("again " + Poll.await(idle).cause());
        },
        "0ms x runs",
        "10ms TIMEOUTfalse",
        "50ms again EVENT");
  }

  @Test
  @DisplayName("ours: a completion stage fires when it completes, or has, also with a failure")
  void stage_firesWhenCompleted() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          CompletableFuture<String> value = new CompletableFuture<>();
          CompletableFuture<String> failure = new CompletableFuture<>();
          Trigger done = Trigger.completed(value);
          s.say("" + saying(s, "a").arm(q, done) + saying(s, "b").arm(q, done));
          saying(s, "c").arm(q, new PollSignal().raised(), Trigger.completed(failure));
          s.at(10);
          value.complete("x");
          s.at(20);
          failure.completeExceptionally(new IllegalStateException());
          s.settle();
          s.say("" + saying(s, "d").arm(q, Trigger.completed(value)));
        },
        "0ms ARMEDARMED",
        "10ms a EVENT[stage completed]",
        "10ms b EVENT[stage completed]",
        "20ms c EVENT[stage completed]",
        "20ms FIRED",
        "20ms d EVENT[stage completed]");
  }
}
