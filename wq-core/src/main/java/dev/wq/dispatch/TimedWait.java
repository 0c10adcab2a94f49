package dev.wq.dispatch;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** The timed and untimed forms of one wait. */
public final class TimedWait {
  private static final Duration LONGEST = Duration.ofNanos(Waiter.NEVER - 1);

  private TimedWait() {}

  /** A wait for at most so many nanoseconds; for {@link Waiter#NEVER}, however long it takes. */
  @FunctionalInterface
  public interface Timed<R> {
    R await(long timeoutNanos) throws InterruptedException, TimeoutException;
  }

  /** Waits without a limit, so that no timeout can come. */
  public static <R> R untimed(Timed<R> wait) throws InterruptedException {
    try {
      return wait.await(Waiter.NEVER);
    } catch (TimeoutException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * A timeout in nanoseconds; {@link Waiter#NEVER} for one longer than 292 years.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static long nanos(Duration timeout) {
    return nanos(timeout, "");
  }

  /** As {@link #nanos(Duration)}, of a wait for {@code what}, which a refusal names. */
  public static long nanos(Duration timeout, Object what) {
    if (Objects.requireNonNull(timeout, "timeout").isNegative()) {
      String name = what.toString();
      throw new IllegalArgumentException(
          "timeout%s must not be negative, was %s"
              .formatted(name.isEmpty() ? "" : " of a wait for " + name, timeout));
    }
    return timeout.compareTo(LONGEST) > 0 ? Waiter.NEVER : timeout.toNanos();
  }
}
