package dev.wq;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Exploration;
import dev.wq.sim.Explorer;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The invariants, whatever is done in whatever order. */
class ZephyrInvariantTest {
  private static final int SEEDS = Integer.getInteger("wq.explore.seeds", 10_000);

  @Test
  @DisplayName("zephyr I1, I2, I3, I4, I5, I6, I7, I8: under random operations and schedules")
  void randomOperations_keepTheBooks() {
    long begin = System.nanoTime();
    Exploration seen =
        Explorer.seeds(SEEDS).cpus(2).check(machine -> new RandomOperations(machine).go());
    System.out.printf(
        Locale.ROOT,
        "explored %-36s %d seeds, %5d distinct schedules, %.1f s%n",
        "random operations",
        seen.runs(),
        seen.distinctSchedules(),
        (System.nanoTime() - begin) / 1e9);
    assertTrue(seen.distinctSchedules() > SEEDS / 2, seen::toString);
  }
}
