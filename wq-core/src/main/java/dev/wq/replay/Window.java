package dev.wq.replay;

/**
 * A part of a recording's time, in nanoseconds since its first event. What is read of a recording
 * through a window is as if the recording had begun and ended there.
 *
 * @param from the first nanosecond
 * @param to the first one behind it
 */
public record Window(long from, long to) {
  /** Everything. */
  public static final Window ALL = new Window(0, Long.MAX_VALUE);

  public Window {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("a window from " + from + " to " + to + " holds nothing");
    }
  }

  boolean contains(long nanos) {
    return nanos >= from && nanos < to;
  }
}
