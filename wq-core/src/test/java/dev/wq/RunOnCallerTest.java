package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A queue whose works run on a thread of the application: all of them, or one. */
class RunOnCallerTest {
  private static Work where(Script s, String name) {
    return Work.of(
        name,
        () -> {
          WorkContext here = WorkContext.current().orElseThrow();
          s.say(here.work().name() + " for " + here.queue().name() + " by " + here.worker());
        });
  }

  @Test
  @DisplayName("zephyr 56, Q19, Q20: run returns after stop, which does not wait for the thread")
  void run_returnsAfterStop() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          q.enqueue(where(s, "before"));
          s.thread(
              "runner",
              () -> {
                q.runOnCurrentThread();
                s.say("run returns, context " + WorkContext.current().isPresent());
                s.sleep(60_000);
              });
          s.at(1);
          s.say(q.isStarted() + ", " + q);
          for (int i = 0; i < 10; i++) {
            q.enqueue(Work.of("w" + i, () -> s.sleep(100)));
          }
          s.at(1050);
          s.say(q.stats().completed() + " on " + Thread.currentThread().getName());
          q.drainAndPlug();
          q.stop(ms(0));
          s.settle();
          s.say(q.toString());
        },
        "0ms before for q by runner",
        "1ms true, q running=0/1 pending=0 on a thread of the application",
        "1050ms 11 on main",
        "1050ms run returns, context false",
        "1050ms q running=0/1 pending=0 stopped plugged");
  }

  @Test
  @DisplayName("zephyr Q20: an interrupted run leaves the queue not started, and loses nothing")
  void run_interrupted_losesNothing() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          Thread runner =
              s.ask(
                  "run",
                  () -> {
                    q.runOnCurrentThread();
                    return "returns";
                  });
          s.at(5);
          runner.interrupt();
          s.at(10);
          q.enqueue(s.work("kept"));
          s.settle();
          s.say(q.isStarted() + ", " + q);
          q.start();
          s.settle();
          s.say(q.stats().completed() + "");
        },
        "5ms run: InterruptedException",
        "10ms false, q running=0/1 pending=1 not started",
        "10ms kept runs",
        "10ms 1");
  }

  @Test
  @DisplayName("zephyr Q20: an interrupt during a work ends the run after the work")
  void run_interruptedDuringWork_endsAfterIt() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          q.enqueue(
              s.work(
                  "busy",
                  () -> {
                    s.machine().compute(ms(10));
                    s.say("busy ends");
                  }));
          q.enqueue(s.work("kept"));
          Thread runner =
              s.ask(
                  "run",
                  () -> {
                    q.runOnCurrentThread();
                    return "returns";
                  });
          s.thread(
              "interrupter",
              () -> {
                s.sleep(5);
                runner.interrupt();
              });
          s.at(20);
          s.say(q.toString());
        },
        "0ms busy runs",
        "10ms busy ends",
        "10ms run: InterruptedException",
        "20ms q running=0/1 pending=1 not started");
  }

  @Test
  @DisplayName("zephyr Q20: what this library interrupts is the work, not the run")
  void run_goesOnAfterAnInterruptedWork() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q =
              s.rtos(RtosAttrs.named("q").itemTimeout(ms(10), ItemTimeoutPolicy.REPLACE_WORKER));
          q.onItemTimeout((work, queue) -> {});
          q.enqueue(s.work("slow", 60));
          q.enqueue(s.work("next"));
          s.await("run", q::runOnCurrentThread);
          s.at(20);
          q.drainAndPlug();
          q.stop();
        },
        "0ms slow runs",
        "10ms slow throws InterruptedException",
        "10ms next runs",
        "20ms run: returns");
  }

  @Test
  @DisplayName("zephyr Q20, Q17: a stopped queue can be run again, by another thread")
  void run_again() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          for (String name : new String[] {"one", "two"}) {
            s.await(name, q::runOnCurrentThread);
            s.settle();
            q.enqueue(where(s, "w"));
            s.settle();
            s.say(refusal(IllegalStateException.class, q::runOnCurrentThread));
            s.say(refusal(IllegalStateException.class, q::start));
            s.say(refusal(IllegalStateException.class, () -> q.runOne(ms(0))));
            q.drainAndPlug();
            q.stop();
            s.settle();
          }
          s.say(refusal(IllegalStateException.class, () -> q.runOne(ms(0))));
        },
        "0ms w for q by one",
        "0ms queue 'q' runs on a thread of the application already, refused to run it",
        "0ms queue 'q' runs on a thread of the application already, refused to start it",
        "0ms queue 'q' runs on a thread of the application, refused to run one work",
        "0ms one: returns",
        "0ms w for q by two",
        "0ms queue 'q' runs on a thread of the application already, refused to run it",
        "0ms queue 'q' runs on a thread of the application already, refused to start it",
        "0ms queue 'q' runs on a thread of the application, refused to run one work",
        "0ms two: returns",
        "0ms queue 'q' has been stopped, refused to run one work");
  }

  @Test
  @DisplayName("zephyr R9: a close lets the run finish what is queued, and ends it")
  void close_endsTheRun() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          q.enqueue(s.work("slow", 10));
          q.enqueue(s.work("next"));
          s.await("run", q::runOnCurrentThread);
          s.at(5);
          q.close();
          s.settle();
          s.say("closed " + q.isClosed());
        },
        "0ms slow runs",
        "10ms slow ends",
        "10ms next runs",
        "10ms run: returns",
        "10ms closed true");
  }

  @Test
  @DisplayName("zephyr R9: a run that is interrupted under a close leaves nothing that hangs")
  void closeAndInterrupt_cancelsTheRest() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          q.enqueue(s.work("slow", 10));
          q.enqueue(s.work("next"));
          Thread runner =
              s.ask(
                  "run",
                  () -> {
                    q.runOnCurrentThread();
                    return "returns";
                  });
          s.at(5);
          s.thread("closer", q::close);
          s.thread(
              "interrupter",
              () -> {
                s.machine().compute(ms(1));
                runner.interrupt();
              });
          s.at(20);
          s.say(q.isClosed() + "");
        },
        "0ms slow runs",
        "6ms slow throws InterruptedException",
        "6ms next runs",
        "6ms run: returns",
        "20ms true");
  }

  @Test
  @DisplayName("zephyr 71, 72: runOne runs one work, at once or not at all")
  void runOne_runsOne() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          s.say(q.runOne(ms(0)) + "");
          for (String name : new String[] {"a", "b", "c"}) {
            q.enqueue(where(s, name));
          }
          s.say(q.runOne(ms(0)) + " " + q.runOne(ms(0)) + " " + q.runOne(ms(0)));
          s.say(q.runOne(ms(0)) + "");
        },
        "0ms false",
        "0ms a for q by main",
        "0ms b for q by main",
        "0ms c for q by main",
        "0ms true true true",
        "0ms false");
  }

  @Test
  @DisplayName("zephyr 73, 74: runOne waits for a work, for a delayed one as well")
  void runOne_waitsForDelayed() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          DelayedWork third = s.delayed("third");
          q.enqueueDelayed(third, ms(30));
          q.enqueueDelayed(s.delayed("second"), ms(20));
          q.enqueueDelayed(s.delayed("first"), ms(10));
          s.say(q.runOne(ms(50)) + " " + q.runOne(ms(50)));
          s.say("cancel " + third.cancel() + " " + q.runOne(ms(100)));
        },
        "10ms first runs",
        "20ms second runs",
        "20ms true true",
        "120ms cancel true false");
  }

  @Test
  @DisplayName("zephyr 79, 80, 81: what workq answers about a pending, idle and running work")
  void runOne_answers() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          Work w =
              Work.of(
                  "w",
                  () -> s.say("own cancel " + WorkContext.current().orElseThrow().work().cancel()));
          s.say("idle cancel " + w.cancel());
          s.say(q.submit(w) + " " + q.submit(w));
          q.runOne(ms(0));
        },
        "0ms idle cancel false",
        "0ms QUEUED ALREADY_QUEUED",
        "0ms own cancel false");
  }

  @Test
  @DisplayName("zephyr 72: callers of runOne are served in the order in which they came")
  void runOne_oldestCallerFirst() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          s.ask("one", () -> q.runOne(ms(100)));
          s.at(1);
          s.ask("two", () -> q.runOne(ms(100)));
          s.at(2);
          q.enqueue(where(s, "a"));
          s.settle();
          q.enqueue(where(s, "b"));
        },
        "2ms a for q by one",
        "2ms one: true",
        "2ms b for q by two",
        "2ms two: true");
  }

  @Test
  @DisplayName("zephyr 71: a start sends away who waits in runOne")
  void start_endsRunOne() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          s.ask("one", () -> q.runOne(ms(100)));
          s.at(1);
          q.start();
          s.settle();
          s.say(refusal(IllegalStateException.class, () -> q.runOne(ms(0))));
          q.enqueue(s.work("w"));
        },
        "1ms one: false",
        "1ms queue 'q' has been started, refused to run one work",
        "1ms w runs");
  }

  @Test
  @DisplayName("zephyr 71: an interrupted runOne has taken nothing")
  void runOne_interrupted() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          Thread one = s.ask("one", () -> q.runOne(ms(100)));
          s.at(1);
          one.interrupt();
          s.settle();
          q.enqueue(s.work("w"));
          s.say(q.runOne(ms(0)) + "");
        },
        "1ms one: InterruptedException",
        "1ms w runs",
        "1ms true");
  }

  @Test
  @DisplayName("zephyr 86: several threads run works of one queue at once, up to its limit")
  void runOne_bySeveralThreads() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos(RtosAttrs.named("q").workers(2));
          for (int i = 0; i < 3; i++) {
            q.enqueue(Work.of("w", () -> s.sleep(10)));
          }
          for (int i = 0; i < 3; i++) {
            s.ask("ran", () -> q.runOne(ms(100)));
          }
        },
        "10ms ran: true",
        "10ms ran: true",
        "20ms ran: true");
  }

  @Test
  @DisplayName("zephyr Q20: flush, drain and cancelSync work on a queue that runs on a caller")
  void waits_onACallersQueue() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.rtos("q");
          Work slow = s.work("slow", 10);
          s.await("run", q::runOnCurrentThread);
          q.enqueue(slow);
          s.at(1);
          s.say("flush " + slow.flush());
          q.enqueue(slow);
          s.at(11);
          s.say("cancelSync " + slow.cancelSync());
          q.drainAndPlug();
          q.stop();
        },
        "0ms slow runs",
        "10ms slow ends",
        "10ms flush true",
        "10ms slow runs",
        "20ms slow ends",
        "20ms cancelSync false",
        "20ms run: returns");
  }

  @Test
  @DisplayName("zephyr Q20: a simulated kernel runs works on its own workers only")
  void onKernel_unsupported() {
    Script.inTurnOnKernel(
        s -> {
          RtosQueue q = s.rtos("q");
          String why = refusal(UnsupportedOperationException.class, q::runOnCurrentThread);
          s.say(why.replaceAll("of .* runs", "of ... runs"));
          refusal(UnsupportedOperationException.class, () -> q.runOne(ms(0)));
          q.start();
        },
        "0ms queue 'q' of ... runs works on the simulated kernel's workers only");
  }
}
