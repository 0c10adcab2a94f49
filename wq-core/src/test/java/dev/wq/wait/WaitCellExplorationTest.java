package dev.wq.wait;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Exploration;
import dev.wq.sim.Explorer;
import dev.wq.sim.Scenario;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every race of a cell that two to four threads can make, each under 10 000 seeds, on two carriers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitCellExplorationTest {
  private static final int SEEDS = Integer.getInteger("wq.explore.seeds", 10_000);
  private static final int DISTINCT = 10;

  private final ExecutorService carriers = Executors.newFixedThreadPool(2);

  @AfterAll
  void stop() {
    carriers.shutdownNow();
  }

  private record Race(String name, Scenario scenario) {
    Exploration explore() {
      return Explorer.seeds(SEEDS).cpus(2).switchOneIn(4).check(scenario);
    }
  }

  private static List<Race> races() {
    return List.of(
        new Race("wake / close", WaitCellScenarios::wakeAgainstClose),
        new Race("wake / wake / close", WaitCellScenarios::twoWakersAndClose),
        new Race("wake / wake", WaitCellScenarios::twoWakers),
        new Race("timeout / wake", WaitCellScenarios::timeoutAgainstWake),
        new Race("interrupt / wake", WaitCellScenarios::interruptAgainstWake),
        new Race("subscribe / wake / close", WaitCellScenarios::subscribeAgainstWakeAndClose),
        new Race("unsubscribe / wake", WaitCellScenarios::unsubscribeAgainstWake),
        new Race("condition / wake / wake", WaitCellScenarios::conditionAgainstWake),
        new Race("condition / wake / close", WaitCellScenarios::conditionAgainstClose),
        new Race("waiter / waiter / wake", WaitCellScenarios::secondWaiter));
  }

  @TestFactory
  Stream<DynamicTest> everyRace_balances() {
    List<DynamicTest> tests =
        races().stream().map(race -> testOf(race, carriers.submit(race::explore))).toList();
    return tests.stream(); // all are submitted before the first is awaited
  }

  private static DynamicTest testOf(Race race, Future<Exploration> exploration) {
    return DynamicTest.dynamicTest(
        race.name(),
        () -> {
          Exploration seen = result(exploration);
          assertTrue(seen.distinctSchedules() >= DISTINCT, seen::toString);
        });
  }

  private static Exploration result(Future<Exploration> exploration) throws Throwable {
    try {
      return exploration.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }
}
