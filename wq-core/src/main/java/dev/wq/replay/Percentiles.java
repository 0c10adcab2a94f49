package dev.wq.replay;

import java.util.Arrays;

/**
 * Percentiles of a set of times in nanoseconds; all zero if the set is empty. The value at p is the
 * one with the index floor(p * n) in ascending order, so it is always one that occurred.
 */
public record Percentiles(long p50, long p95, long p99, long max) {
  static final Percentiles NOTHING = new Percentiles(0, 0, 0, 0);

  /** Of the first {@code count} elements, which it sorts. */
  static Percentiles of(long[] values, int count) {
    if (count == 0) {
      return NOTHING;
    }
    Arrays.sort(values, 0, count);
    return new Percentiles(
        at(values, count, 0.50),
        at(values, count, 0.95),
        at(values, count, 0.99),
        values[count - 1]);
  }

  private static long at(long[] sorted, int count, double share) {
    return sorted[Math.min(count - 1, (int) (share * count))];
  }
}
