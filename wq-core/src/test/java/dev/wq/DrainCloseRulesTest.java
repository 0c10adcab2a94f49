package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drain and close: linux 8, the safe variants of 7 and 9, destroy_workqueue's corner cases. */
class DrainCloseRulesTest {
  private final LogLines log = LogLines.open();

  @AfterEach
  void closeLog() {
    log.close();
  }

  @Test // safe variant of linux 7: no silent drop with an answer of true
  void enqueueFromOutsideWhileDraining_isRefusedAloudAndTheWorkStaysIdle() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          s.occupy(q, 10);
          s.await("drain", q::drain);
          s.at(5);
          s.say(refusal(RejectedExecutionException.class, () -> q.enqueue(w)));
          s.say(q.submit(w) + " " + w.busy() + " " + q.trySpawn(() -> {}));
          s.at(11);
          s.say("afterwards: " + q.enqueue(w));
        },
        "5ms queue 'q' is draining, refused work 'w'",
        "5ms REJECTED_DRAINING [] false",
        "10ms drain: returns",
        "11ms afterwards: true",
        "11ms w runs");
  }

  @Test // linux 8
  void chainedWork_isAcceptedWhileDrainingAndWaitedFor() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work second = s.work("second", 10);
          q.enqueue(
              s.work(
                  "first",
                  () -> {
                    s.sleep(5);
                    s.say("chained: " + q.enqueue(second));
                  }));
          s.at(1);
          q.drain();
          s.say("drained");
        },
        "0ms first runs",
        "5ms chained: true",
        "5ms second runs",
        "15ms second ends",
        "15ms drained");
  }

  @Test // linux 8: only the queue's own works are chained
  void workOfAnotherQueue_isNotChained() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          s.await("drain", q::drain);
          s.at(1);
          s.queue("other").enqueue(s.work("w", () -> s.say(q.submit(s.work("x")).name())));
        },
        "1ms w runs",
        "1ms REJECTED_DRAINING",
        "10ms drain: returns");
  }

  @Test // safe variant of linux 9: what was accepted when armed gets in
  void timerThatFiresWhileDraining_getsItsWorkIn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.enqueueDelayed(s.delayed("w", 10), ms(5));
          s.occupy(q, 8);
          q.drain();
          s.say("drained");
        },
        "8ms w runs",
        "18ms w ends",
        "18ms drained");
  }

  @Test
  void drainsNest_theQueueOpensWithTheLast() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          s.await("long drain", q::drain);
          s.await("short drain", () -> q.drain(ms(3)));
          s.at(5);
          s.say(q.submit(s.work("w")).name());
        },
        "3ms short drain: TimeoutException",
        "5ms REJECTED_DRAINING",
        "10ms long drain: returns");
  }

  @Test // linux 7: a request for a pending work coalesces, whatever the gate says
  void enqueueOfAPendingWorkWhileDraining_coalesces() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w");
          s.occupy(q, 10);
          q.enqueue(w);
          s.await("drain", q::drain);
          s.at(5);
          s.say(q.submit(w).name());
        },
        "5ms ALREADY_QUEUED",
        "10ms w runs",
        "10ms drain: returns");
  }

  @Test
  void close_runsWhatIsQueuedThenRefusesEverything() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 5);
          q.enqueue(s.work("w", 10));
          q.close();
          s.say("closed: " + q.isClosed() + ", " + q);
          Work x = s.work("x");
          s.say(refusal(RejectedExecutionException.class, () -> q.enqueue(x)));
          s.say(q.submit(x) + " " + x.busy() + " " + q.stats().rejected());
        },
        "5ms w runs",
        "15ms w ends",
        "15ms closed: true, q running=0/1 pending=0 closed",
        "15ms queue 'q' is closed, refused work 'x'",
        "15ms REJECTED_CLOSED [] 2");
  }

  @Test
  void closedQueue_isNotInItsMachineAnyMore_andItsWorksCanGoElsewhere() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          WorkQueue other = s.queue("other");
          Work w = Work.of("w", s::sayWhere);
          q.enqueue(w);
          q.close();
          assertEquals(List.of(other), s.machine().queues());
          s.say("other: " + other.enqueue(w));
        },
        "0ms w runs on q",
        "0ms other: true",
        "0ms w runs on other");
  }

  @Test // destroy right after queue
  void closeRightAfterEnqueue_losesNothing() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      var runs = new int[1];
      for (int i = 0; i < 10; i++) {
        q.enqueue(Work.of("w" + i, () -> runs[0]++));
      }
      q.close();
      assertEquals(10, runs[0]);
    });
  }

  @Test // destroy with an armed timer, which Linux leaks
  void close_cancelsArmedWorksAndReportsThem() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("w");
          q.enqueueDelayed(w, ms(50));
          CloseReport report = q.close(ms(1));
          s.say(report.cancelled() + " " + report.stillRunning() + " " + report.isClean());
          s.say(w.busy() + ", elsewhere: " + s.queue("r").enqueue(w));
        },
        "0ms [w idle] [] false",
        "0ms [], elsewhere: true",
        "0ms w runs");
  }

  @Test
  void close_cancelsOnlyItsOwnArmedWorks() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.queue("other").enqueueDelayed(s.delayed("w"), ms(5));
          s.say("clean: " + q.close(ms(1)).isClean());
        },
        "0ms clean: true",
        "5ms w runs");
  }

  @Test // linux 8
  void chainedWorkWhileClosing_isAcceptedAndRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work second = s.work("second", 10);
          q.enqueue(
              s.work(
                  "first",
                  () -> {
                    s.sleep(5);
                    s.say("chained: " + q.enqueue(second));
                  }));
          s.await("close", q::close);
          s.at(3);
          s.say("from outside: " + q.submit(s.work("x")) + ", " + q);
        },
        "0ms first runs",
        "3ms from outside: REJECTED_CLOSED, q running=1/1024 pending=0 closing",
        "5ms chained: true",
        "5ms second runs",
        "15ms second ends",
        "15ms close: returns");
  }

  @Test
  void workArmedByAChainedCallWhileClosing_isCancelledAndReported() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork later = s.delayed("later");
          q.enqueue(
              s.work(
                  "w",
                  () -> {
                    s.sleep(5);
                    s.say("arm: " + q.enqueueDelayed(later, ms(100)));
                  }));
          s.at(1);
          s.say("reported: " + q.close(ms(50)).cancelled());
        },
        "0ms w runs",
        "5ms arm: true",
        "5ms reported: [later idle]");
  }

  @Test
  void closeOfAFrozenQueueThatHoldsWorks_throwsAndChangesNothing() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.freeze();
          q.enqueue(s.work("a"));
          q.enqueueDelayed(s.delayed("b"), ms(20));
          s.say(refusal(IllegalStateException.class, q::close));
          s.at(5);
          q.thaw();
          s.at(6);
          s.say("open: " + !q.isClosed() + " " + q.enqueue(s.work("c")));
        },
        "0ms queue 'q' is frozen and holds 1 works: thaw it before closing it",
        "5ms a runs",
        "6ms open: true true",
        "6ms c runs",
        "20ms b runs");
  }

  @Test
  void closeOfAFrozenQueueThatHoldsNothing_closes() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      q.freeze();
      q.close();
      assertTrue(q.isClosed());
    });
  }

  @Test
  void closingTwice_doesNothingMoreThanWait() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          s.thread("close", q::close);
          s.at(1);
          s.say("second: " + q.close(ms(3)).isClean() + ", closed: " + q.isClosed());
          q.close();
          s.say("third, closed: " + q.isClosed());
          s.at(20);
          q.close();
          s.say("fourth, closed: " + q.isClosed());
        },
        "4ms second: true, closed: false",
        "10ms third, closed: true",
        "20ms fourth, closed: true");
  }

  @Test
  void closeWithATimeout_interruptsOnceWhatRunsAndCancelsTheRest() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work waiting = s.work("waiting");
          q.enqueue(
              s.work(
                  "sleeper",
                  () -> {
                    try {
                      s.sleep(1000);
                    } catch (InterruptedException e) {
                      s.say("interrupted");
                    }
                  }));
          q.enqueue(waiting);
          s.at(1);
          CloseReport report = q.close(ms(10));
          s.say("cancelled " + report.cancelled() + ", running " + report.stillRunning());
        },
        "0ms sleeper runs",
        "11ms interrupted",
        "11ms cancelled [waiting idle], running []");
  }

  @Test
  void closeWithATimeout_reportsAFunctionThatNeverReturns() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work stubborn = Work.of("stubborn", () -> ignoreInterruptsUntil(s, 500));
          q.enqueue(stubborn);
          s.at(1);
          CloseReport report = q.close(ms(10));
          s.say("running " + report.stillRunning() + ", closed: " + q.isClosed());
          s.say(q.submit(s.work("x")).name());
          s.at(501);
          s.say(stubborn + ", in flight " + q.stats().inFlight());
        },
        "21ms running [stubborn running], closed: true",
        "21ms REJECTED_CLOSED",
        "501ms stubborn idle, in flight 0");
  }

  private static void ignoreInterruptsUntil(Script s, int millis) {
    while (s.millis() < millis) {
      try {
        s.sleep(millis - s.millis());
      } catch (InterruptedException ignored) {
        s.machine().point();
      }
    }
  }

  @Test
  void interruptedClose_keepsWaitingAndSetsTheFlagAgain() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          Thread closer =
              s.thread(
                  "closer",
                  () -> {
                    q.close();
                    s.say("closed " + q.isClosed() + ", flag " + Thread.interrupted());
                  });
          s.at(5);
          closer.interrupt();
        },
        "10ms closed true, flag true");
  }

  @Test // whether a report is returned or not
  void close_logsEachWorkItCancelled() {
    Script.inTurn(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueueDelayed(s.delayed("w"), ms(50));
          q.close();
          s.say(log.lines().toString());
        },
        "0ms [queue 'q' has closed: work 'w idle' cancelled]");
  }

  @Test
  void interruptedClose_stillReportsTheArmedWork() {
    Script.inTurn(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          q.enqueueDelayed(s.delayed("w"), ms(50));
          Thread closer = s.thread("closer", q::close);
          s.at(5);
          closer.interrupt();
          s.at(11);
          s.say(log.lines().toString());
        },
        "11ms [queue 'q' has closed: work 'w idle' cancelled]");
  }

  @Test // the queue is open again, as if close had not been called
  void interruptedTimedClose_leavesArmedWorksArmed() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          q.enqueueDelayed(s.delayed("w"), ms(50));
          Thread closer = s.ask("close", () -> q.close(ms(100)));
          s.at(5);
          closer.interrupt();
        },
        "5ms close: InterruptedException",
        "50ms w runs");
  }

  @Test
  void interruptedTimedClose_opensTheQueueAgain() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          Thread closer = s.ask("close", () -> q.close(ms(100)));
          s.at(5);
          closer.interrupt();
          s.at(6);
          s.say("enqueue: " + q.enqueue(s.work("w")));
        },
        "5ms close: InterruptedException",
        "6ms enqueue: true",
        "6ms w runs");
  }

  @Test
  void closeByAWorkOfTheQueue_throwsAndChangesNothing() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueueDelayed(s.delayed("armed"), ms(20));
          q.enqueue(s.work("w", () -> s.say(refusal(IllegalStateException.class, q::close))));
          s.at(5);
          s.say("enqueue: " + q.enqueue(s.work("x")));
        },
        "0ms w runs",
        "0ms work 'w' would wait for ever for queue 'q', which is itself or its own queue",
        "5ms enqueue: true",
        "5ms x runs",
        "20ms armed runs");
  }

  @Test
  void permanentQueue_cannotBeClosed() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("system").permanent());
          s.say(refusal(IllegalStateException.class, q::close));
          assertThrows(IllegalStateException.class, () -> q.close(ms(1)));
          s.say("enqueue: " + q.enqueue(s.work("w")));
        },
        "0ms queue 'system' belongs to machine 'sim', which alone closes it",
        "0ms enqueue: true",
        "0ms w runs");
  }

  @Test
  void drain_ofASelfRequeuerDoesNotEnd() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          var stop = new boolean[1];
          Work[] w = new Work[1];
          w[0] =
              Work.of(
                  "w",
                  () -> {
                    s.sleep(2);
                    if (!stop[0]) {
                      q.enqueue(w[0]);
                    }
                  });
          q.enqueue(w[0]);
          String why = assertThrows(TimeoutException.class, () -> q.drain(ms(51))).getMessage();
          s.say(why);
          stop[0] = true;
          q.drain();
          s.say("drained");
        },
        "51ms idleness of queue 'q' timed out",
        "52ms drained");
  }

  @Test
  void awaitIdle_acceptsQueueingsMeanwhileAndIgnoresArmedWorks() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          q.enqueueDelayed(s.delayed("armed"), ms(100));
          s.await("queue", () -> q.awaitIdle(ms(50)));
          s.at(5);
          assertTrue(q.enqueue(Work.of("w", () -> s.sleep(7))));
          s.at(20);
          s.machine().awaitIdle(ms(1));
          assertFalse(q.isClosed());
        },
        "12ms queue: returns",
        "100ms armed runs");
  }

  @Test // a requeue on a queue that is being destroyed is never left pending
  void closeRacingWithEnqueues_everyAcceptedQueueingRuns() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      var accepted = new int[1];
      Work[] works = new Work[6];
      for (int i = 0; i < works.length; i++) {
        works[i] = Work.of("w" + i, () -> s.machine().point());
      }
      for (int p = 0; p < 3; p++) {
        int first = p;
        s.thread("p" + p, () -> enqueueUntilClosed(q, works, first, accepted));
      }
      s.machine().point();
      q.close();
      s.at(1);
      assertEquals(accepted[0], q.stats().completed() + q.stats().cancelled());
      for (Work w : works) {
        assertTrue(w.busy().isEmpty(), w::toString);
      }
    });
  }

  private static void enqueueUntilClosed(WorkQueue q, Work[] works, int first, int[] accepted) {
    for (int i = first; i < first + 20; i++) {
      if (q.submit(works[i % works.length]).isQueued()) {
        accepted[0]++;
      }
    }
  }

  @Test // no armed work outlives its queue
  void closeRacingWithArming_everyArmedWorkRunsOrIsReported() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      var accepted = new int[1];
      for (int p = 0; p < 3; p++) {
        int millis = p;
        s.thread(
            "p" + p,
            () -> {
              for (int i = 0; i < 5; i++) {
                DelayedWork w = DelayedWork.of("w", () -> {});
                if (q.machine().now().equals(ms(0)) && arms(q, w, millis)) {
                  accepted[0]++;
                }
              }
            });
      }
      s.machine().point();
      int reported = q.close(ms(1)).cancelled().size();
      s.at(20);
      assertEquals(accepted[0], q.stats().completed() + reported);
    });
  }

  private static boolean arms(WorkQueue q, DelayedWork w, int millis) {
    try {
      return q.enqueueDelayed(w, ms(millis));
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }
}
