package dev.wq.dispatch;

import dev.wq.timer.TimerNode;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a function of a bh queue blocks, which it must not (linux 79). Nothing tells a live
 * program that a virtual thread has been unmounted, so the thread's state is looked at when a batch
 * is not over after {@link #PATIENCE_NANOS}.
 */
final class BhWatch extends TimerNode {
  private static final long PATIENCE_NANOS = 10_000_000;

  private final LiveServing queue;
  private volatile @Nullable Worker watched;

  BhWatch(LiveServing queue) {
    this.queue = queue;
  }

  /** A worker begins a batch; with several at once the last one is watched. */
  void begin(Worker me) {
    watched = me;
    if (!isArmed()) {
      arm();
    }
  }

  private void arm() {
    try {
      queue.dispatch().timers().arm(this, queue.host.nanoTime() + PATIENCE_NANOS);
    } catch (IllegalStateException armedByAnother) {
      // Two workers began a batch at once: one timer is enough for both.
      assert isArmed() || watched != null;
    }
  }

  void end() {
    watched = null;
    queue.dispatch().timers().cancel(this);
  }

  @Override
  protected void expired() {
    Worker worker = watched;
    Item item = worker == null ? null : worker.item();
    if (worker == null || item == null) {
      return;
    }
    QueueListener told = queue.listener();
    if (isBlocked(worker.thread().getState()) && worker.item() == item && told != null) {
      told.blocked(item);
    }
  }

  private static boolean isBlocked(Thread.State state) {
    return state == Thread.State.WAITING
        || state == Thread.State.TIMED_WAITING
        || state == Thread.State.BLOCKED;
  }
}
