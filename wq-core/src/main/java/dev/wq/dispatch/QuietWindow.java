package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps busy workers from starving every other virtual thread of the JVM.
 *
 * <p>A carrier empties its local queue before it looks at submissions from outside, and unpark and
 * yield push locally; a few looping workers therefore keep fresh threads out for seconds, however
 * often they yield. What helps is to really leave. Every 32nd item of a queue its worker looks at
 * the clock; when the machine's budget is over, the first to look asks the scheduler whether
 * threads wait, and if so opens a quiet window for the whole machine: every worker that looks
 * meanwhile, or arrives to take over a queue that is being served, parks until it ends. So the
 * local queues drain, waiting threads start, and the nappers come back through the outside queue,
 * that is in turn. Counting by queue, not by worker, matters: queues whose items come and go with a
 * worker each would never let one worker loop long enough.
 *
 * <p>Workers on their way to take over from a looping one are not counted as waiting; they come by
 * themselves.
 */
final class QuietWindow {
  static final int LOOK_EVERY = 32; // items of a queue
  private static final long BUDGET_NANOS = 200_000;
  private static final long NAP_NANOS = 50_000;

  private final Host host;
  private final AtomicInteger handovers = new AtomicInteger();
  private volatile long lastLook; // host time; racing looks are harmless
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

  /** Whether the worker that has just run another {@link #LOOK_EVERY}th item leaves the CPU now. */
  boolean isDue(long now) {
    if (isOpen(now)) {
      return true;
    }
    if (now - lastLook < BUDGET_NANOS) {
      return false;
    }
    lastLook = now;
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

  void nap() {
    long left = openUntil - host.nanoTime();
    if (left > 0) {
      host.parkNanos(this, left);
    }
    lastLook = host.nanoTime();
  }
}
