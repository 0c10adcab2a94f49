package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs that take longer than their queue allows. */
class ItemTimeoutTest {
  private static RtosQueue started(Script s, ItemTimeoutPolicy policy) {
    RtosQueue q = s.rtos(RtosAttrs.named("q").itemTimeout(ms(100), policy));
    q.start();
    return q;
  }

  /** Ignores interrupts, but counts them. */
  private static Work deaf(Script s, String name, int millis) {
    return s.work(
        name,
        () -> {
          int interrupts = 0;
          int end = s.millis() + millis;
          while (s.millis() < end) {
            try {
              s.sleep(end - s.millis());
            } catch (InterruptedException e) {
              interrupts++;
            }
          }
          s.say(name + " ends, interrupts: " + interrupts);
        });
  }

  /** Starts working a moment after its turn has come, when the report has been made. */
  private static Work late(Script s, String name) {
    return Work.of(
        name,
        () -> {
          s.sleep(1);
          s.say(name + " runs");
        });
  }

  @Test
  @DisplayName("zephyr 60, Q24: the limit is for each run, not for all together")
  void limit_isPerRun() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = started(s, ItemTimeoutPolicy.STOP_QUEUE);
          for (int i = 0; i < 4; i++) {
            q.enqueue(Work.of("w", () -> s.sleep(50)));
          }
          q.drain();
          s.say(q.isStarted() + " " + q.stats().completed());
        },
        "200ms true 4");
  }

  @Test
  @DisplayName("zephyr 60, Q25: a run beyond the limit is reported and goes on")
  void report_onlyTells() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = started(s, ItemTimeoutPolicy.REPORT);
          q.enqueue(s.work("slow", 150));
          q.enqueue(s.work("next"));
        },
        "0ms slow runs",
        "100ms slow takes too long",
        "150ms slow ends",
        "150ms next runs");
  }

  @Test
  @DisplayName(
      "zephyr 60, Q25, Q27: the queue goes on with another worker, the run without its place")
  void replaceWorker_goesOn() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = started(s, ItemTimeoutPolicy.REPLACE_WORKER);
          Work deaf = deaf(s, "deaf", 300);
          q.enqueue(deaf);
          q.enqueue(late(s, "next"));
          q.enqueue(s.work("last"));
          s.at(50);
          q.drain();
          s.say("drained, " + deaf.busy() + " " + q.stats().inFlight());
          s.say("cancelSync " + deaf.cancelSync());
          s.settle();
          s.say(q.stats().completed() + " " + q.stats().inFlight());
        },
        "0ms deaf runs",
        "100ms deaf takes too long",
        "101ms next runs",
        "101ms last runs",
        "101ms drained, [RUNNING] 0",
        "300ms deaf ends, interrupts: 1",
        "300ms cancelSync false",
        "300ms 3 0");
  }

  @Test
  @DisplayName("zephyr Q26: the interrupt of a run that ends by it never reaches the next one")
  void interrupt_hitsOnlyItsOwnRun() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = started(s, ItemTimeoutPolicy.REPLACE_WORKER);
          q.onItemTimeout((work, queue) -> {}); // who wins at 100 ms depends on the schedule
          q.onFailure((work, queue, cause) -> {});
          q.enqueue(Work.of("exact", () -> s.machine().compute(ms(100))));
          q.enqueue(Work.of("next", () -> s.sleep(50)));
          q.drain();
          s.say(q.stats().completed() + " " + q.stats().inFlight() + " " + q.stats().failed());
        },
        "150ms 2 0 0");
  }

  @Test
  @DisplayName("zephyr Q27: a work queued again behind its own lost run does not block the queue")
  void replaceWorker_requeuedBehindItself() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = started(s, ItemTimeoutPolicy.REPLACE_WORKER);
          Work deaf = deaf(s, "deaf", 1000);
          q.enqueue(deaf);
          s.at(150);
          s.say(q.submit(deaf).name());
          q.enqueue(late(s, "next"));
          s.at(240);
          s.say(deaf.busy() + "");
          s.at(260);
          s.say(deaf.busy() + "");
        },
        "0ms deaf runs",
        "100ms deaf takes too long",
        "150ms REQUEUED",
        "240ms [QUEUED, RUNNING]",
        "250ms deaf discarded",
        "250ms deaf takes too long",
        "251ms next runs",
        "260ms [RUNNING]",
        "1000ms deaf ends, interrupts: 1");
  }

  @Test
  @DisplayName("zephyr 60, Q25, Q27: the queue fails: nothing hangs, nothing is accepted and lost")
  void stopQueue_fails() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = started(s, ItemTimeoutPolicy.STOP_QUEUE);
          Work deaf = deaf(s, "deaf", 300);
          Work waiting = s.work("waiting");
          q.enqueue(deaf);
          q.enqueue(waiting);
          Thread flusher = s.thread("flusher", waiting::flush);
          s.at(90);
          q.drain();
          flusher.join();
          s.settle();
          s.say("drained " + q.hasFailed() + ", " + q);
          SubmitResult answer = q.submit(waiting);
          s.say(answer + " " + answer.errno());
          s.say(refusal(RejectedExecutionException.class, () -> q.enqueue(waiting)));
          s.say(refusal(IllegalStateException.class, q::stop));
          q.flush();
          s.say(refusal(TimeoutException.class, () -> deaf.flush(ms(10))));
          q.start();
          q.enqueue(waiting);
          q.drain();
          s.say(q.isStarted() + " " + q.hasFailed() + " " + deaf.isRunning());
        },
        "0ms deaf runs",
        "100ms waiting discarded",
        "100ms deaf takes too long",
        "100ms drained true, q running=0/1 pending=0 failed",
        "100ms REJECTED_STOPPED -19",
        "100ms queue 'q' is stopped, refused work 'waiting'",
        "100ms queue 'q' has failed, refused to stop it",
        "110ms flush of work 'deaf' timed out",
        "110ms waiting runs",
        "110ms true false true",
        "300ms deaf ends, interrupts: 1");
  }

  @Test
  @DisplayName("zephyr Q27: close of a failed queue ends")
  void stopQueue_close() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = started(s, ItemTimeoutPolicy.STOP_QUEUE);
          q.enqueue(deaf(s, "hangs", 1000));
          s.at(150);
          q.close();
          s.say(q.toString());
        },
        "0ms hangs runs",
        "100ms hangs takes too long",
        "150ms q running=0/1 pending=0 closed failed",
        "1000ms hangs ends, interrupts: 1");
  }

  @Test
  @DisplayName("zephyr Q25: on a simulated kernel a run is reported, and can stop its queue")
  void onKernel_reportAndStop() {
    Script.inTurnOnKernel(
        s -> {
          RtosQueue r = s.rtos(RtosAttrs.named("r").itemTimeout(ms(100), ItemTimeoutPolicy.REPORT));
          r.start();
          r.enqueue(s.work("slow", 150));
          s.at(200);
          RtosQueue q = started(s, ItemTimeoutPolicy.STOP_QUEUE);
          q.enqueue(s.work("hangs", 60_000));
          q.enqueue(s.work("waiting"));
          q.drain();
          s.say(q.toString());
          q.start();
          q.enqueue(s.work("again"));
          s.settle();
          s.say(
              refusal(
                      UnsupportedOperationException.class,
                      () -> started(s, ItemTimeoutPolicy.REPLACE_WORKER))
                  .replaceAll("^.* can't", "... can't"));
        },
        "0ms slow runs",
        "100ms slow takes too long",
        "150ms slow ends",
        "200ms hangs runs",
        "300ms waiting discarded",
        "300ms hangs takes too long",
        "300ms hangs throws InterruptedException",
        "300ms q running=0/1 pending=0 failed",
        "300ms again runs",
        "300ms ... can't replace a worker, refused queue 'q'");
  }

  @Test
  @DisplayName("zephyr Q25: a limit is not negative")
  void limit_isChecked() {
    Script.anySchedule(
        s ->
            s.say(
                refusal(
                    IllegalArgumentException.class,
                    () ->
                        RtosAttrs.named("q")
                            .itemTimeout(Duration.ofMillis(-1), ItemTimeoutPolicy.REPORT))),
        "0ms item timeout of queue 'q' must be from 0 to 100 years, was PT-0.001S");
  }
}
