package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pending, coalescing and non-reentrancy: linux 1-6 and 16. */
class PendingRulesTest {
  @Test // linux 1
  void severalEnqueuesBeforeTheRun_giveOneTrueAndOneRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w");
          s.occupy(q, 10);
          for (int i = 0; i < 3; i++) {
            s.say("enqueue: " + q.enqueue(w));
          }
        },
        "0ms enqueue: true",
        "0ms enqueue: false",
        "0ms enqueue: false",
        "10ms w runs");
  }

  @Test // linux 1
  void enqueueAfterTheRun_isAnotherRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          q.enqueue(w);
          s.at(5);
          s.sayAfterAll("enqueue: " + q.enqueue(w));
        },
        "0ms w runs",
        "5ms w runs",
        "5ms enqueue: true");
  }

  @Test // linux 2
  void enqueueDuringRun_runsOnceMore() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w", 10);
          q.enqueue(w);
          s.at(3);
          s.say("pending: " + w.isPending() + ", enqueue: " + q.submit(w));
          s.say("pending: " + w.isPending() + ", enqueue: " + q.submit(w));
        },
        "0ms w runs",
        "3ms pending: false, enqueue: REQUEUED",
        "3ms pending: true, enqueue: ALREADY_QUEUED",
        "10ms w ends",
        "10ms w runs",
        "20ms w ends");
  }

  @Test // linux 2: PENDING is cleared before the function, so its first statement can queue it
  void enqueueByTheFunctionItself_runsOnceMore() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          var left = new int[] {2};
          Work[] w = new Work[1];
          w[0] =
              s.work(
                  "w",
                  () -> {
                    if (left[0]-- > 0) {
                      s.say("enqueue: " + q.enqueue(w[0]) + " " + q.enqueue(w[0]));
                    }
                    s.sleep(1);
                  });
          q.enqueue(w[0]);
        },
        "0ms w runs",
        "0ms enqueue: true false",
        "1ms w runs",
        "1ms enqueue: true false",
        "2ms w runs");
  }

  @Test // linux 3
  void coalescedEnqueue_itsDataIsSeenByTheRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          List<String> data = new ArrayList<>();
          Work w = Work.of("w", () -> s.say("w sees " + data));
          s.occupy(q, 10);
          for (String name : List.of("a", "b", "c")) {
            data.add(name);
            s.say(name + " enqueues: " + q.enqueue(w));
          }
        },
        "0ms a enqueues: true",
        "0ms b enqueues: false",
        "0ms c enqueues: false",
        "10ms w sees [a, b, c]");
  }

  @Test // linux 3: whatever comes between, nothing that was announced stays unseen
  void producersRacingWithTheRun_loseNothing() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      List<Integer> announced = new ArrayList<>();
      List<Integer> seen = new ArrayList<>();
      Work w =
          Work.of(
              "w",
              () -> {
                seen.addAll(announced.subList(seen.size(), announced.size()));
                s.machine().point();
              });
      for (int p = 0; p < 3; p++) {
        s.machine().thread("p" + p, () -> announce(s, q, w, announced));
      }
      s.at(1);
      assertEquals(15, announced.size());
      assertEquals(announced, seen);
    });
  }

  private static void announce(Script s, WorkQueue q, Work w, List<Integer> announced) {
    for (int i = 0; i < 5; i++) {
      announced.add(i);
      s.machine().point();
      q.enqueue(w);
    }
  }

  @Test // linux 4
  void pendingWork_keepsItsPlaceAndItsQueue() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.ordered("A");
          WorkQueue b = s.ordered("B");
          Work w = Work.of("w", s::sayWhere);
          Work x = Work.of("x", s::sayWhere);
          s.occupy(a, 10);
          a.enqueue(w);
          a.enqueue(x);
          s.say("A again: " + a.enqueue(w) + ", B: " + b.enqueue(w));
        },
        "0ms A again: false, B: false",
        "10ms w runs on A",
        "10ms x runs on A");
  }

  @Test // linux 5
  void disabledWork_isNotQueuedAndTheRequestIsLost() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          w.disable();
          s.say("enqueue: " + q.enqueue(w) + ", " + q.submit(w) + ", pending: " + w.isPending());
          s.at(5);
          s.say("enable: " + w.enable());
          s.at(10);
          s.sayAfterAll("enqueue: " + q.enqueue(w));
        },
        "0ms enqueue: false, REJECTED_DISABLED, pending: false",
        "5ms enable: true",
        "10ms w runs",
        "10ms enqueue: true");
  }

  @Test // linux 6
  void enqueue_isPossibleFromFunctionsTimersHandlersAndCallbacks() {
    Script.inTurnLive(
        s -> {
          WorkQueue q = s.queue("q");
          q.onFailure((_, _, _) -> q.enqueue(s.work("by handler")));
          q.enqueue(s.work("outer", () -> q.enqueue(s.work("by function"))));
          s.at(1);
          q.enqueueDelayed(s.delayed("by timer"), ms(1));
          s.at(3);
          q.enqueue(
              Work.of(
                  "failing",
                  () -> {
                    throw new IllegalArgumentException();
                  }));
          s.at(4);
          q.spawn(() -> 7).toCompletionStage().thenRun(() -> q.enqueue(s.work("by stage")));
        },
        "0ms outer runs",
        "0ms by function runs",
        "2ms by timer runs",
        "3ms by handler runs",
        "4ms by stage runs");
  }

  @Test // linux 6
  void enqueueByAnInterruptedThread_worksAndKeepsTheFlag() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          Thread t =
              s.thread(
                  "t",
                  () -> {
                    Thread.currentThread().interrupt();
                    assertTrue(q.enqueue(w));
                    assertTrue(Thread.interrupted());
                  });
          t.join();
        },
        "0ms w runs");
  }

  @Test // linux 16, ours: never beside itself
  void sameWorkOnTwoQueues_neverOverlaps() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w = s.work("w", 10);
          a.enqueue(w);
          s.at(2);
          s.say("B: " + b.submit(w));
        },
        "0ms w runs",
        "2ms B: REQUEUED",
        "10ms w ends",
        "10ms w runs",
        "20ms w ends");
  }

  @Test // linux 16, ours: never beside itself, whoever queues it where
  void workThrownAtThreeQueuesByThreeThreads_neverOverlaps() {
    Script.anySchedule(s -> {
      List<WorkQueue> queues = List.of(s.queue("A"), s.queue("B"), s.ordered("C"));
      var inside = new int[1];
      var runs = new int[1];
      Work w =
          Work.of(
              "w",
              () -> {
                assertEquals(1, ++inside[0]);
                s.machine().point();
                s.sleep(1);
                inside[0]--;
                runs[0]++;
              });
      var accepted = new int[1];
      for (WorkQueue q : queues) {
        s.thread(q.name(), () -> enqueueAgainAndAgain(s, q, w, accepted));
      }
      s.at(100);
      assertEquals(accepted[0], runs[0]);
      assertFalse(w.isPending() || w.isRunning());
    });
  }

  private static void enqueueAgainAndAgain(Script s, WorkQueue q, Work w, int[] accepted)
      throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      if (q.enqueue(w)) {
        accepted[0]++;
      }
      s.sleep(i % 3);
    }
  }
}
