package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.host.Host;
import dev.wq.sim.Exploration;
import dev.wq.sim.Explorer;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every race of a live queue that a few threads can make, each under 10 000 seeds. After a run all
 * books must balance, see {@link World#settle}.
 */
@Execution(ExecutionMode.CONCURRENT)
class LiveDispatchExplorationTest {
  private static final int SEEDS = 10_000;
  private static final int DISTINCT = 1_000;

  private static void explore(String name, Races.Start scenario) {
    explore(name, Faults.NONE, scenario);
  }

  private static void explore(String name, Faults faults, Races.Start scenario) {
    long start = System.nanoTime();
    Exploration seen =
        Explorer.seeds(SEEDS).cpus(2).check(machine -> Races.run(machine, faults, scenario));
    System.out.printf(
        Locale.ROOT,
        "explored %-36s %d seeds, %5d distinct schedules, %.1f s%n",
        name,
        seen.runs(),
        seen.distinctSchedules(),
        (System.nanoTime() - start) / 1e9);
    assertTrue(seen.distinctSchedules() >= DISTINCT, seen::toString);
  }

  @Test
  void claim_beginAndEnd() {
    explore("claim / begin, end", ItemScenarios::claimAgainstBeginAndEnd);
  }

  @Test
  void cancel_run() {
    explore("cancel / run", ItemScenarios::cancelAgainstRun);
  }

  @Test
  void cancelSync_enqueue() {
    explore("cancelSync / enqueue", ItemScenarios::cancelSyncAgainstEnqueue);
  }

  @Test
  void cancelSync_cancelSync() {
    explore("cancelSync / cancelSync", ItemScenarios::twoCancelSyncs);
  }

  @Test
  void flush_requeue() {
    explore("flush / requeue", ItemScenarios::flushAgainstRequeue);
  }

  @Test
  void disable_enqueue() {
    explore("disable, enable / enqueue", ItemScenarios::disableAgainstEnqueue);
  }

  @Test
  void timer_cancel() {
    explore("timer / cancel", DelayedScenarios::firingAgainstCancel);
  }

  @Test
  void timer_cancelSync() {
    explore("timer / cancelSync", DelayedScenarios::firingAgainstCancelSync);
  }

  @Test
  void timer_modify() {
    explore("timer / modify", DelayedScenarios::firingAgainstModify);
  }

  @Test
  void timer_flush() {
    explore("timer / flush", DelayedScenarios::firingAgainstFlush);
  }

  @Test
  void timer_modifyToAnotherQueue() {
    explore("timer / modify to another queue", DelayedScenarios::firingAgainstModifyToAnotherQueue);
  }

  @Test
  void timer_close() {
    explore("timer / close", DelayedScenarios::firingAgainstClose);
  }

  @Test
  void close_enqueueAndArm() {
    explore("close / enqueue, arm", DelayedScenarios::closeAgainstEnqueueAndArm);
  }

  @Test
  void idle_enqueue() {
    explore("idle / enqueue", QueueScenarios::idleTransition);
  }

  @Test
  void ordered_twoProducers() {
    explore("ordered / two producers, flush", QueueScenarios::orderedQueueKeepsOrder);
  }

  @Test
  void freeze_enqueue() {
    explore("freeze, thaw / enqueue", QueueScenarios::freezeAgainstEnqueue);
  }

  @Test
  void freeze_completion() {
    explore("freeze, thaw / completion, cancel", QueueScenarios::freezeAgainstCompletion);
  }

  @Test
  void setMaxActive_enqueue() {
    explore("setMaxActive / enqueue", QueueScenarios::setMaxActiveAgainstEnqueue);
  }

  @Test
  void queueFlushes_requeue() {
    explore("two queue flushes / requeue", QueueScenarios::flushersAgainstRequeue);
  }

  @Test
  void drain_chained() {
    explore("drain / chained", QueueScenarios::drainAgainstChained);
  }

  @Test
  void urgent_normal() {
    explore("urgent / normal", WorkerScenarios::urgentAgainstNormal);
  }

  /** Workers can be had {@code count} times, and again from {@code until} on. */
  private static Faults fewThreads(int count, long until) {
    return new Faults() {
      @Override
      Host host(Host host) {
        return new NoMoreThreads(host, count, until);
      }
    };
  }

  @Test
  void threadStartFailure_reservedWorker() {
    Faults onlyReserved = fewThreads(1, Long.MAX_VALUE);
    explore("thread start failure / memReclaim", onlyReserved, WorkerScenarios::reservedWorker);
  }

  @Test
  void threadStartFailure_retry() {
    Faults noneAtFirst = fewThreads(0, 1_500_000_000);
    Logger log = Logger.getLogger("dev.wq");
    Level level = log.getLevel();
    log.setLevel(Level.OFF); // each failure is a warning
    try {
      explore("thread start failure / retry", noneAtFirst, WorkerScenarios::retriedStart);
    } finally {
      log.setLevel(level);
    }
  }

  @Test
  void bhBatches_enqueue() {
    explore("bh batches / enqueue", WorkerScenarios::batches);
  }

  @Test
  void freshThreads_enqueue() {
    explore("fresh threads / enqueue", WorkerScenarios::freshThreads);
  }

  @Test
  void quietWindow_enqueue() {
    Faults crowded =
        new Faults() {
          @Override
          Host host(Host host) {
            return new OtherHost(host) {
              @Override
              public int queuedThreads() {
                return 1_000;
              }
            };
          }
        };
    explore("quiet window / enqueue", crowded, WorkerScenarios::quietWindow);
  }

  @Test
  void flush_modifyToAnotherQueue() {
    explore("flush / modify to another queue", DelayedScenarios::modifyToAnotherQueueAgainstFlush);
  }

  @Test
  void closeInTime_runAndEnqueue() {
    explore("close in time / run, enqueue", DelayedScenarios::closeInTime);
  }

  @Test
  void timedWaits_end() {
    explore("timed waits / end", DelayedScenarios::timedWaitsAgainstEnd);
  }

  @Test
  void flushes_inCircle() {
    explore("works flush each other in a circle", WorkerScenarios::circleOfFlushes);
  }

  @Test
  void twoQueues_order() {
    explore("two queues / order of the second", SharedItemScenarios::orderOfSecondQueue);
  }

  @Test
  void twoQueues_queueFlushes() {
    explore("two queues / queue flushes", SharedItemScenarios::queueFlushes);
  }

  @Test
  void twoQueues_interrupt() {
    explore("two queues / interrupt, cancel", SharedItemScenarios::interruptWhileDeferred);
  }

  @Test
  void twoQueues_ordered() {
    explore("two queues / ordered", SharedItemScenarios::bothOrdered);
  }

  @Test
  void twoQueues_twoAtOnce() {
    explore("two queues / two at once", SharedItemScenarios::bothTwoAtOnce);
  }

  @Test
  void twoQueues_cancelWhileDeferred() {
    explore("two queues / cancel while deferred", SharedItemScenarios::cancelWhileDeferred);
  }

  @Test
  void twoQueues_secondFrozen() {
    explore("two queues / second frozen", SharedItemScenarios::secondQueueFrozen);
  }

  @Test
  void twoQueues_secondCloses() {
    explore("two queues / second closes", SharedItemScenarios::secondQueueCloses);
  }

  @Test
  void twoQueues_modifyWhileDeferred() {
    explore("two queues / modify while deferred", SharedItemScenarios::modifyWhileDeferred);
  }
}
