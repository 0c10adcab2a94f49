package dev.wq;

import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Order of starts: linux 21-23 and 25. */
class OrderRulesTest {
  @Test // linux 21
  void works_startInQueueingOrder() {
    Script.inTurn(
        s -> {
          WorkQueue q = s.queue("q");
          for (String name : List.of("a", "b", "c")) {
            q.enqueue(s.work(name, 10));
          }
        },
        "0ms a runs",
        "0ms b runs",
        "0ms c runs",
        "10ms a ends",
        "10ms b ends",
        "10ms c ends");
  }

  @Test // linux 21
  void withOneSlot_startOrderIsQueueingOrder() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").maxActive(1));
          s.occupy(q, 5);
          for (String name : List.of("a", "b", "c", "d")) {
            q.enqueue(s.work(name));
            s.machine().point();
          }
        },
        "5ms a runs",
        "5ms b runs",
        "5ms c runs",
        "5ms d runs");
  }

  @Test // linux 22
  void limitOfOne_isNotOrdered_itCanBeRaised() {
    Script.anySchedule(
        s -> {
          WorkQueue one = s.queue(QueueAttrs.named("one").maxActive(1));
          WorkQueue ordered = s.ordered("ordered");
          one.setMaxActive(2);
          s.say(refusal(IllegalStateException.class, () -> ordered.setMaxActive(2)));
          s.say(one.attrs().isOrdered() + " " + ordered.attrs().isOrdered());
        },
        "0ms queue 'ordered' is ordered or bh and keeps its limit, refused 2",
        "0ms false true");
  }

  @Test // linux 23
  void ordered_nextStartsOnlyAfterThePreviousReturned() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.enqueue(s.work("a", 10));
          q.enqueue(s.work("b", 5));
          q.enqueue(s.work("c", 1));
        },
        "0ms a runs",
        "10ms a ends",
        "10ms b runs",
        "15ms b ends",
        "15ms c runs",
        "16ms c ends");
  }

  @Test // linux 23
  void ordered_aFunctionThatThrowsEndsItsTurn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.enqueue(
              s.work(
                  "a",
                  () -> {
                    s.sleep(3);
                    throw new IllegalArgumentException("broken");
                  }));
          q.enqueue(s.work("b"));
        },
        "0ms a runs",
        "3ms a throws IllegalArgumentException: broken",
        "3ms b runs");
  }

  @Test // linux 23: each producer's works in its order, however many producers
  void ordered_keepsTheOrderOfEachProducer() {
    Script.anySchedule(s -> {
      WorkQueue q = s.ordered("q");
      List<List<Integer>> ran = new ArrayList<>();
      for (int p = 0; p < 3; p++) {
        List<Integer> mine = new ArrayList<>();
        ran.add(mine);
        s.thread("p" + p, () -> produce(s, q, mine));
      }
      s.at(100);
      for (List<Integer> mine : ran) {
        assertEquals(List.of(0, 1, 2, 3, 4, 5), mine);
      }
    });
  }

  private static void produce(Script s, WorkQueue q, List<Integer> ran) {
    for (int i = 0; i < 6; i++) {
      int number = i;
      q.enqueue(
          Work.of(
              "n" + i,
              () -> {
                s.machine().point();
                ran.add(number);
              }));
      s.machine().point();
    }
  }

  @Test // linux 25
  void selfRequeue_goesToTheTail() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work[] w = new Work[1];
          var again = new int[] {2};
          w[0] =
              s.work(
                  "w",
                  () -> {
                    if (again[0]-- > 0) {
                      q.enqueue(w[0]);
                    }
                  });
          s.occupy(q, 1);
          q.enqueue(w[0]);
          q.enqueue(s.work("a"));
          q.enqueue(s.work("b"));
        },
        "1ms w runs",
        "1ms a runs",
        "1ms b runs",
        "1ms w runs",
        "1ms w runs");
  }

  @Test // linux 21, 27: a function that blocks holds up nobody while there are slots
  void unordered_blockedFunctionHoldsUpNobody() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("slow", 100));
          s.at(1);
          q.enqueue(s.work("quick"));
        },
        "0ms slow runs",
        "1ms quick runs",
        "100ms slow ends");
  }
}
