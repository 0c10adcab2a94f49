package dev.wq.bench.harness;

import java.util.Arrays;

/**
 * The median of some rounds, and how far they are apart.
 *
 * @param lower the lowest but one, where there are more than two
 * @param upper the highest but one, where there are more than two
 */
record Spread(double median, double min, double lower, double upper, double max) {
  static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    int in = sorted.length > 2 ? 1 : 0;
    return new Spread(Stats.median(sorted), sorted[0], sorted[in], sorted[last - in], sorted[last]);
  }
}
