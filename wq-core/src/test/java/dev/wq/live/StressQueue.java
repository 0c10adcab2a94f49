package dev.wq.live;

import dev.wq.QueueStats;
import dev.wq.WorkQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One queue of the stress run, and what is known of it without asking it. */
final class StressQueue {
  final WorkQueue queue;
  final AtomicLong runs = new AtomicLong();
  final AtomicLong failed = new AtomicLong();
  volatile boolean frozen; // a freeze has returned and the thaw has not been called

  private final Stress stress;
  private final int limit; // the highest that was ever set
  private final AtomicInteger active = new AtomicInteger();

  StressQueue(Stress stress, WorkQueue queue, int limit) {
    this.stress = stress;
    this.queue = queue;
    this.limit = limit;
  }

  boolean isBh() {
    return queue.attrs().isBh();
  }

  void enter(String work) {
    runs.incrementAndGet();
    int now = active.incrementAndGet();
    if (now > limit) {
      stress.fault(work + " is number " + now + " of " + limit + " on " + queue.name());
    }
    checkNotFrozen(work);
  }

  void leave(String work) {
    checkNotFrozen(work);
    active.decrementAndGet();
  }

  private void checkNotFrozen(String work) {
    if (frozen) {
      stress.fault(work + " runs on the frozen " + queue.name());
    }
  }

  /** After everything has ended: what the queue counted is what happened. */
  void checkStats() {
    QueueStats stats = queue.stats();
    boolean agrees =
        stats.completed() == runs.get()
            && stats.started() == runs.get()
            && stats.failed() == failed.get()
            && stats.queued() == stats.completed() + stats.cancelled()
            && stats.pending() == 0
            && stats.inFlight() == 0
            && active.get() == 0;
    if (!agrees) {
      stress.fault(
          "%s ran %d, failed %d, active %d: %s"
              .formatted(queue.name(), runs.get(), failed.get(), active.get(), stats));
    }
  }
}
