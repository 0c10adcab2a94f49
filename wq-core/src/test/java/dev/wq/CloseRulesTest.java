package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Close, with the corner cases of destroy_workqueue (linux 8, section 3). */
class CloseRulesTest {
  private final LogLines log = LogLines.open();

  @AfterEach
  void closeLog() {
    log.close();
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
          s.sayAfterAll(w.busy() + ", elsewhere: " + s.queue("r").enqueue(w));
        },
        "0ms [w idle] [] false",
        "0ms w runs",
        "0ms [], elsewhere: true");
  }

  @Test
  void close_cancelsOnlyItsOwnArmedWorks() {
    Script.anyScheduleLive(
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
                    q.enqueue(second);
                  }));
          s.await("close", q::close);
          s.at(3);
          s.say("from outside: " + q.submit(s.work("x")) + ", " + q);
        },
        "0ms first runs",
        "3ms from outside: REJECTED_CLOSED, q running=1/1024 pending=0 closing",
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
    Script.anyScheduleLive(
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

  @Test // whether a report is returned or not
  void close_logsEachWorkItCancelled() {
    Script.inTurnLive(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueueDelayed(s.delayed("w"), ms(50));
          q.close();
          s.say(log.lines().toString());
        },
        "0ms [queue 'q' has closed: work 'w' cancelled]");
  }

  @Test
  void closeByAWorkOfTheQueue_throwsAndChangesNothing() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueueDelayed(s.delayed("armed"), ms(20));
          q.enqueue(s.work("w", () -> s.say(refusal(IllegalStateException.class, q::close))));
          s.at(5);
          s.say("enqueue: " + q.enqueue(s.work("x")));
        },
        "0ms w runs",
        "0ms work 'w' would wait for ever for itself: queue 'q'",
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
          s.sayAfterAll("enqueue: " + q.enqueue(s.work("w")));
        },
        "0ms queue 'system' belongs to machine 'sim', which alone closes it",
        "0ms w runs",
        "0ms enqueue: true");
  }
}
