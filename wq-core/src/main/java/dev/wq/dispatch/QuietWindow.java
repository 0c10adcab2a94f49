package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps busy workers from starving every other virtual thread of the JVM.
 *
 * <p>A carrier empties its local queue before it looks at submissions from outside, and unpark and
 * yield push locally; a few looping workers therefore keep fresh threads out for seconds, however
 * often they yield. What helps is to really leave: a worker that has looped for its budget asks the
 * scheduler whether threads wait; if so it opens a quiet window for the whole machine, and every
 * worker that looks at the clock, or arrives at a queue that is being served, parks until the
 * window ends. So the local queues drain, waiting threads start, and the nappers come back through
 * the outside queue, that is in turn. Workers on their way to take over from a looping one are not
 * counted as waiting; they come by themselves.
 */
final class QuietWindow {
  static final int LOOK_EVERY = 32; // items
  private static final long BUDGET_NANOS = 200_000;
  private static final long NAP_NANOS = 50_000;

  private final Host host;
  private final AtomicInteger handovers = new AtomicInteger();
  private volatile long openUntil; // host time; 0 before the first window

  QuietWindow(Host host) {
    this.host = host;
  }

  void handoverSent() {
    handovers.incrementAndGet();
  }

  void handoverArrived() {
    handovers.decrementAndGet();
  }

  /**
   * Whether the worker, which has run another {@link #LOOK_EVERY} items, has to leave the CPU for a
   * while.
   */
  boolean isDue(Worker me) {
    long now = host.nanoTime();
    if (me.since == 0) {
      me.since = now;
    }
    if (isOpen(now)) {
      return true;
    }
    if (now - me.since < BUDGET_NANOS) {
      return false;
    }
    me.since = now;
    if (host.queuedThreads() <= handovers.get()) {
      return false;
    }
    openUntil = now + NAP_NANOS;
    return true;
  }

  boolean isOpen() {
    return openUntil != 0 && isOpen(host.nanoTime());
  }

  private boolean isOpen(long now) {
    return openUntil != 0 && openUntil - now > 0;
  }

  void nap(Worker me) {
    long left = openUntil - host.nanoTime();
    if (left > 0) {
      host.parkNanos(this, left);
    }
    me.since = host.nanoTime();
  }
}
