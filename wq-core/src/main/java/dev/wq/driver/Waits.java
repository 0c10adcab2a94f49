package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;

/** The uninterrupted form of a wait. */
final class Waits {
  private Waits() {}

  /** A wait until a host time; false if that came first. */
  @FunctionalInterface
  interface Until {
    boolean await(Host host, long deadline) throws InterruptedException;
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
