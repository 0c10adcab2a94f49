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
    if (Objects.requireNonNull(timeout, "timeout").isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative, was " + timeout);
    }
    return timeout.compareTo(LONGEST_TIMEOUT) > 0 ? FOREVER : timeout.toNanos();
  }

  /** A delay or deadline in nanoseconds, at most 100 years. */
  static long delayNanos(Duration delay, String what, Work work, WorkQueue queue) {
    if (Objects.requireNonNull(delay, what).isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(
          "%s of work '%s' on queue '%s' must be from 0 to 100 years, was %s"
              .formatted(what, work.name(), queue.name(), delay));
    }
    return delay.toNanos();
  }
}
