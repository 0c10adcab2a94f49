package dev.wq.driver;

import dev.wq.RaceTests;
import dev.wq.RaceTests.Race;
import java.util.List;
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
  private final RaceTests tests = new RaceTests(explorer -> explorer.switchOneIn(4), 100);

  @AfterAll
  void stop() {
    tests.close();
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
    return tests.of(races());
  }
}
