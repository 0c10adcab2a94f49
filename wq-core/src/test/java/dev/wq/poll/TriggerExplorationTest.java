package dev.wq.poll;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Exploration;
import dev.wq.sim.Explorer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every race of an arming that a few threads can make, each under 10 000 seeds. After a run all
 * books must balance, see {@link TriggerWorld#settle}. Two carriers explore side by side.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TriggerExplorationTest {
  private static final int SEEDS = Integer.getInteger("wq.explore.seeds", 10_000);
  private static final int DISTINCT = SEEDS / 100;

  private final ExecutorService carriers = Executors.newFixedThreadPool(2);
  private final Logger log = Logger.getLogger("dev.wq");
  private final Level level = log.getLevel();

  @BeforeAll
  void expectWarnings() {
    log.setLevel(Level.OFF); // each work that a closing queue does not run is one
  }

  @AfterAll
  void stop() {
    carriers.shutdownNow();
    log.setLevel(level);
  }

  /** What a few threads do in a fresh world. */
  private interface Start {
    void in(TriggerWorld world) throws Exception;
  }

  private record Race(String name, Start start) {
    Exploration explore() {
      long begin = System.nanoTime();
      Exploration seen =
          Explorer.seeds(SEEDS)
              .cpus(2)
              .check(machine -> {
                TriggerWorld world = new TriggerWorld(machine);
                start.in(world);
                world.settle();
              });
      System.out.printf(
          "explored %-36s %d seeds, %d schedules, %.1f s%n",
          name, seen.runs(), seen.distinctSchedules(), (System.nanoTime() - begin) / 1e9);
      return seen;
    }
  }

  private static Stream<Race> races() {
    return Stream.of(
        new Race("two raisers / armer", TriggerScenarios::twoRaisersAgainstArmer),
        new Race("raise / timeout", TriggerScenarios::raiseAgainstTimeout),
        new Race("raise / disarm", TriggerScenarios::raiseAgainstDisarm),
        new Race("raise / cancelSync", TriggerScenarios::raiseAgainstCancelSync),
        new Race("raise / disable", TriggerScenarios::raiseAgainstDisable),
        new Race("raise / close", TriggerScenarios::raiseAgainstClose),
        new Race("raise / drain", TriggerScenarios::raiseAgainstDrain),
        new Race("refused / next watcher", TriggerScenarios::refusedAgainstNextWatcher),
        new Race("fired / next watcher", TriggerScenarios::firedAgainstNextWatcher),
        new Race("handlers that take nothing", TriggerScenarios::handlersThatTakeNothing),
        new Race("arm / arm", TriggerScenarios::armAgainstArm),
        new Race("drop / delivery", TriggerScenarios::dropAgainstDelivery),
        new Race("drop / delivery during the run", TriggerScenarios::dropAgainstDeliveryDuringRun),
        new Race("raise / interrupt", TriggerScenarios::raiseAgainstInterrupt));
  }

  @TestFactory
  Stream<DynamicTest> everyRace_balances() {
    return races().map(race -> testOf(race, carriers.submit(race::explore))).toList().stream();
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
