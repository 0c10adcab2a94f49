package dev.wq.device;

import dev.wq.RaceTests;
import dev.wq.RaceTests.Race;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every race of a device that a few threads can make, each under 10 000 seeds, on two carriers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceExplorationTest {
  private final RaceTests tests = new RaceTests(explorer -> explorer.switchOneIn(4), 100);

  @AfterAll
  void stop() {
    tests.close();
  }

  private static List<Race> races() {
    return List.of(
        new Race("two submitters", DeviceScenarios::submitters),
        new Race("two submitters / two shutdowns", DeviceScenarios::submitAgainstShutdown),
        new Race("blocked submitters / shutdown", DeviceScenarios::blockedSubmitAgainstShutdown),
        new Race("async calls / shutdown in time", DeviceScenarios::forcedShutdown),
        new Race("blocking calls / shutdown", DeviceScenarios::callsAgainstShutdown),
        new Race("three creators", DeviceScenarios::creators),
        new Race("create / shutdown", DeviceScenarios::createAgainstShutdown),
        new Race("insert / create", DeviceScenarios::insertAgainstCreate),
        new Race("full: interrupt / submit", DeviceScenarios::interruptAgainstFullRunner));
  }

  @TestFactory
  Stream<DynamicTest> everyRace_balances() {
    return tests.of(races());
  }
}
