package dev.wq.poll;

import dev.wq.RaceTests;
import dev.wq.RaceTests.Race;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every race of an object that a few threads can make, each under 10 000 seeds, on two carriers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectExplorationTest {
  private final RaceTests tests = new RaceTests(explorer -> explorer.switchOneIn(4), 100);

  @AfterAll
  void stop() {
    tests.close();
  }

  private static List<Race> races() {
    return List.of(
        new Race("give / take in time", ObjectScenarios::giveAgainstTimeout),
        new Race("give / take", ObjectScenarios::givesAgainstTakes),
        new Race("give / reset", ObjectScenarios::giveAgainstReset),
        new Race("give / watchers", ObjectScenarios::giveAgainstWatchers),
        new Race("give / taker, watcher", ObjectScenarios::takerAgainstWatcher),
        new Race("put / interrupt", ObjectScenarios::interruptAgainstPut),
        new Race("put / cancelWait", ObjectScenarios::cancelWaitAgainstPut),
        new Race("put / get, both blocked", ObjectScenarios::bothSidesBlocked),
        new Race("put / get, in order", ObjectScenarios::order),
        new Race("put in time / get", ObjectScenarios::timeoutsOfBothSides),
        new Race("put / purge", ObjectScenarios::purgeAgainstPut),
        new Race("get / watchers of space", ObjectScenarios::spaceAgainstWatchers),
        new Race("pipe: close / read, write", ObjectScenarios::closeAgainstRead),
        new Race("pipe: read in time / write in time", ObjectScenarios::pipeTimeouts),
        new Race("pipe: reset / read, write", ObjectScenarios::resetAgainstBoth));
  }

  @TestFactory
  Stream<DynamicTest> everyRace_balances() {
    return tests.of(races());
  }
}
