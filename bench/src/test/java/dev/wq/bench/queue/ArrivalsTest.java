package dev.wq.bench.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final int COUNT = 100_000;
  private static final double GAP = 20_000;

  @Test
  void schedule_isTheSameEachTime() {
    assertArrayEquals(Arrivals.schedule(100, GAP), Arrivals.schedule(100, GAP));
  }

  @Test
  void schedule_ascends() {
    long[] schedule = Arrivals.schedule(COUNT, GAP);
    assertTrue(IntStream.range(1, COUNT).allMatch(i -> schedule[i] >= schedule[i - 1]));
  }

  @Test
  void schedule_hasTheRateAskedFor_andNoBeat() {
    long[] schedule = Arrivals.schedule(COUNT, GAP);
    assertEquals(COUNT * GAP, (double) schedule[COUNT - 1], 0.02 * COUNT * GAP);
    long longGaps =
        IntStream.range(1, COUNT).filter(i -> schedule[i] - schedule[i - 1] > GAP).count();
    assertEquals(
        COUNT / Math.E, (double) longGaps, 0.02 * COUNT); // as gaps without memory have them
  }
}
