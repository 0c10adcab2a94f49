package dev.wq;

import java.time.Duration;
import java.util.Objects;

/** The check of the delays that works are queued with. */
final class Wait {
  private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

  private Wait() {}

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
