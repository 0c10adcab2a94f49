package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.replay.Fidelity.InFlight;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic of the figures. */
class FidelityFiguresTest {
  private static Percentiles percentiles(long... values) {
    return Percentiles.of(values, values.length);
  }

  @Test
  void percentile_isTheValueAtTheShareOfTheCount() {
    assertEquals(new Percentiles(0, 0, 0, 0), percentiles());
    assertEquals(new Percentiles(7, 7, 7, 7), percentiles(7));
    assertEquals(new Percentiles(3, 4, 4, 4), percentiles(4, 1, 3, 2));
    long[] hundred = IntStream.range(0, 100).mapToLong(i -> 99 - i).toArray();
    assertEquals(new Percentiles(50, 95, 99, 99), percentiles(hundred));
  }

  @Test
  void percentiles_lookAtNoMoreThanTheCount() {
    long[] values = {2, 1, 100};
    assertEquals(2, Percentiles.of(values, 2).max());
    assertArrayEquals(new long[] {1, 2, 100}, values);
  }

  private static Flight flight(long... startsAndEnds) {
    Flight flight = new Flight(startsAndEnds.length / 2);
    for (int i = 0; i < startsAndEnds.length; i += 2) {
      flight.add(startsAndEnds[i], startsAndEnds[i + 1]);
    }
    return flight;
  }

  @Test
  void flight_countsTheMeanOnlyWhileThereIsOne() {
    assertEquals(new InFlight(0, 0), flight().inFlight());
    assertEquals(new InFlight(1, 1), flight(0, 10, 90, 100).inFlight());
    assertEquals(new InFlight(2, 1.5), flight(0, 10, 0, 5).inFlight());
  }

  @Test
  void endAndStartAtOneTime_areNotInFlightTogether() {
    assertEquals(new InFlight(1, 1), flight(0, 10, 10, 20).inFlight());
    assertEquals(new InFlight(0, 0), flight(5, 5).inFlight());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void longestIncreasing_isWhatTryingAllSubsetsFinds(long seed) {
    Random random = new Random(seed);
    int[] order = random.ints(0, 1_000).distinct().limit(12).toArray();
    int best = 0;
    for (int subset = 0; subset < 1 << order.length; subset++) {
      if (isIncreasing(order, subset)) {
        best = Math.max(best, Integer.bitCount(subset));
      }
    }
    assertEquals(best, new StartOrder(order).longestIncreasing());
  }

  private static boolean isIncreasing(int[] order, int subset) {
    int last = -1;
    for (int i = 0; i < order.length; i++) {
      if ((subset >> i & 1) == 1) {
        if (order[i] < last) {
          return false;
        }
        last = order[i];
      }
    }
    return true;
  }

  @Test
  void neighbours_keepTheirOrderToo() {
    assertEquals(2, new StartOrder(new int[] {2, 0, 1, 3, 4}).neighbours());
    assertEquals(0, new StartOrder(new int[] {2, 1, 0}).neighbours());
    assertEquals(0, new StartOrder(new int[] {}).neighbours());
  }
}
