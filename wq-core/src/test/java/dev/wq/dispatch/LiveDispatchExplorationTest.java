package dev.wq.dispatch;

import dev.wq.RaceTests;
import dev.wq.RaceTests.Race;
import dev.wq.host.Host;
import dev.wq.host.OtherHost;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every race of a live queue that a few threads can make, each under 10 000 seeds. After a run all
 * books must balance, see {@link World#settle}. Two carriers explore side by side.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveDispatchExplorationTest {
  private final RaceTests tests = new RaceTests(explorer -> explorer, 1_000);
  private final Logger log = Logger.getLogger("dev.wq");
  private final Level level = log.getLevel();

  @BeforeAll
  void expectWarnings() {
    log.setLevel(Level.OFF); // each thread that can't be started is one
  }

  @AfterAll
  void stop() {
    tests.close();
    log.setLevel(level);
  }

  private static Race race(String name, Races.Start start) {
    return race(name, Faults.NONE, start);
  }

  private static Race race(String name, Faults faults, Races.Start start) {
    return new Race(name, machine -> Races.run(machine, faults, start));
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

  /** There are always threads that wait for a CPU. */
  private static Faults crowded() {
    return new Faults() {
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
  }

  private static List<Race> races() {
    return List.of(
        race("claim / begin, end", ItemScenarios::claimAgainstBeginAndEnd),
        race("cancel / run", ItemScenarios::cancelAgainstRun),
        race("cancelSync / enqueue", ItemScenarios::cancelSyncAgainstEnqueue),
        race("cancelSync / cancelSync", ItemScenarios::twoCancelSyncs),
        race("flush / requeue", ItemScenarios::flushAgainstRequeue),
        race("disable, enable / enqueue", ItemScenarios::disableAgainstEnqueue),
        race("timer / cancel", DelayedScenarios::firingAgainstCancel),
        race("timer / cancelSync", DelayedScenarios::firingAgainstCancelSync),
        race("timer / modify", DelayedScenarios::firingAgainstModify),
        race("timer / flush", DelayedScenarios::firingAgainstFlush),
        race(
            "timer / modify to another queue", DelayedScenarios::firingAgainstModifyToAnotherQueue),
        race("timer / close", DelayedScenarios::firingAgainstClose),
        race("batch of timers / cancelSync, queue flush", BatchScenarios::againstCancel),
        race("batch of timers / cancel, frozen", BatchScenarios::cancelOfAFrozenBundle),
        race("batch of timers / modify, reschedule", BatchScenarios::againstModify),
        race("batch of timers / close", BatchScenarios::againstClose),
        race("batch of timers / forced close", BatchScenarios::againstForcedClose),
        race("batch of timers / order", BatchScenarios::order),
        race("batch of timers / cancel by a discard", BatchScenarios::discardThatCancels),
        race("batch of timers / flush by the run before", BatchScenarios::selfWait),
        race("close / enqueue, arm", DelayedScenarios::closeAgainstEnqueueAndArm),
        race("idle / enqueue", QueueScenarios::idleTransition),
        race("ordered / two producers, flush", QueueScenarios::orderedQueueKeepsOrder),
        race("freeze, thaw / enqueue", QueueScenarios::freezeAgainstEnqueue),
        race("freeze, thaw / completion, cancel", QueueScenarios::freezeAgainstCompletion),
        race("setMaxActive / enqueue", QueueScenarios::setMaxActiveAgainstEnqueue),
        race("two queue flushes / requeue", QueueScenarios::flushersAgainstRequeue),
        race("drain / chained", QueueScenarios::drainAgainstChained),
        race("urgent / normal", WorkerScenarios::urgentAgainstNormal),
        race(
            "thread start failure / memReclaim",
            fewThreads(1, Long.MAX_VALUE),
            WorkerScenarios::reservedWorker),
        race(
            "thread start failure / retry",
            fewThreads(0, 1_500_000_000),
            WorkerScenarios::retriedStart),
        race("bh batches / enqueue", WorkerScenarios::batches),
        race("fresh threads / enqueue", WorkerScenarios::freshThreads),
        race("more queues than workers / enqueue", WorkerScenarios::moreQueuesThanWorkers),
        race("quiet window / enqueue", crowded(), WorkerScenarios::quietWindow),
        race("fast queue / freeze, cancel", WorkerScenarios::fastQueue),
        race("flush / modify to another queue", DelayedScenarios::modifyToAnotherQueueAgainstFlush),
        race("close in time / run, enqueue", DelayedScenarios::closeInTime),
        race("timed waits / end", DelayedScenarios::timedWaitsAgainstEnd),
        race("works flush each other in a circle", WorkerScenarios::circleOfFlushes),
        race("two queues / order of the second", SharedItemScenarios::orderOfSecondQueue),
        race("two queues / queue flushes", SharedItemScenarios::queueFlushes),
        race("two queues / interrupt, cancel", SharedItemScenarios::interruptWhileDeferred),
        race("two queues / ordered", SharedItemScenarios::bothOrdered),
        race("two queues / two at once", SharedItemScenarios::bothTwoAtOnce),
        race("two queues / cancel while deferred", SharedItemScenarios::cancelWhileDeferred),
        race("two queues / second frozen", SharedItemScenarios::secondQueueFrozen),
        race("two queues / second closes", SharedItemScenarios::secondQueueCloses),
        race("two queues / modify while deferred", SharedItemScenarios::modifyWhileDeferred),
        race("stop / plugging drain, submit", LifecycleScenarios::stopAgainstDrain),
        race("plug, unplug / submit", LifecycleScenarios::unplugAgainstSubmit),
        race("stop, start / submit", LifecycleScenarios::restartAgainstSubmit),
        race("plug / timer", LifecycleScenarios::plugAgainstTimer),
        race("run on a caller / stop, submit", LifecycleScenarios::hostAgainstStop),
        race("run on a caller / interrupt, close", LifecycleScenarios::hostAgainstClose),
        race("runOne, runOne / submit, start", LifecycleScenarios::runOneAgainstStart),
        race("pool / run on a caller", LifecycleScenarios::poolThenHost),
        race("overrun / end", OverrunScenarios::overrunAgainstEnd),
        race("overrun / next item", OverrunScenarios::overrunAgainstNextItem),
        race("overrun / requeue, cancel", OverrunScenarios::overrunAgainstRequeue),
        race("overrun that stops / submit, close", OverrunScenarios::overrunThatStops),
        race("hold, release / timer", HoldScenarios::releaseAgainstTimer),
        race("held / cancel, modify, flush", HoldScenarios::heldAgainstTakers),
        race("held / reschedule, cancel", HoldScenarios::heldAgainstReschedule),
        race("held / close", HoldScenarios::heldAgainstClose),
        race(
            "close, arm / arm for another queue", DelayedScenarios::closeAgainstArmForAnotherQueue),
        race("reschedule / begin", RescheduleScenarios::againstBegin),
        race("reschedule / timer", RescheduleScenarios::againstExpiry),
        race("reschedule / cancel", RescheduleScenarios::againstCancel),
        race("queued and armed / cancelSync", RescheduleScenarios::bothAgainstCancelSync),
        race("reschedule / cancelSync", RescheduleScenarios::againstCancelSync),
        race("reschedule / disable", RescheduleScenarios::againstDisable),
        race("reschedule / modify to another queue", RescheduleScenarios::againstModify),
        race("reschedule / flush", RescheduleScenarios::againstFlush),
        race("reschedule / close", RescheduleScenarios::againstClose),
        race("reschedule / close of its first queue", RescheduleScenarios::closeOfTheFirstQueue),
        race("reschedule / deferred", RescheduleScenarios::whileDeferred),
        race("forced close / suspended tasks", TaskScenarios::forcedClose),
        race("close / spawned tasks", TaskScenarios::closeAgainstSpawn));
  }

  @TestFactory
  Stream<DynamicTest> everyRace_balances() {
    return tests.of(races());
  }
}
