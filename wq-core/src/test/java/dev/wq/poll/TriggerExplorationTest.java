package dev.wq.poll;

import dev.wq.RaceTests;
import dev.wq.RaceTests.Race;
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
 * Every race of an arming that a few threads can make, each under 10 000 seeds. After a run all
 * books must balance, see {@link TriggerWorld#settle}. Two carriers explore side by side.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TriggerExplorationTest {
  private final RaceTests tests = new RaceTests(explorer -> explorer, RaceTests.SEEDS / 100);
  private final Logger log = Logger.getLogger("dev.wq");
  private final Level level = log.getLevel();

  @BeforeAll
  void expectWarnings() {
    log.setLevel(Level.OFF); // each work that a closing queue does not run is one
  }

  @AfterAll
  void stop() {
    tests.close();
    log.setLevel(level);
  }

  /** What a few threads do in a fresh world. */
  private interface Start {
    void in(TriggerWorld world) throws Exception;
  }

  private static Race race(String name, Start start) {
    return new Race(
        name,
        machine -> {
          TriggerWorld world = new TriggerWorld(machine);
          start.in(world);
          world.settle();
        });
  }

  private static List<Race> races() {
    return List.of(
        race("two raisers / armer", TriggerScenarios::twoRaisersAgainstArmer),
        race("raise / timeout", TriggerScenarios::raiseAgainstTimeout),
        race("raise / disarm", TriggerScenarios::raiseAgainstDisarm),
        race("raise / cancelSync", TriggerScenarios::raiseAgainstCancelSync),
        race("raise / disable", TriggerScenarios::raiseAgainstDisable),
        race("raise / close", TriggerScenarios::raiseAgainstClose),
        race("raise / drain", TriggerScenarios::raiseAgainstDrain),
        race("refused / next watcher", TriggerScenarios::refusedAgainstNextWatcher),
        race("fired / next watcher", TriggerScenarios::firedAgainstNextWatcher),
        race("handlers that take nothing", TriggerScenarios::handlersThatTakeNothing),
        race("arm / arm", TriggerScenarios::armAgainstArm),
        race("drop / delivery", TriggerScenarios::dropAgainstDelivery),
        race("drop / delivery during the run", TriggerScenarios::dropAgainstDeliveryDuringRun),
        race("idle / end, cancel", TriggerScenarios::idleAgainstEndAndCancel),
        race("raise / interrupt", TriggerScenarios::raiseAgainstInterrupt));
  }

  @TestFactory
  Stream<DynamicTest> everyRace_balances() {
    return tests.of(races());
  }
}
