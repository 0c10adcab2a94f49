package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Flush of a queue: linux 96-99. */
class QueueFlushRulesTest {
  @Test // linux 96
  void queueFlush_waitsForWhatWasQueuedBeforeIt_notForLaterWorks() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("before", 10));
          s.at(1);
          s.ask("flush", q::flush);
          s.at(2);
          q.enqueue(s.work("later", 20));
        },
        "0ms before runs",
        "2ms later runs",
        "10ms before ends",
        "10ms flush: true",
        "22ms later ends");
  }

  @Test // linux 96: what waits counts as well as what runs
  void queueFlush_waitsForPendingWorks() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 5);
          q.enqueue(s.work("a", 10));
          q.enqueue(s.work("b", 10));
          s.say("flush: " + q.flush());
        },
        "5ms a runs",
        "15ms a ends",
        "15ms b runs",
        "25ms b ends",
        "25ms flush: true");
  }

  @Test // linux 96
  void queueFlush_ofAnEmptyQueueAnswersFalse_armedWorksDoNotCount() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueueDelayed(s.delayed("w"), ms(50));
          s.say("flush: " + q.flush());
        },
        "0ms flush: false",
        "50ms w runs");
  }

  @Test // linux 97, 98: more flushers than Linux has colours, each waits for its own
  void twentyFlushersOnOneQueue_eachReturnsWhenItsWorksHaveEnded() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 1);
          List<String> returned = new ArrayList<>();
          for (int i = 1; i <= 20; i++) {
            q.enqueue(Work.of("w" + i, () -> s.sleep(1)));
            s.thread(
                "f" + i,
                () -> {
                  q.flush();
                  returned.add(String.valueOf(s.millis()));
                });
            s.settle();
          }
          s.at(30);
          s.say(String.join(" ", returned));
        },
        "30ms 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21");
  }

  @Test // linux 98: a later colour that is done earlier waits for the earlier one
  void flushers_returnInTheOrderOfTheirCalls() {
    Script.inTurn(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("slow", 20));
          s.ask("first", q::flush);
          s.at(1);
          q.enqueue(s.work("quick", 2));
          s.ask("second", q::flush);
          s.at(10);
          s.say("nobody yet");
        },
        "0ms slow runs",
        "1ms quick runs",
        "3ms quick ends",
        "10ms nobody yet",
        "20ms slow ends",
        "20ms first: true",
        "20ms second: true");
  }

  @Test // linux 98: flushers without works of their own share the colour before them
  void severalFlushersAtOnce_shareOneColour() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      q.enqueue(Work.of("w", () -> s.sleep(5)));
      s.settle();
      var back = new int[1];
      for (int i = 0; i < 10; i++) {
        s.thread(
            "f" + i,
            () -> {
              q.flush();
              assertEquals(5, s.millis());
              back[0]++;
            });
      }
      s.at(6);
      assertEquals(10, back[0]);
    });
  }

  @Test // linux 99
  void queueFlush_doesNotWaitForWhatItsWorksQueue() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work chained = s.work("chained", 20);
          q.enqueue(
              s.work(
                  "w",
                  () -> {
                    s.sleep(5);
                    q.enqueue(chained);
                    s.sleep(5);
                  }));
          s.at(1);
          s.ask("flush", q::flush);
        },
        "0ms w runs",
        "5ms chained runs",
        "10ms flush: true",
        "25ms chained ends");
  }

  @Test // linux 99: not livelocked by a work that queues itself for ever
  void queueFlush_returnsWhileAWorkRequeuesItself() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
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
          s.at(5);
          s.say("flush: " + q.flush());
          assertFalse(stop[0]);
          stop[0] = true;
        },
        "6ms flush: true");
  }

  @Test
  void timedQueueFlush_throwsWhenItsTimeIsOver() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("w", 10));
          s.settle();
          String why = assertThrows(TimeoutException.class, () -> q.flush(ms(4))).getMessage();
          s.say(why);
          s.say("again: " + q.flush(ms(7)));
        },
        "0ms w runs",
        "4ms flush of queue 'q' timed out",
        "10ms w ends",
        "10ms again: true");
  }

  @Test
  void queueFlush_fromAWorkOfAnotherQueue() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          b.enqueue(s.work("slow", 10));
          s.at(1);
          a.enqueue(s.work("flusher", () -> s.say("flush: " + b.flush())));
        },
        "0ms slow runs",
        "1ms flusher runs",
        "10ms slow ends",
        "10ms flush: true");
  }

  @Test
  void queueFlush_isLetGoByCancels() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 10);
          Work w = s.work("w");
          q.enqueue(w);
          s.ask("flush", q::flush);
          s.at(5);
          w.cancel();
        },
        "10ms flush: true");
  }
}
