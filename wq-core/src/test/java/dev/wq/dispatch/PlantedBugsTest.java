package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Explorer;
import dev.wq.sim.FreshJvm;
import dev.wq.sim.ScheduleFailure;
import dev.wq.sim.Simulation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exploration finds every planted error, and the seed that it prints repeats the run. */
class PlantedBugsTest {
  private static final int SEEDS = 50_000; // the rarest bug is found at the 13 409th

  /** Started in JVMs of their own: replays a seed of a bug and prints what happened. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      System.out.println(replay(PlantedBug.valueOf(arguments[0]), Long.parseLong(arguments[1])));
    }
  }

  private static String replay(PlantedBug bug, long seed) {
    Throwable failure =
        assertThrows(
            Throwable.class, () -> Simulation.withCpus(2).seed(seed).run(bug::run), bug::name);
    return failure + "\n" + failure.getSuppressed()[0].getMessage().strip();
  }

  @ParameterizedTest
  @EnumSource
  void bug_isFoundAndReplayed(PlantedBug bug) throws Exception {
    ScheduleFailure failure =
        Explorer.seeds(SEEDS)
            .cpus(2)
            .explore(bug::run)
            .failure()
            .orElseThrow(() -> new AssertionError(bug + " not found in " + SEEDS + " seeds"));
    System.out.printf(
        "planted  %-36s first seed %d: %s%n",
        bug, failure.seed(), failure.getCause().getMessage().lines().findFirst().orElse(""));
    assertFalse(failure.getMessage().contains("NOT REPEATED"), failure.getMessage());
    assertTrue(
        failure.getMessage().contains("replay: Simulation.withCpus(2).seed(" + failure.seed()),
        failure.getMessage());
    String here = replay(bug, failure.seed());
    for (int start = 1; start <= 2; start++) {
      assertEquals(here, replayInFreshJvm(bug, failure.seed()), "JVM " + start);
    }
  }

  private static String replayInFreshJvm(PlantedBug bug, long seed) throws Exception {
    return FreshJvm.run(List.of(FreshJvm.OPENS), Program.class, bug.name(), "" + seed);
  }
}
