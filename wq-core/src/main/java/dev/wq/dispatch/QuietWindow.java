package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps busy workers from starving every other virtual thread of the JVM. */
/*
 * A carrier empties its local queue before it looks at submissions from outside, and unpark and yield push locally; a few
 * looping workers therefore keep fresh threads out for seconds, however often they yield. What helps is that for a moment
 * nothing of ours can run. Every LOOK_EVERYth item of a queue its worker looks at the clock; when the machine's budget is over,
 * the first to look asks the scheduler whether threads wait, and if so opens a window for the whole machine. After its item
 * every worker sees that it is open (counting by queue and not by worker matters: queues whose items come and go with a worker
 * each would never let one worker loop long enough), and then
 *
 *   holds the token of its queue          naps with it, so that nobody else comes for the queue
 *   has no token                          leaves the queue; the first one of the machine naps (mayStay) and then takes the
 *                                         next queue that is ready, the others go to sleep
 *   comes for a queue                     naps before it counts as arrived, so that no other is sent for what is ready
 *   is to run its item once more          naps in between
 *
 * So there is a nap for each CPU and each worker that may be on its way, and one more, whatever the number of queues. That matters:
 * nappers come back through the queue in which fresh threads wait, and run for a budget each. When all workers that had left
 * a queue napped, and those that had come for the queues that were ready, there were eighty of them, a nap of 50 us ended after
 * 22 ms, and fresh threads waited for 300 ms; now they wait for 5 (four queues of 10 us items on two CPUs, 99th percentile).
 *
 * Workers on their way to take over from a looping one are not counted as waiting: no window is opened for them, nor for queues
 * that wait for a worker. For these the one who looks leaves its queue (rotates), and goes to sleep if somebody is on the way. Who comes for a
 * high-priority queue does not nap, save to take over from a looping worker.
 */
final class QuietWindow {
  static final int LOOK_EVERY = 32; // items of a queue
  private static final long BUDGET_NANOS = 200_000;
  private static final long NAP_NANOS = 100_000;

  private final Host host;
  private final AtomicInteger handovers = new AtomicInteger();
  private final AtomicBoolean stays = new AtomicBoolean(); // a worker without a queue naps
  private volatile long lastLook; // host time; racing looks are harmless
  private volatile long openUntil; // host time; means nothing before the first window
  private volatile boolean open; // false -> true by who opens -> false by who wakes first after it

  QuietWindow(Host host) {
    this.host = host;
  }

  void handoverSent() {
    handovers.incrementAndGet();
  }

  void handoverArrived() {
    handovers.decrementAndGet();
  }

  /** What a worker does after an item. */
  enum Next {
    /** Goes on. */
    STAY,
    /** Makes room for threads that are none of ours: a window is open. */
    NAP,
    /** Makes room for other workers. */
    ROTATE
  }

  /**
   * What the worker does that has just run another {@link #LOOK_EVERY}th item.
   *
   * @param queuesWait whether queues wait for a worker
   */
  Next look(long now, boolean queuesWait) {
    if (isOpen(now)) {
      return Next.NAP;
    }
    if (now - lastLook < BUDGET_NANOS) {
      return Next.STAY;
    }
    lastLook = now;
    int ours = handovers.get();
    if (host.queuedThreads() <= ours) {
      return ours > 0 || queuesWait ? Next.ROTATE : Next.STAY;
    }
    openUntil = now + NAP_NANOS;
    open = true;
    return Next.NAP;
  }

  boolean isOpen() {
    return open && isOpen(host.nanoTime());
  }

  private boolean isOpen(long now) {
    return open && openUntil - now > 0;
  }

  /** A worker has come for a queue; if a window is open, it waits for its end. */
  void giveWay() {
    if (isOpen()) {
      nap();
    }
  }

  /**
   * A worker has left its queue. True if it may go on to another one: while a window is open that
   * is one worker of all, when the window is over.
   */
  boolean mayStay() {
    if (!isOpen()) {
      return true;
    }
    if (!stays.compareAndSet(false, true)) {
      return false;
    }
    try {
      nap();
    } finally {
      stays.set(false);
    }
    return true;
  }

  void nap() {
    long left = openUntil - host.nanoTime();
    if (left > 0) {
      host.parkNanos(this, left);
    }
    open = false;
    lastLook = host.nanoTime();
  }
}
