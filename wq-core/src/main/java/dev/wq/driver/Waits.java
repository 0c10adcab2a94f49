package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** The timed, untimed and uninterrupted forms of a wait. */
final class Waits {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Waits() {}

  /** A wait for at most so many nanoseconds. */
  @FunctionalInterface
  interface Timed<R> {
    R await(long nanos) throws InterruptedException, TimeoutException;
  }

  /** A wait until a host time; false if that came first. */
  @FunctionalInterface
  interface Until {
    boolean await(Host host, long deadline) throws InterruptedException;
  }

  static <R> R untimed(Timed<R> wait) throws InterruptedException {
    try {
      return wait.await(Waiter.NEVER);
    } catch (TimeoutException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** A timeout in nanoseconds; one longer than a century waits for ever. */
  static long nanos(Duration timeout) {
    if (Objects.requireNonNull(timeout, "timeout").isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative, was " + timeout);
    }
    return timeout.compareTo(LONGEST) > 0 ? Waiter.NEVER : timeout.toNanos();
  }

  /**
   * Waits for so long, then does {@code insist}, then waits for ever; interrupts are set again at
   * the end.
   */
  static void uninterrupted(Host host, long nanos, Until wait, Runnable insist) {
    long deadline = Waiter.deadline(host, nanos);
    boolean interrupted = Thread.interrupted();
    boolean insisted = false;
    boolean over = false;
    while (!over) {
      try {
        over = wait.await(host, deadline);
        if (!over && !insisted) {
          insist.run();
          insisted = true;
          deadline = Waiter.NEVER;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
