package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Queued to B while it runs on A: it runs next, never beside itself, and counts as B's in every
 * way. The safe form of linux 15 to 17.
 */
class TwoQueuesRulesTest {
  /** A work that says where it runs, takes 10 ms and says it ends. */
  static Work slow(Script s) {
    return Work.of(
        "w",
        () -> {
          s.sayWhere();
          s.sleep(10);
          s.say("w ends");
        });
  }

  /** Lets {@code w} run on A and queues it to B after 5 ms. */
  static void runOnAQueueToB(Script s, WorkQueue a, WorkQueue b, Work w) {
    assertTrue(a.enqueue(w));
    s.at(5);
    assertEquals(SubmitResult.REQUEUED, b.submit(w));
    s.settle();
  }

  @Test
  void itRunsNext_andCountsAsBs() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          s.at(6);
          s.say("A " + counts(a) + ", B " + counts(b));
          s.at(12);
          s.say("A " + counts(a) + ", B " + counts(b) + " " + b.running());
          s.at(30);
          s.say("A " + counts(a) + ", B " + counts(b));
        },
        "0ms w runs on A",
        "6ms A 1 in flight 0 done, B 1 in flight 0 done",
        "10ms w ends",
        "10ms w runs on B",
        "12ms A 0 in flight 1 done, B 1 in flight 0 done [w running]",
        "20ms w ends",
        "30ms A 0 in flight 1 done, B 0 in flight 1 done");
  }

  static String counts(WorkQueue q) {
    QueueStats stats = q.stats();
    return stats.inFlight() + " in flight " + stats.completed() + " done";
  }

  @Test // A and B ordered: B's next waits for it, A's next does not
  void bothOrdered_itKeepsItsPlaceInBsOrder() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.ordered("A");
          WorkQueue b = s.ordered("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          a.enqueue(s.work("next of A", () -> s.sleep(100)));
          b.enqueue(s.work("next of B"));
          s.at(11);
          s.say(a.running() + " " + b.running());
        },
        "0ms w runs on A",
        "10ms w ends",
        "10ms w runs on B",
        "10ms next of A runs",
        "11ms [next of A running] [w running]",
        "20ms w ends",
        "20ms next of B runs");
  }

  @Test // B ordered, others before it in B
  void bOrderedAndBusy_itRunsInItsTurnOfB() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.ordered("B");
          s.occupy(b, 30);
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          b.enqueue(s.work("after"));
        },
        "0ms w runs on A",
        "10ms w ends",
        "30ms w runs on B",
        "40ms w ends",
        "40ms after runs");
  }

  @Test // B frozen before: it waits for the thaw
  void bFrozen_itWaitsForTheThaw() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          b.freeze();
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          s.at(25);
          s.say(w + ", " + b.stats().pending() + " on B, " + b.stats().inFlight() + " in flight");
          b.thaw();
        },
        "0ms w runs on A",
        "10ms w ends",
        "25ms w pending, 1 on B, 0 in flight",
        "25ms w runs on B",
        "35ms w ends");
  }

  @Test // B frozen afterwards: it has B's slot already, and the freeze waits for it
  void bFreezesWhileItWaitsForItsRun_theFreezeWaitsForIt() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          b.freeze();
          s.say("frozen");
        },
        "0ms w runs on A",
        "10ms w ends",
        "10ms w runs on B",
        "20ms w ends",
        "20ms frozen");
  }

  @Test // A frozen: the run on A ends, the one on B starts
  void aFrozen_doesNotHoldBsRun() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = slow(s);
          runOnAQueueToB(s, a, b, w);
          a.freeze();
          s.at(11);
          s.say("A frozen: " + a.isFrozen());
        },
        "0ms w runs on A",
        "10ms w ends",
        "10ms w runs on B",
        "11ms A frozen: true",
        "20ms w ends");
  }

  @Test
  void aFailureOfBsRun_isBs() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w =
              Work.of(
                  "w",
                  () -> {
                    s.sleep(10);
                    if (WorkContext.current().orElseThrow().queue() == b) {
                      throw new IllegalStateException("on B");
                    }
                  });
          runOnAQueueToB(s, a, b, w);
          s.at(30);
          s.say("A failed " + a.stats().failed() + ", B failed " + b.stats().failed());
        },
        "20ms w throws IllegalStateException: on B",
        "30ms A failed 0, B failed 1");
  }

  @Test // B's limit counts it from the moment it was handed over
  void itTakesBsSlot_whileAsRunGoesOn() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue(QueueAttrs.named("B").maxActive(1));
          Work w = Work.of("w", () -> s.sleep(10));
          runOnAQueueToB(s, a, b, w);
          b.enqueue(s.work("next of B"));
          s.at(6);
          s.say(b.stats().inFlight() + " in flight, " + b.stats().pending() + " pending");
        },
        "6ms 1 in flight, 1 pending",
        "20ms next of B runs");
  }

  @Test
  void chainOverThreeQueues_returnsEverySlot() {
    Script.anySchedule(
        s -> {
          List<WorkQueue> queues = List.of(s.ordered("A"), s.ordered("B"), s.ordered("C"));
          Work[] w = new Work[1];
          var round = new int[1];
          w[0] =
              Work.of(
                  "w",
                  () -> {
                    s.sayWhere();
                    if (++round[0] < 6) {
                      queues.get(round[0] % 3).enqueue(w[0]);
                      s.sleep(1);
                    }
                  });
          queues.get(0).enqueue(w[0]);
          s.at(10);
          queues.forEach(q -> s.say(q.name() + " " + counts(q)));
        },
        "0ms w runs on A",
        "1ms w runs on B",
        "2ms w runs on C",
        "3ms w runs on A",
        "4ms w runs on B",
        "5ms w runs on C",
        "10ms A 0 in flight 2 done",
        "10ms B 0 in flight 2 done",
        "10ms C 0 in flight 2 done");
  }

  @Test // chained is decided by the queue the run counts for
  void whileRunningForB_itIsChainedWorkOfB() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work chained = Work.of("chained", s::sayWhere);
          Work w =
              Work.of(
                  "w",
                  () -> {
                    s.sleep(10);
                    if (WorkContext.current().orElseThrow().queue() == b) {
                      s.say("chained: " + b.enqueue(chained));
                    }
                  });
          runOnAQueueToB(s, a, b, w);
          b.close();
          s.say("B closed");
        },
        "20ms chained: true",
        "20ms chained runs on B",
        "20ms B closed");
  }
}
