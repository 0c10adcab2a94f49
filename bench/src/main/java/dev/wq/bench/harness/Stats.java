package dev.wq.bench.harness;

import java.util.Arrays;

/** The few statistics of the table. */
public final class Stats {
  private Stats() {}

  /** The middle value, or the mean of the two middle ones. */
  public static double median(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("the median of no values was asked for");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
