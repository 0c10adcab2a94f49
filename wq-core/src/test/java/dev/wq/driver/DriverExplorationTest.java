package dev.wq.driver;

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
 * Every race of a driver queue that a few threads can make, each under 10 000 seeds, on two
 * carriers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriverExplorationTest {
  private static final int SEEDS = Integer.getInteger("wq.explore.seeds", 10_000);
  private static final int DISTINCT = 100;

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
        new Race("post / cancel / pump", DriverScenarios::cancelAgainstPost),
        new Race("two waiters / cancel", DriverScenarios::cancelAgainstWaiters),
        new Race("kick / cancel / close of one", DriverScenarios::kickAgainstCancelAndClose),
        new Race("kick / interrupted waiter / waiter", DriverScenarios::interruptedWaiter),
        new Race("two posters / close", DriverScenarios::closeAgainstPosts),
        new Race("post / close in time", DriverScenarios::forcedCloseAgainstPosts),
        new Race("two suspenders / post", DriverScenarios::suspendAgainstPosts),
        new Race("detach / post / cancel", DriverScenarios::detachAgainstPostsAndCancel),
        new Race("attach / attach / post", DriverScenarios::attachAgainstAttach),
        new Race("reset / kick / cancel", DriverScenarios::resetAgainstKick),
        new Race("full: interrupt / post / cancel", DriverScenarios::interruptAgainstFullQueue),
        new Race("submitter: close / post", DriverScenarios::submitterCloseAgainstPost),
        new Race("submitters: move and post / the same", DriverScenarios::movesOfTwo),
        new Race("submitter: move / post", DriverScenarios::moveAgainstPosts));
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
