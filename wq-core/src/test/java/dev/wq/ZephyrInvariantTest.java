package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.poll.ArmResult;
import dev.wq.poll.PollSignal;
import dev.wq.poll.TriggeredWork;
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

  @Test
  @DisplayName("zephyr P14: a signal that is raised while a work is being armed is not lost")
  void raiseDuringArming_isNotLost() {
    int[] atOnce = {0};
    int seeds = Math.min(SEEDS, 1_000);
    Explorer.seeds(seeds)
        .cpus(2)
        .check(machine -> {
          WorkQueue q = machine.queue("q");
          PollSignal other = new PollSignal();
          PollSignal signal = new PollSignal();
          int[] runs = {0};
          TriggeredWork work = TriggeredWork.of("w", _ -> runs[0]++);
          machine.thread("raiser", () -> signal.raise(1));
          machine.point();
          ArmResult armed = work.arm(q, other.raised(), signal.raised());
          machine.runUntilIdle();
          assertEquals(1, runs[0]);
          atOnce[0] += armed == ArmResult.FIRED ? 1 : 0;
        });
    assertTrue(atOnce[0] > 0 && atOnce[0] < seeds, () -> atOnce[0] + " fired at once");
  }
}
