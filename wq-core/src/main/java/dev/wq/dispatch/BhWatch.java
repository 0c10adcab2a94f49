package dev.wq.dispatch;

import dev.wq.timer.TimerNode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a function of a bh queue blocks, which it must not (linux 79). Nothing tells a live
 * program that a virtual thread has been unmounted, so the thread's state is looked at when a batch
 * is not over after {@link #PATIENCE_NANOS}.
 */
final class BhWatch extends TimerNode {
  private static final long PATIENCE_NANOS = 10_000_000;

  private static final VarHandle WATCHED;

  static {
    try {
      WATCHED = MethodHandles.lookup().findVarHandle(BhWatch.class, "watched", LiveWorker.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LiveServing queue;
  private volatile @Nullable LiveWorker watched; // the worker whose batch began last

  BhWatch(LiveServing queue) {
    this.queue = queue;
  }

  /** A worker begins a batch; with several at once the last one is watched. */
  void begin(LiveWorker me) {
    watched = me;
    arm();
  }

  /** The batch is over; the timer stays for a worker that has begun one since. */
  void end(LiveWorker me) {
    if (WATCHED.compareAndSet(this, me, null)) {
      queue.dispatch().timers().cancel(this);
      if (watched != null) {
        arm();
      }
    }
  }

  private void arm() {
    if (isArmed()) {
      return;
    }
    try {
      queue.dispatch().timers().arm(this, queue.host.nanoTime() + PATIENCE_NANOS);
    } catch (IllegalStateException armedByAnother) {
      return; // Two workers began a batch at once: one timer is enough for both.
    }
  }

  /** Looks every so often until the batch is over or has been reported. */
  @Override
  protected void expired() {
    LiveWorker worker = watched;
    if (worker != null && !reports(worker)) {
      arm();
    }
  }

  private boolean reports(LiveWorker worker) {
    Item item = worker.item();
    QueueListener told = queue.listener();
    boolean blocked = isBlocked(worker.thread().getState());
    if (!blocked || item == null || worker.item() != item || told == null) {
      return false;
    }
    told.blocked(item);
    return true;
  }

  private static boolean isBlocked(Thread.State state) {
    return state == Thread.State.WAITING
        || state == Thread.State.TIMED_WAITING
        || state == Thread.State.BLOCKED;
  }
}
