package dev.wq.kernel;

/**
 * What the machine is set to.
 *
 * @param hz scheduler ticks per second
 * @param cpuIntensiveThresholdNanos CPU time after which a tick marks a work CPU_INTENSIVE, 0 for
 *     never (linux 50)
 * @param concurrency how per-CPU pools are managed
 * @param neverBesideItself true: a work that runs in any pool, for any queue, goes to its runner's
 *     private list, as the public API promises; false: the kernel's redirect and collision rules
 *     exactly, under which it may overlap itself (linux 15-18)
 */
public record PoolSettings(
    int hz, long cpuIntensiveThresholdNanos, Concurrency concurrency, boolean neverBesideItself) {
  private static final long DEFAULT_THRESHOLD_NANOS = 10_000_000;

  public PoolSettings {
    if (hz < 1) {
      throw new IllegalArgumentException("hz must be at least 1, was " + hz);
    }
    if (cpuIntensiveThresholdNanos < 0) {
      throw new IllegalArgumentException("negative threshold " + cpuIntensiveThresholdNanos);
    }
  }

  /** The kernel exactly: managed, 10 ms threshold. */
  public static PoolSettings kernel(int hz) {
    return new PoolSettings(hz, DEFAULT_THRESHOLD_NANOS, Concurrency.MANAGED, false);
  }

  public PoolSettings with(Concurrency other) {
    return new PoolSettings(hz, cpuIntensiveThresholdNanos, other, neverBesideItself);
  }

  public PoolSettings withThreshold(long nanos) {
    return new PoolSettings(hz, nanos, concurrency, neverBesideItself);
  }

  public PoolSettings neverBesideThemselves() {
    return new PoolSettings(hz, cpuIntensiveThresholdNanos, concurrency, true);
  }
}
