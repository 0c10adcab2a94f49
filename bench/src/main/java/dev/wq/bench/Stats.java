package dev.wq.bench;

import java.util.Arrays;

/** The few statistics of the table. */
final class Stats {
  private Stats() {}

  /** The middle value, or the mean of the two middle ones. */
  static double median(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("the median of no values was asked for");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The largest relative distance of a value from the median: 0.15 is 15 %. */
  static double drift(double... values) {
    double middle = median(values);
    double drift = 0;
    for (double value : values) {
      drift = Math.max(drift, Math.abs(value / middle - 1));
    }
    return drift;
  }
}
