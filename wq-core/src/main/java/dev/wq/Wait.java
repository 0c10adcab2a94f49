package dev.wq;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** The timed and untimed forms of one wait, and the checks of the durations that they take. */
final class Wait {
  static final long FOREVER = Long.MAX_VALUE;
  private static final Duration LONGEST_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE - 1);
  private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

  private Wait() {}

  /** A wait for at most so many nanoseconds. */
  @FunctionalInterface
  interface Timed<R> {
    R await(long timeoutNanos) throws InterruptedException, TimeoutException;
  }

  /** Waits without a limit, so that no timeout can come. */
  static <R> R untimed(Timed<R> wait) throws InterruptedException {
    try {
      return wait.await(FOREVER);
    } catch (TimeoutException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** A timeout in nanoseconds; one longer than 292 years waits for ever. */
  static long nanos(Duration timeout) {
    checkNotNegative(timeout, "timeout");
    return timeout.compareTo(LONGEST_TIMEOUT) > 0 ? FOREVER : timeout.toNanos();
  }

  /** A delay in nanoseconds, at most 100 years. */
  static long delayNanos(Duration delay) {
    checkNotNegative(delay, "delay");
    if (delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("delay must be at most 100 years, was " + delay);
    }
    return delay.toNanos();
  }

  private static void checkNotNegative(Duration time, String what) {
    if (Objects.requireNonNull(time, what).isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative, was " + time);
    }
  }
}
