package dev.wq.kernel;

import dev.wq.dispatch.Waiter;

/** The kernel's ends of waits, with the thread that waits. */
final class Waits {
  private Waits() {}

  /** Behind a work. */
  static final class ForWork extends Barrier {
    final Waiter waiter;

    ForWork(Waiter waiter) {
      this.waiter = waiter;
    }
  }

  /** For all works of a queue. */
  static final class ForQueue extends Flusher {
    final Waiter waiter;

    ForQueue(Waiter waiter) {
      this.waiter = waiter;
    }
  }
}
