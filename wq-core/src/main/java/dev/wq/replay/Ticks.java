package dev.wq.replay;

import java.util.Arrays;

/**
 * The scheduler's ticks on a recording's time scale: found by the timers, which expire in ticks,
 * mostly within some microseconds of their beginning.
 */
final class Ticks {
  private static final long SECOND = 1_000_000_000;
  private static final int[] USUAL_HZ = {100, 250, 300, 1000};
  private static final int DEFAULT_HZ = 250;
  private static final int BINS = 100;
  private static final int ENOUGH = 50;

  private long[] expiries = new long[64];
  private int size;
  private int hz;
  private long phase;

  void expired(long nanos) {
    if (size == expiries.length) {
      expiries = Arrays.copyOf(expiries, size * 2);
    }
    expiries[size++] = nanos;
  }

  /**
   * Settles the frequency; 0: the slowest one for which most timers expire in one tenth of a tick.
   */
  Ticks at(int wantedHz) {
    Ticks settled = new Ticks();
    settled.expiries = expiries;
    settled.size = size;
    settled.hz = wantedHz > 0 ? wantedHz : guess();
    settled.phase = best(settled.hz) * (SECOND / settled.hz) / BINS;
    return settled;
  }

  int hz() {
    return hz;
  }

  boolean isGuessed() {
    return size >= ENOUGH;
  }

  long period() {
    return SECOND / hz;
  }

  /** The first tick at or after {@code nanos}. */
  long from(long nanos) {
    long behind = Math.floorMod(nanos - phase, period());
    return behind == 0 ? nanos : nanos + period() - behind;
  }

  private int guess() {
    if (size >= ENOUGH) {
      for (int candidate : USUAL_HZ) {
        if (within(candidate) * 2 > size) {
          return candidate;
        }
      }
    }
    return DEFAULT_HZ;
  }

  /** How many expire in the tenth of a tick that begins with the best bin. */
  private int within(int candidate) {
    int[] bins = bins(candidate);
    int first = best(candidate);
    int sum = 0;
    for (int i = 0; i < BINS / 10; i++) {
      sum += bins[(first + i) % BINS];
    }
    return sum;
  }

  private int best(int candidate) {
    int[] bins = bins(candidate);
    int best = 0;
    for (int i = 1; i < BINS; i++) {
      best = bins[i] > bins[best] ? i : best;
    }
    return best;
  }

  private int[] bins(int candidate) {
    long tick = SECOND / candidate;
    int[] bins = new int[BINS];
    for (int i = 0; i < size; i++) {
      bins[(int) (expiries[i] % tick * BINS / tick)]++;
    }
    return bins;
  }
}
