package dev.wq.kernel;

/**
 * The scheduler's ticks: the multiples of a length of time.
 *
 * @param nanos between two ticks
 */
public record TickClock(long nanos) {
  public TickClock {
    if (nanos < 1) {
      throw new IllegalArgumentException("a tick must take time, was " + nanos);
    }
  }

  /** The first tick after {@code now} that comes {@code wait} nanoseconds or more after it. */
  public long firstAfter(long now, long wait) {
    long earliest = now + Math.max(1, wait);
    long tick = Math.ceilDiv(earliest, nanos) * nanos;
    return earliest < 0 || tick < earliest ? Long.MAX_VALUE : tick;
  }
}
