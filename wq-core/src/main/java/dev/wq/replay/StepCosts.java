package dev.wq.replay;

import java.util.Arrays;

/** Measures in a recording what the small steps of a work's way cost. */
final class StepCosts {
  /** A step that took longer was interrupted by something. */
  static final long LONG = 10_000;

  /** From here on a mean is better than what other recordings show. */
  private static final int ENOUGH = 20;

  /** What the bundled recordings of a 6.18 kernel show. */
  private static final Costs USUAL = new Costs(1_500, 1_000, 400, 1_200, 60_000);

  private final Samples kicks = new Samples();
  private final Samples looks = new Samples();
  private final Samples nexts = new Samples();
  private final Samples leaves = new Samples();
  private final Ticks ticks = new Ticks();
  private long activatedAt = -1;
  private int activatedOn;

  void activated(long nanos, int cpu) {
    activatedAt = nanos;
    activatedOn = cpu;
  }

  void woken(long nanos, int cpu, int targetCpu) {
    if (activatedAt >= 0 && cpu == activatedOn && cpu == targetCpu) {
      kicks.add(nanos - activatedAt);
    }
    activatedAt = -1;
  }

  void look(long nanos) {
    looks.add(nanos);
  }

  void next(long nanos) {
    nexts.add(nanos);
  }

  void leave(long nanos) {
    leaves.add(nanos);
  }

  void expired(long nanos) {
    ticks.expired(nanos);
  }

  Ticks ticks() {
    return ticks;
  }

  Costs build() {
    return new Costs(
        kicks.typical(USUAL.kick()),
        looks.typical(USUAL.look()),
        nexts.typical(USUAL.next()),
        leaves.typical(USUAL.leave()),
        USUAL.create());
  }

  private static final class Samples {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    /**
     * The mean of the samples that nothing came between: those up to three medians. A mean, because
     * the clock is cut to microseconds and most of these steps take less than one.
     */
    long typical(long otherwise) {
      if (size < ENOUGH) {
        return otherwise;
      }
      long[] sorted = Arrays.copyOf(values, size);
      Arrays.sort(sorted);
      long most = Math.max(3_000, 3 * sorted[size / 2]);
      return Math.round(
          Arrays.stream(sorted).filter(v -> v <= most).average().orElse((double) otherwise));
    }
  }
}
