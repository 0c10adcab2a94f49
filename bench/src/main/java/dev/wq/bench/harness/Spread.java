package dev.wq.bench.harness;

import java.util.Arrays;

/** The median of some rounds, and how far they are apart. */
record Spread(double median, double min, double max) {
  static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(Stats.median(sorted), sorted[0], sorted[sorted.length - 1]);
  }
}
