package dev.wq.bench.queue;

import java.util.Random;

/** When the items of an open system come: independently of each other, at a given rate. */
final class Arrivals {
  private static final long SEED = 7;

  private Arrivals() {}

  /** Nanoseconds from the start, ascending; the same ones each time. */
  static long[] schedule(int count, double meanGapNanos) {
    Random random = new Random(SEED);
    long[] schedule = new long[count];
    double next = 0;
    for (int i = 0; i < count; i++) {
      next -= Math.log(1 - random.nextDouble()) * meanGapNanos;
      schedule[i] = Math.round(next);
    }
    return schedule;
  }
}
