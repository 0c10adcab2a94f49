package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** High priority, bh, memReclaim, cpuIntensive. */
class QueueKindRulesTest {
  /** On one CPU: a queues {@code other}'s work, b and c wait behind a. */
  private static void threeWorksTheFirstOfWhichQueuesTo(Script s, WorkQueue other) {
    WorkQueue normal = s.ordered("normal");
    normal.enqueue(s.work("a", () -> other.enqueue(s.work("other"))));
    normal.enqueue(s.work("b"));
    normal.enqueue(s.work("c"));
  }

  @Test // performance.md 5: a worker runs what is urgent between two items of its own
  void highPriority_startsBeforeTheNextItemOfABusyNormalQueue() {
    Script.inTurn(
        s -> threeWorksTheFirstOfWhichQueuesTo(s, s.queue(QueueAttrs.named("high").highPriority())),
        "0ms a runs",
        "0ms other runs",
        "0ms b runs",
        "0ms c runs");
  }

  @Test
  void normalPriority_waitsForAWorkerOfItsOwn() {
    Script.inTurnLive(
        s -> threeWorksTheFirstOfWhichQueuesTo(s, s.queue("other")),
        "0ms a runs",
        "0ms b runs",
        "0ms c runs",
        "0ms other runs");
  }

  @Test // the stand-in keeps the high queue's limit and order
  void highPriorityOrdered_keepsItsOrderUnderStandIns() {
    Script.anySchedule(s -> {
      WorkQueue normal = s.queue("normal");
      WorkQueue high = s.queue(QueueAttrs.named("high").ordered().highPriority());
      List<Integer> ran = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int number = i;
        normal.enqueue(
            Work.of(
                "n" + i,
                () -> {
                  s.machine().point();
                  high.enqueue(Work.of("h" + number, () -> ran.add(number)));
                }));
      }
      s.at(1);
      assertEquals(12, ran.size());
      assertEquals(12, high.stats().completed());
    });
  }

  @Test // the reserved worker is there from the beginning
  void memReclaimQueue_runsItsWorks() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").memReclaim());
          Work w = s.work("w");
          s.sayAfterAll("enqueue: " + q.enqueue(w));
          s.at(1);
          q.close();
          s.say("closed");
        },
        "0ms w runs",
        "0ms enqueue: true",
        "1ms closed");
  }

  @Test
  void cpuIntensiveRuns_areCounted() {
    Script.anySchedule(
        s -> {
          WorkQueue burns = s.queue(QueueAttrs.named("burns").cpuIntensive());
          WorkQueue other = s.queue("other");
          burns.enqueue(Work.of("w", () -> s.machine().compute(ms(5))));
          other.enqueue(Work.of("x", () -> {}));
          s.at(10);
          s.say(burns.stats().cpuIntensive() + " " + other.stats().cpuIntensive());
        },
        "10ms 1 0");
  }

  @Test // linux 78: ten at a time, then the thread is somebody else's
  void bhQueue_leavesTheCpuAfterTenWorks() {
    Script.inTurn(s -> {
      WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
      List<String> order = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        bh.enqueue(Work.of("w" + i, () -> order.add("bh")));
      }
      bh.enqueue(Work.of("first", () -> order.add("bh")));
      s.at(1);
      assertEquals(26, order.size());
      assertTrue(bh.stats().wakeUps() >= 3, bh::dump);
    });
  }

  @Test // linux 78: or after two milliseconds
  void bhQueue_leavesTheCpuAfterTwoMilliseconds() {
    Script.inTurn(s -> {
      WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
      for (int i = 0; i < 5; i++) {
        bh.enqueue(Work.of("w" + i, () -> s.machine().compute(ms(2))));
      }
      s.at(20);
      assertTrue(bh.stats().wakeUps() >= 2, bh::dump);
      assertEquals(5, bh.stats().completed());
    });
  }

  @Test // linux 79, ours: what blocks outside of this library is reported, not forbidden
  void bhWorkThatBlocks_isReported() {
    Script.inTurn(
        s -> {
          try (LogLines log = LogLines.open()) {
            WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
            Thread[] worker = new Thread[1];
            bh.enqueue(
                Work.of(
                    "parker",
                    () -> {
                      worker[0] = Thread.currentThread();
                      LockSupport.park();
                    }));
            s.at(50);
            LockSupport.unpark(worker[0]);
            s.say(log.lines().toString());
          }
        },
        "50ms [work 'parker' of bh queue 'bh' blocks, which a bh work must not]");
  }

  @Test // linux 79
  void bhWorkThatSleeps_isRefused() {
    Script.anySchedule(
        s -> s.queue(QueueAttrs.named("bh").bh()).enqueue(Work.of("sleeper", () -> s.sleep(50))),
        "0ms sleeper throws IllegalStateException: work 'sleeper' of bh queue 'bh' must not wait"
            + " for time to pass");
  }

  @Test
  void bhWorkThatDoesNotBlock_isNotReported() {
    Script.anySchedule(s -> {
      try (LogLines log = LogLines.open()) {
        WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
        for (int i = 0; i < 30; i++) {
          bh.enqueue(Work.of("w" + i, () -> s.machine().compute(ms(1))));
        }
        s.at(60);
        assertEquals(List.of(), log.lines());
      }
    });
  }
}
