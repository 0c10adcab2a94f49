package dev.wq.kernel;

import dev.wq.dispatch.Waiter;

/** The kernel's ends of waits, with the thread that waits. */
final class Waits {
  private Waits() {}

  /** Behind a work. */
  static final class ForWork extends Barrier {
    private final ItemWork work;
    private final Waiter waiter;

    ForWork(ItemWork work, Waiter waiter) {
      this.work = work;
      this.waiter = waiter;
      work.barriers++;
    }

    void done() {
      work.barriers--;
      waiter.wake();
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
