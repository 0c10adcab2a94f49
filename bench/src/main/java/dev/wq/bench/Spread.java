package dev.wq.bench;

import java.util.Arrays;

/** The median of some rounds, and how far they are apart. */
record Spread(double median, double min, double max) {
  static Spread of(double... values) {
    return new Spread(
        Stats.median(values),
        Arrays.stream(values).min().getAsDouble(),
        Arrays.stream(values).max().getAsDouble());
  }
}
