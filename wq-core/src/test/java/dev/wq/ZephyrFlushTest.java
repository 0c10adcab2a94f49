package dev.wq;

import static dev.wq.Script.ms;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Flush of a work; those entries that {@link FlushRulesTest} does not say already. */
class ZephyrFlushTest {
  @Test
  @DisplayName("zephyr 11, F1, F2: the last of two, then the first")
  void flushOfAQueuedWork_hasAlsoWaitedForThoseBeforeIt() {
    Script.inTurn(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Work b = s.work("B", 100);
          Work a = s.work("A", 100);
          hi.submit(b);
          hi.submit(a);
          s.say("B " + b.busy() + " A " + a.busy());
          s.say("flush A: " + a.flush());
          s.say("flush B: " + b.flush());
          s.settle();
          s.say(hi.stats().completed() + " B " + b.busy() + " A " + a.busy());
          s.say("again: " + a.flush() + " " + b.flush());
        },
        "0ms B [QUEUED] A [QUEUED]",
        "0ms B runs",
        "100ms B ends",
        "100ms A runs",
        "200ms A ends",
        "200ms flush A: true",
        "200ms flush B: false",
        "200ms 2 B [] A []",
        "200ms again: false false");
  }

  @Test
  @DisplayName("zephyr 12, F3: while it runs")
  void flushOfARunningWork_returnsAtItsEnd() {
    Script.inTurn(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Work w = s.work("w", 100);
          hi.submit(w);
          s.say(w.busy().toString());
          s.settle();
          s.say(w.busy() + " completed " + hi.stats().completed());
          s.say("flush: " + w.flush());
        },
        "0ms [QUEUED]",
        "0ms w runs",
        "0ms [RUNNING] completed 0",
        "100ms w ends",
        "100ms flush: true");
  }

  @Test
  @DisplayName("zephyr 13, D8: a delayed work runs at once")
  void flushOfADelayedWork_runsItAtOnce() {
    Script.inTurn(
        s -> {
          WorkQueue hi = s.ordered("hi");
          DelayedWork w = s.delayed("w");
          s.say("not scheduled: " + w.flush());
          s.say("schedule: " + hi.enqueueDelayed(w, ms(100)));
          s.at(4);
          s.say("flush: " + w.flush());
          s.at(200);
          s.say("completed " + hi.stats().completed());
        },
        "0ms not scheduled: false",
        "0ms schedule: true",
        "4ms w runs",
        "4ms flush: true",
        "200ms completed 1");
  }

  @Test
  @DisplayName("zephyr F4: works queued later do not delay it")
  void flush_doesNotWaitForWorksQueuedBehindIt() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 10);
          Work w = Work.of("w", () -> s.sleep(10));
          q.submit(w);
          q.submit(
              Work.of(
                  "later",
                  () -> {
                    s.sleep(10);
                    s.say("later ends");
                  }));
          s.say("flush: " + w.flush());
        },
        "20ms flush: true",
        "30ms later ends");
  }

  @Test
  @DisplayName("zephyr F6: several at once")
  void flushersOfOneWork_allReturn() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w", 10);
          s.occupy(q, 10);
          q.submit(w);
          for (int i = 0; i < 5; i++) {
            s.ask("flush", w::flush);
          }
        },
        "10ms w runs",
        "20ms w ends",
        "20ms flush: true",
        "20ms flush: true",
        "20ms flush: true",
        "20ms flush: true",
        "20ms flush: true");
  }

  @Test
  @DisplayName("zephyr F7: while the queue drains")
  void flushOnADrainingQueue_works() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = Work.of("w", () -> s.sleep(10));
          s.occupy(q, 10);
          q.submit(w);
          q.submit(Work.of("later", () -> s.sleep(10)));
          s.ask(
              "drain",
              () -> {
                q.drain();
                return "over";
              });
          s.at(5);
          s.say("flush: " + w.flush());
        },
        "20ms flush: true",
        "30ms drain: over");
  }

  @Test
  @DisplayName("zephyr F7: while the queue drains and is plugged")
  void flushOnAPluggedQueue_works() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.machine().rtosQueue(RtosAttrs.named("q"));
          Work w = Work.of("w", () -> s.sleep(10));
          q.submit(w);
          q.submit(Work.of("later", () -> s.sleep(10)));
          q.start();
          s.ask(
              "drain",
              () -> {
                q.drainAndPlug();
                return q.submit(w);
              });
          s.at(5);
          s.say("flush: " + w.flush());
        },
        "10ms flush: true",
        "20ms drain: REJECTED_PLUGGED");
  }
}
