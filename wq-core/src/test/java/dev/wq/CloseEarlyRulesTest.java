package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Close with a timeout, an interrupt, or somebody in its way. */
class CloseEarlyRulesTest {
  private final LogLines log = LogLines.open();

  @AfterEach
  void closeLog() {
    log.close();
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

  @Test
  void interruptedClose_stillReportsTheArmedWork() {
    Script.inTurnLive(
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
        "11ms [queue 'q' has closed: work 'w' cancelled]");
  }

  @Test // the queue is open again, as if close had not been called
  void interruptedTimedClose_leavesArmedWorksArmed() {
    Script.anyScheduleLive(
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
          s.sayAfterAll("enqueue: " + q.enqueue(s.work("w")));
        },
        "5ms close: InterruptedException",
        "6ms w runs",
        "6ms enqueue: true");
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
