package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Start, plug, stop and close of a queue with a life cycle. */
class RtosLifecycleTest {
  @Test
  @DisplayName("zephyr 3, W9: what is queued before the start is kept, and run in order")
  void unstarted_acceptsAndKeepsUntilStart() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.rtos("q");
          Work a = s.work("a");
          s.say(q.submit(a) + " " + q.submit(a) + " " + q.enqueue(s.work("b")));
          s.settle();
          s.say(a.busy() + " " + q.isStarted() + " " + q.isFrozen() + ", " + q);
          s.at(5);
          q.start();
          s.settle();
          s.say(q.isStarted() + ", " + q);
        },
        "0ms QUEUED ALREADY_QUEUED true",
        "0ms [QUEUED] false false, q running=0/1 pending=2 not started",
        "5ms a runs",
        "5ms b runs",
        "5ms true, q running=0/1 pending=0 started");
  }

  @Test
  @DisplayName("zephyr 4, Q1: a queue is named by its attributes, and starts unplugged")
  void start_config() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.rtos(RtosAttrs.named("hi").noYield());
          s.say(q.name() + " " + q.rtosAttrs().yields() + " " + q.isStarted() + q.isPlugged());
          q.start();
          s.say(q.isStarted() + " " + q.isPlugged());
          s.say(refusal(IllegalArgumentException.class, () -> RtosAttrs.named(" ")));
        },
        "0ms hi false falsefalse",
        "0ms true false",
        "0ms the name of a queue must not be empty, was ' '");
  }

  @Test
  @DisplayName("zephyr Q2: a work queued right after the start is run")
  void enqueueRightAfterStart_runs() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          s.say(q.submit(s.work("a")) + "");
          s.settle();
        },
        "0ms QUEUED",
        "0ms a runs");
  }

  @Test
  @DisplayName("zephyr 34: an ordered queue runs in order, is drained, plugged and stopped")
  void order_drain_stop() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          for (String name : new String[] {"0", "1", "2"}) {
            q.enqueue(s.work(name));
          }
          q.drainAndPlug();
          s.say("plugged");
          q.stop();
          s.say(q.toString());
        },
        "0ms 0 runs",
        "0ms 1 runs",
        "0ms 2 runs",
        "0ms plugged",
        "0ms q running=0/1 pending=0 stopped plugged");
  }

  @Test
  @DisplayName("zephyr 24, Q12, W9: a plugged queue refuses until it is unplugged")
  void plugged_refuses() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          Work w = s.work("w");
          q.enqueue(s.work("slow", 10));
          q.drainAndPlug();
          SubmitResult answer = q.submit(w);
          s.say(answer + " " + answer.errno() + " " + w.busy() + " " + q.isPlugged());
          s.say(refusal(RejectedExecutionException.class, () -> q.enqueue(w)));
          s.say(q.unplug() + " " + q.unplug() + " " + q.isPlugged());
          s.say(q.submit(w).name());
          w.flush();
        },
        "0ms slow runs",
        "10ms slow ends",
        "10ms REJECTED_PLUGGED -16 [] true",
        "10ms queue 'q' is plugged, refused work 'w'",
        "10ms true false false",
        "10ms QUEUED",
        "10ms w runs");
  }

  @Test
  @DisplayName("zephyr 23, Q8: during a drain chained works get in, others don't")
  void drain_acceptsChained() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          int[] left = {1};
          Work[] self = new Work[1];
          self[0] =
              s.work(
                  "slow",
                  () -> {
                    s.sleep(100);
                    if (left[0]-- > 0) {
                      s.say("chained: " + q.submit(self[0]));
                    }
                  });
          Work other = s.work("other");
          q.enqueue(self[0]);
          s.thread(
              "outside",
              () -> {
                s.sleep(10);
                s.say("outside: " + q.submit(other));
              });
          s.at(5);
          q.drain();
          s.say("drained " + q.submit(other));
        },
        "0ms slow runs",
        "10ms outside: REJECTED_DRAINING",
        "100ms chained: REQUEUED",
        "100ms slow runs",
        "200ms drained QUEUED",
        "200ms other runs");
  }

  @Test
  @DisplayName("zephyr 22, Q6, Q7, Q10: drains of an idle queue end at once; several all end")
  void drain_ofIdle_andSeveral() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          q.drain();
          s.say("idle " + q.isPlugged());
          q.drainAndPlug();
          s.say("idle " + q.isPlugged());
          q.unplug();
          q.enqueue(s.work("slow", 10));
          s.await("one of two", q::drain);
          s.await("one of two", q::drainAndPlug);
          s.at(11);
          s.say(q.isPlugged() + "");
        },
        "0ms idle false",
        "0ms idle true",
        "0ms slow runs",
        "10ms slow ends",
        "10ms one of two: returns",
        "10ms one of two: returns",
        "11ms true");
  }

  @Test
  @DisplayName("zephyr Q13: an unplug during a drain leaves the drain's refusal until it ends")
  void unplugDuringDrain_acceptsAfterIt() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          Work w = s.work("w");
          q.enqueue(s.work("slow", 10));
          s.await("plug", q::drainAndPlug);
          s.at(5);
          s.say(q.unplug() + " " + q.submit(w));
          s.at(15);
          s.say(q.isPlugged() + " " + q.submit(w));
        },
        "0ms slow runs",
        "5ms true REJECTED_DRAINING",
        "10ms slow ends",
        "10ms plug: returns",
        "15ms false QUEUED",
        "15ms w runs");
  }

  @Test
  @DisplayName("zephyr Q8, I10: plugged and draining accepts chained works, plugged after it none")
  void pluggedChained_onlyDuringDrain() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          Work more = s.work("more");
          q.enqueue(
              s.work(
                  "first",
                  () -> {
                    s.sleep(10);
                    s.say("chained: " + q.submit(more));
                  }));
          s.at(1);
          q.drainAndPlug();
          s.say(more.busy() + " " + q.stats().completed());
        },
        "0ms first runs",
        "10ms chained: QUEUED",
        "10ms more runs",
        "10ms [] 2");
  }

  @Test
  @DisplayName("zephyr Q9: a drain that runs out of time leaves the queue plugged and running")
  void drainAndPlug_outOfTime() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          Work[] self = new Work[1];
          self[0] =
              s.work(
                  "w",
                  () -> {
                    s.sleep(10);
                    s.say("again: " + q.submit(self[0]));
                  });
          q.enqueue(self[0]);
          s.say(refusal(TimeoutException.class, () -> q.drainAndPlug(ms(15))));
          s.say(q.isPlugged() + "");
        },
        "0ms w runs",
        "10ms again: REQUEUED",
        "10ms w runs",
        "15ms idleness of queue 'q' timed out",
        "15ms true",
        "20ms again: REJECTED_PLUGGED");
  }

  @Test
  @DisplayName("zephyr 54, Q14: a stop needs a queue that is started and plugged")
  void stop_needsStartedAndPlugged() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.rtos("q");
          s.say(refusal(IllegalStateException.class, q::stop));
          q.start();
          for (int i = 0; i < 10; i++) {
            q.enqueue(Work.of("w", () -> s.sleep(100)));
          }
          s.say(refusal(IllegalStateException.class, () -> q.stop(ms(1))));
          q.drainAndPlug();
          s.say("drained");
          q.stop();
          s.say(refusal(IllegalStateException.class, q::stop));
        },
        "0ms queue 'q' has not been started, refused to stop it",
        "0ms queue 'q' is not plugged, refused to stop it: call drainAndPlug first",
        "1000ms drained",
        "1000ms queue 'q' has been stopped, refused to stop it");
  }

  @Test
  @DisplayName("zephyr 55, 59, Q14, Q23: an essential queue is neither stopped nor closed")
  void essential_isNotStopped() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.rtos(RtosAttrs.named("q").essential());
          q.start();
          q.drainAndPlug();
          s.say(refusal(IllegalStateException.class, q::stop));
          s.say(refusal(IllegalStateException.class, q::close).replaceAll("machine.*,", "...,"));
          s.say(q.unplug() + "");
          q.enqueue(s.work("w"));
          s.settle();
        },
        "0ms queue 'q' is essential, refused to stop it",
        "0ms queue 'q' belongs to ..., which alone closes it",
        "0ms true",
        "0ms w runs");
  }

  @Test
  @DisplayName("zephyr Q15: a stop beside a plugging drain ends with it")
  void stopDuringPluggingDrain_endsWithIt() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          q.enqueue(s.work("slow", 10));
          s.await("one of two", q::drainAndPlug);
          s.at(1);
          s.await("one of two", () -> q.stop(ms(60_000)));
          s.at(12);
          s.say(q.toString());
        },
        "0ms slow runs",
        "10ms slow ends",
        "10ms one of two: returns",
        "10ms one of two: returns",
        "12ms q running=0/1 pending=0 stopped plugged");
  }

  @Test
  @DisplayName("zephyr Q16: a stop that runs out of time is withdrawn; the queue goes on, plugged")
  void stop_outOfTime_changesNothing() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          q.enqueue(s.work("slow", 10));
          s.await("drain", q::drainAndPlug);
          s.at(1);
          s.say(refusal(TimeoutException.class, () -> q.stop(ms(5))));
          s.at(12);
          s.say(q.isStarted() + " " + q.isPlugged());
          q.unplug();
          q.enqueue(s.work("w"));
        },
        "0ms slow runs",
        "6ms idleness of queue 'q' timed out",
        "10ms slow ends",
        "10ms drain: returns",
        "12ms true true",
        "12ms w runs");
  }

  @Test
  @DisplayName("zephyr Q17: a stopped queue refuses, and starts again")
  void stopped_refusesAndStartsAgain() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          q.drainAndPlug();
          q.stop();
          Work w = s.work("w");
          SubmitResult answer = q.submit(w);
          s.say(answer + " " + answer.errno() + " " + w.busy());
          s.say(refusal(RejectedExecutionException.class, () -> q.enqueue(w)));
          q.start();
          s.say(q.submit(w) + " " + q.isPlugged());
          q.drain();
          s.say(refusal(IllegalStateException.class, q::start));
        },
        "0ms REJECTED_STOPPED -19 []",
        "0ms queue 'q' is stopped, refused work 'w'",
        "0ms QUEUED false",
        "0ms w runs",
        "0ms queue 'q' has been started already, refused to start it");
  }

  @Test
  @DisplayName(
      "zephyr F8: a plugging drain by one of the queue's own works throws and plugs nothing")
  void drainAndPlug_byItsOwnWork() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          q.enqueue(
              s.work("w", () -> s.say(refusal(IllegalStateException.class, q::drainAndPlug))));
          s.settle();
          s.say("plugged " + q.isPlugged());
        },
        "0ms w runs",
        "0ms work 'w' would wait for ever for itself: queue 'q'",
        "0ms plugged false");
  }

  @Test
  @DisplayName("zephyr Q18: a stop by one of the queue's own works throws")
  void stopByOwnWork_throws() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          s.thread("plugger", q::drainAndPlug);
          s.settle();
          q.unplug();
          q.enqueue(
              s.work(
                  "w",
                  () -> {
                    s.sleep(5);
                    q.stop();
                  }));
          s.at(1);
          s.thread("plugger", q::drainAndPlug);
          s.at(10);
          s.say(q.isStarted() + "");
        },
        "0ms w runs",
        "5ms w throws IllegalStateException: work 'w' would wait for ever for itself: queue 'q'",
        "10ms true");
  }

  @Test
  @DisplayName("zephyr W7: the work's own reasons come before the queue's")
  void orderOfChecks() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.rtos("q");
          Work kept = s.work("kept");
          Work disabled = s.work("disabled");
          q.enqueue(kept);
          disabled.disable();
          s.thread("drain", q::drainAndPlug);
          s.settle();
          s.say(q.submit(kept) + " " + q.submit(disabled) + " " + q.submit(s.work("other")));
          q.start();
          s.settle();
          s.say(q.submit(disabled) + " " + q.submit(s.work("other")));
        },
        "0ms ALREADY_QUEUED REJECTED_DISABLED REJECTED_DRAINING",
        "0ms kept runs",
        "0ms REJECTED_DISABLED REJECTED_PLUGGED");
  }

  @Test
  @DisplayName("zephyr Q11, D9: a timer that fires into a plugged or stopped queue is reported")
  void expiryIntoPluggedOrStopped_isReported() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork a = s.delayed("a");
          DelayedWork b = s.delayed("b");
          q.enqueueDelayed(a, ms(10));
          q.enqueueDelayed(b, ms(20));
          q.drainAndPlug();
          s.at(15);
          s.say(a.busy() + " rejected " + q.stats().rejected());
          q.stop();
          s.at(25);
          s.say(b.busy() + " rejected " + q.stats().rejected());
          s.say(refusal(RejectedExecutionException.class, () -> q.enqueueDelayed(a, ms(1))));
        },
        "10ms a discarded",
        "15ms [] rejected 1",
        "20ms b discarded",
        "25ms [] rejected 2",
        "25ms queue 'q' is stopped, refused work 'a'");
  }

  @Test
  @DisplayName("zephyr 82: a plugged queue refuses delayed works and their re-timing")
  void plugged_refusesDelayed() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork d = s.delayed("d");
          q.enqueueDelayed(d, ms(10));
          q.drainAndPlug();
          s.say(refusal(RejectedExecutionException.class, () -> q.modDelayed(d, ms(5))));
          q.unplug();
          s.say(q.modDelayed(d, ms(5)).name());
        },
        "0ms queue 'q' is plugged, refused work 'd'",
        "0ms MOVED",
        "5ms d runs");
  }

  @Test
  @DisplayName("zephyr Q17: works armed before a stop run if the queue is started when they fire")
  void armedWorks_surviveAStop() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          q.enqueueDelayed(s.delayed("d"), ms(10));
          q.drainAndPlug();
          q.stop();
          s.at(5);
          q.start();
        },
        "10ms d runs");
  }

  @Test
  @DisplayName("zephyr R9: close ends a queue in every state")
  void close_inEveryState() {
    Script.anySchedule(
        s -> {
          try (RtosQueue q = s.rtos("never")) {
            q.enqueue(s.work("kept"));
          }
          try (RtosQueue q = s.started("started")) {
            q.enqueue(s.work("w"));
          }
          try (RtosQueue q = s.started("plugged")) {
            q.drainAndPlug();
          }
          try (RtosQueue q = s.started("stopped")) {
            q.drainAndPlug();
            q.stop();
            s.say("closing");
          }
          RtosQueue q = s.rtos("closed");
          q.close();
          s.say(q.submit(s.work("x")) + ", " + q);
          s.say(refusal(IllegalStateException.class, q::start));
          s.say(q.unplug() + " " + q.submit(s.work("y")));
        },
        "0ms kept discarded",
        "0ms w runs",
        "0ms closing",
        "0ms REJECTED_CLOSED, closed running=0/1 pending=0 closed not started",
        "0ms queue 'closed' is closed, refused to start it",
        "0ms false REJECTED_CLOSED");
  }

  @Test
  @DisplayName("zephyr R9: a timed close reports what an unstarted queue had kept")
  void timedClose_ofUnstarted_reportsTheKept() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.rtos("q");
          Work kept = s.work("kept");
          q.enqueue(kept);
          s.say(q.close(ms(10)).cancelled() + "");
        },
        "0ms kept discarded",
        "0ms [kept idle]");
  }

  @Test
  @DisplayName("zephyr 71, 83, 84: a queue is started once, stopped once")
  void startTwice_isRefused() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("q");
          s.say(refusal(IllegalStateException.class, q::start));
          q.drainAndPlug();
          q.stop(ms(0));
          s.say(q.isStarted() + "");
        },
        "0ms queue 'q' has been started already, refused to start it",
        "0ms false");
  }

  @Test
  @DisplayName("zephyr 86: several workers run several works at once")
  void workers_runSideBySide() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.rtos(RtosAttrs.named("q").workers(3));
          q.start();
          for (int i = 0; i < 9; i++) {
            q.enqueue(Work.of("w" + i, () -> s.sleep(100)));
          }
          q.drain(ms(350));
          s.say("drained " + q.stats().completed());
        },
        "300ms drained 9");
  }

  @Test
  @DisplayName("zephyr 87: a queue with fewer workers still runs everything")
  void fewerWorkers_stillRunEverything() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.rtos(RtosAttrs.named("q").workers(3));
          q.start();
          for (int i = 0; i < 10; i++) {
            q.enqueue(Work.of("w" + i, () -> s.sleep(50)));
          }
          s.at(20);
          q.setMaxActive(2);
          q.drain(ms(500));
          s.say("drained " + q.stats().completed());
        },
        "250ms drained 10");
  }
}
