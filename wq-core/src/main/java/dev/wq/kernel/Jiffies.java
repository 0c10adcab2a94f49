package dev.wq.kernel;

/**
 * The kernel's tick and its timer wheel.
 *
 * @param hz ticks per second
 */
public record Jiffies(int hz) {
  private static final int LEVEL_SHIFT = 3;
  private static final int SLOTS = 64;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  public Jiffies {
    if (hz < 1) {
      throw new IllegalArgumentException("hz must be at least 1, was " + hz);
    }
  }

  /** The tick at or before {@code nanos}. */
  public long tickAt(long nanos) {
    return Math.floorDiv(nanos, NANOS_PER_SECOND / hz);
  }

  /** When {@code tick} happens, in nanoseconds. */
  public long nanosAt(long tick) {
    return tick * (NANOS_PER_SECOND / hz);
  }

  /** As {@code msecs_to_jiffies}: rounded up, so that a wait is never shorter. */
  public long ticksFor(long nanos) {
    return Math.ceilDiv(nanos, NANOS_PER_SECOND / hz);
  }

  /**
   * The tick at which a timer armed at {@code now} with {@code delay} ticks fires: rounded up to
   * the granule of its wheel level, so late by up to one granule (linux 83, 84).
   */
  public long expiry(long now, long delay) {
    if (delay < 0) {
      throw new IllegalArgumentException("negative delay " + delay);
    }
    int depth = hz > 100 ? 9 : 8;
    long longest = levelStart(depth) - (1L << ((depth - 1) * LEVEL_SHIFT));
    long capped = delay >= levelStart(depth) ? longest : delay;
    int shift = shiftOf(capped, depth);
    return (((now + capped) >> shift) + 1) << shift;
  }

  private static int shiftOf(long delay, int depth) {
    int level = 0;
    while (level < depth - 1 && delay >= levelStart(level + 1)) {
      level++;
    }
    return level * LEVEL_SHIFT;
  }

  /** The first delay that belongs to {@code level}: 63, 504, 4032 ... */
  private static long levelStart(int level) {
    return (long) (SLOTS - 1) << ((level - 1) * LEVEL_SHIFT);
  }
}
