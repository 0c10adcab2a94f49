package dev.wq.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StatsTest {
  @Test
  void medianOfAnOddNumber_isTheMiddleOne() {
    assertEquals(3, Stats.median(9, 1, 3));
  }

  @Test
  void medianOfAnEvenNumber_isBetweenTheMiddleTwo() {
    assertEquals(2.5, Stats.median(4, 1, 2, 3));
  }

  @Test
  void median_leavesItsArgumentInOrder() {
    double[] values = {3, 1, 2};
    Stats.median(values);
    assertEquals(3, values[0]);
  }

  @Test
  void medianOfNothing_isRefused() {
    assertThrows(IllegalArgumentException.class, Stats::median);
  }

  @Test
  void spread_hasMedianBothEndsAndWhatIsNextToThem() {
    assertEquals(new Spread(3, 1, 7), Spread.of(7, 1, 2, 5, 3));
  }
}
