package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExplorerTest {
  private static final SimHost.Body LOSSY = host -> Scenarios.LossyQueue.scenario(host, false);
  private static final SimHost.Body RIGHT = host -> Scenarios.LossyQueue.scenario(host, true);

  /** Started in a JVM of its own: replays a seed and prints its log. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      System.out.println(replay(Long.parseLong(arguments[0])));
    }
  }

  private static String replay(long seed) {
    var error =
        assertThrows(AssertionError.class, () -> Simulation.withCpus(1).seed(seed).runHost(LOSSY));
    return error.getMessage() + "\n" + error.getSuppressed()[0].getMessage().strip();
  }

  @Test
  void lostWakeUp_isFoundAndReplayed() throws Exception {
    var failure =
        assertThrows(ScheduleFailure.class, () -> Explorer.seeds(20_000).cpus(1).checkHost(LOSSY));
    String message = failure.getMessage();
    assertTrue(message.contains("seed " + failure.seed() + " of 20000"), message);
    assertTrue(
        message.contains("replay: Simulation.withCpus(1).seed(" + failure.seed() + ").run("),
        message);
    assertTrue(message.contains("is switched at Scenarios$LossyQueue."), message);
    assertTrue(failure.getCause().getMessage().startsWith("lost wake-up"), message);
    assertFalse(message.contains("NOT REPEATED"), message);
    String again = FreshJvm.run(List.of(FreshJvm.OPENS), Program.class, "" + failure.seed());
    assertEquals(replay(failure.seed()), again);
  }

  @Test
  void rightVersion_passesManyDistinctSchedules() {
    Exploration seen = Explorer.seeds(10_000).checkHost(RIGHT);
    System.out.println("10000 seeds, distinct schedules: " + seen.distinctSchedules());
    assertEquals(10_000, seen.runs());
    assertTrue(seen.distinctSchedules() > 1_000, seen::toString);
    assertTrue(seen.failure().isEmpty());
  }

  @Test
  void explore_answersWhatItSawUpToTheFailure() {
    Exploration seen = Explorer.seeds(20_000).exploreHost(LOSSY);
    assertEquals(seen.failure().orElseThrow().seed(), seen.runs());
  }

  @Test
  void firstComeFirstServed_neverFindsIt() {
    Simulation.withCpus(1).runHost(LOSSY);
  }

  @Test
  void simulatorsFailure_breaksTheScenarioToo() {
    var failure =
        assertThrows(
            ScheduleFailure.class, () -> Explorer.seeds(10).checkHost(_ -> Thread.sleep(1)));
    assertEquals(1, failure.seed());
    assertTrue(failure.getCause() instanceof SimulationFailure);
  }

  @Test
  void scenarioThatDependsOnSomethingElse_isToldSo() {
    int[] runs = {0};
    var failure =
        assertThrows(
            ScheduleFailure.class,
            () ->
                Explorer.seeds(10)
                    .checkHost(host -> {
                      host.log("run " + runs[0]++);
                      assertTrue(runs[0] != 3);
                    }));
    assertTrue(failure.getMessage().contains("NOT REPEATED"), failure.getMessage());
  }

  @Test
  void settings_areChecked() {
    assertThrows(IllegalArgumentException.class, () -> Explorer.seeds(0));
    assertThrows(IllegalArgumentException.class, () -> Explorer.seeds(1).cpus(0));
    assertThrows(IllegalArgumentException.class, () -> Explorer.seeds(1).switchOneIn(0));
    assertThrows(IllegalArgumentException.class, () -> Simulation.withCpus(0));
    assertThrows(IllegalArgumentException.class, () -> Simulation.withCpus(1).named(" "));
  }
}
