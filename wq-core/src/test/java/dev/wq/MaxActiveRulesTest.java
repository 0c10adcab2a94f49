package dev.wq;

import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The limit of a queue: linux 26-30 and 36, per queue and not per CPU. */
class MaxActiveRulesTest {
  private static WorkQueue limited(Script s, int limit) {
    return s.queue(QueueAttrs.named("q").maxActive(limit));
  }

  @Test // linux 26, 27: a function that sleeps keeps its slot
  void noMoreThanMaxActiveRunAtOnce_sleepersIncluded() {
    Script.inTurnLive(
        s -> {
          WorkQueue q = limited(s, 2);
          for (String name : List.of("a", "b", "c")) {
            q.enqueue(s.work(name, 10));
          }
          s.at(1);
          s.say(q.toString());
        },
        "0ms a runs",
        "0ms b runs",
        "1ms q running=2/2 pending=1",
        "10ms a ends",
        "10ms c runs",
        "10ms b ends",
        "20ms c ends");
  }

  @Test // linux 26
  void limitHoldsUnderEverySchedule() {
    Script.anySchedule(s -> {
      WorkQueue q = limited(s, 3);
      var inside = new int[1];
      var most = new int[1];
      for (int i = 0; i < 20; i++) {
        int millis = i % 4;
        q.enqueue(
            Work.of(
                "w" + i,
                () -> {
                  most[0] = Math.max(most[0], ++inside[0]);
                  s.sleep(millis);
                  inside[0]--;
                }));
      }
      s.at(100);
      assertEquals(3, most[0]);
      assertEquals(20, q.stats().completed());
    });
  }

  @Test // linux 28
  void newWork_goesBehindTheWaitingOnes_evenIfASlotGetsFree() {
    Script.anySchedule(
        s -> {
          WorkQueue q = limited(s, 1);
          Work late = s.work("late");
          q.enqueue(
              s.work(
                  "first",
                  () -> {
                    s.sleep(10);
                    q.enqueue(late);
                  }));
          q.enqueue(s.work("waiting"));
        },
        "0ms first runs",
        "10ms waiting runs",
        "10ms late runs");
  }

  @Test // linux 29
  void eachEnd_startsExactlyTheFirstWaitingOne() {
    Script.anySchedule(
        s -> {
          WorkQueue q = limited(s, 2);
          s.occupy(q, 4);
          s.occupy(q, 7);
          for (String name : List.of("a", "b", "c")) {
            q.enqueue(s.work(name, 10));
          }
        },
        "4ms a runs",
        "7ms b runs",
        "14ms a ends",
        "14ms c runs",
        "17ms b ends",
        "24ms c ends");
  }

  @Test // linux 30
  void cancelOfAWaitingWork_freesNoSlot_andItsFlusherReturns() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = limited(s, 1);
          Work a = s.work("a");
          Work b = s.work("b");
          s.occupy(q, 10);
          q.enqueue(a);
          q.enqueue(b);
          s.ask("flush of a", a::flush);
          s.at(5);
          s.say("cancel: " + a.cancel() + ", " + q);
        },
        "5ms cancel: true, q running=1/1 pending=1",
        "5ms flush of a: true",
        "10ms b runs");
  }

  @Test // linux 36
  void raisingTheLimit_startsWaitingWorksAtOnce() {
    Script.inTurnLive(
        s -> {
          WorkQueue q = limited(s, 1);
          s.occupy(q, 20);
          for (String name : List.of("a", "b", "c")) {
            q.enqueue(s.work(name, 10));
          }
          s.at(5);
          q.setMaxActive(3);
          assertEquals(3, q.maxActive());
        },
        "5ms a runs",
        "5ms b runs",
        "15ms a ends",
        "15ms c runs",
        "15ms b ends",
        "25ms c ends");
  }

  @Test // linux 36
  void loweringTheLimit_stopsNoneAndHoldsNewStarts() {
    Script.anySchedule(
        s -> {
          WorkQueue q = limited(s, 3);
          s.occupy(q, 10);
          s.occupy(q, 20);
          s.occupy(q, 30);
          q.enqueue(s.work("a", 5));
          q.enqueue(s.work("b", 5));
          q.setMaxActive(2);
          s.at(12);
          s.say(q.stats().inFlight() + " in flight, " + q.stats().pending() + " pending");
          q.setMaxActive(1);
          s.at(22);
          s.say(q.stats().inFlight() + " in flight, " + q.stats().pending() + " pending");
        },
        "12ms 2 in flight, 2 pending",
        "22ms 1 in flight, 2 pending",
        "30ms a runs",
        "35ms a ends",
        "35ms b runs",
        "40ms b ends");
  }

  @Test // linux 36: the limit is the queue's, works of other queues do not count
  void limit_isPerQueue() {
    Script.anySchedule(
        s -> {
          s.occupy(limited(s, 1), 10);
          s.queue("other").enqueue(s.work("w"));
        },
        "0ms w runs");
  }

  @Test
  void limit_is1024UnlessTold_andMustBeFrom1To2048() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      assertEquals(1024, q.maxActive());
      q.setMaxActive(2048);
      for (int wrong : List.of(0, -1, 2049, Integer.MAX_VALUE)) {
        assertEquals(
            "queue 'q' needs a maxActive from 1 to 2048, was " + wrong,
            refusal(IllegalArgumentException.class, () -> q.setMaxActive(wrong)));
      }
      assertEquals(2048, q.maxActive());
    });
  }

  @Test
  void bhAndOrderedQueues_keepTheirLimit() {
    Script.anySchedule(s -> {
      for (WorkQueue q : List.of(s.queue(QueueAttrs.named("bh").bh()), s.ordered("o"))) {
        String why = refusal(IllegalStateException.class, () -> q.setMaxActive(5));
        assertTrue(why.contains("'" + q.name() + "'") && why.contains("refused 5"), why);
      }
    });
  }
}
