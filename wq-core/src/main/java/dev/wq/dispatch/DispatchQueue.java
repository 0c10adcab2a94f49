package dev.wq.dispatch;

import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A queue as its dispatch sees it: the doors through which items come (enqueue, an expiring timer,
 * and those of {@link Arming}). In front of them is the gate, {@link QueueGate}; behind them is
 * what the dispatch supplies, {@link QueueBack}.
 */
/*
 * Armed works and close. Arming stores the node and then reads the gate; closing sets the gate and then takes all nodes of
 * this queue off the wheel. At least one sees the other, so no armed work outlives its queue.
 *
 * A timer that fires while the queue drains. The kernel drops the work and warns (linux 9). Here the work was accepted when
 * it was armed, so it is queued, and the drain waits for it as for any other. Fires it into a queue that has been drained
 * and plugged, or stopped, the push finds the queue shut: the work is idle again and the listener is told (zephyr Q11).
 */
public abstract class DispatchQueue extends QueueGate {
  private final Arming arming; // I
  private volatile @Nullable QueueListener listener;
  private volatile @Nullable Lifecycle life; // null -> the queue's, before anybody else sees it

  @SuppressWarnings("this-escape") // arming only keeps the reference
  protected DispatchQueue(Dispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
    this.arming = new Arming(this);
  }

  // ---- waits

  /** Waits for everything queued before this call; false if there was nothing to wait for. */
  public final boolean flush(long timeoutNanos) throws InterruptedException, TimeoutException {
    return new QueueWait(this).flush(timeoutNanos);
  }

  /** Waits until nothing is queued and nothing runs. */
  public final void awaitIdle(long timeoutNanos) throws InterruptedException, TimeoutException {
    new QueueWait(this).untilIdle(timeoutNanos);
  }

  /** Waits until nothing runs; only after {@link #hold}. */
  public final void awaitNoneActive(long timeoutNanos)
      throws InterruptedException, TimeoutException {
    new QueueWait(this).untilNoneActive(timeoutNanos);
  }

  // ---- the doors

  /** Queues {@code item} at the tail. Never blocks, allocates nothing. */
  public final Outcome enqueue(Item item) {
    if (!isGateOpen()) {
      Outcome refused = refusedByGate(item);
      if (refused != null) {
        return refused;
      }
    }
    long before = item.claim(host, coalesced);
    if ((before & Item.REFUSES) != 0) {
      return refused(item, before);
    }
    return place(item, ANY_CPU) ? accepted(before) : shutOutcome();
  }

  /** As {@link #enqueue}, asked for on CPU {@code cpu} (Linux: queue_work_on). */
  public final Outcome enqueueOn(int cpu, Item item) {
    Outcome refused = isGateOpen() ? null : refusedByGate(item);
    if (refused != null) {
      return refused;
    }
    long before = item.claim(host, coalesced);
    if ((before & Item.REFUSES) != 0) {
      return refused(item, before);
    }
    return place(item, cpu) ? accepted(before) : shutOutcome();
  }

  /**
   * Queues the item of a task that has been accepted before; no drain refuses it.
   *
   * @return false if it is disabled or being cancelled, or if the queue was closed by force; then
   *     it has been dropped
   */
  final boolean requeue(Item item) {
    long before = item.claimQuietly(host, Item.PENDING);
    return (before & Item.REFUSES) == 0 ? place(item, ANY_CPU) : (before & Item.PENDING) != 0;
  }

  /** The doors that lead over a timer. */
  public final Arming arming() {
    return arming;
  }

  /** The timer of an item armed for this queue has fired. */
  final void expire(Item item) {
    host.point();
    arming.promote(item, TIMER_CPU);
  }

  /**
   * As {@link #expire}, but the caller pushes it with others; false if there is nothing to push.
   */
  final boolean expireBundled(Item item) {
    host.point();
    if (!arming.release(item)) {
      return false;
    }
    QueueEvents.queued(this, item);
    adopt(item);
    return true;
  }

  /** Pushes an item whose PENDING the caller owns; false if the queue is closed: it was dropped. */
  final boolean place(Item item, int cpu) {
    QueueEvents.queued(this, item);
    try {
      if (push(item, cpu)) {
        return true;
      }
    } catch (IllegalStateException refusedByHost) {
      if (unlink(item)) {
        item.drop(host);
      }
      throw refusedByHost;
    }
    discard(item);
    return false;
  }

  final void discard(Item item) {
    item.drop(host);
    tellRejected(item);
  }

  /** Something that was asked for does not come, because this queue has closed. */
  final void tellRejected(Item item) {
    rejected.increment();
    tellDiscarded(item);
  }

  final void tellDiscarded(Item item) {
    QueueListener told = listener;
    if (told != null) {
      told.discarded(item);
    }
  }

  /** A run takes longer than the queue allows, and what is to be done about it has been done. */
  final void tellOverran(Item item) {
    QueueListener told = listener;
    if (told != null) {
      told.overran(item);
    }
  }

  static Outcome accepted(long before) {
    return (before & Item.RUNNING) != 0 ? Outcome.REQUEUED : Outcome.QUEUED;
  }

  final Outcome refused(Item item, long state) {
    QueueEvents.refused(this, item);
    if ((state & Item.PENDING) != 0) {
      return Outcome.ALREADY_QUEUED;
    }
    rejected.increment();
    return ofItem(state);
  }

  // ---- for the dispatch

  /**
   * The queueing becomes this queue's; refused if the item runs on another machine, which could not
   * hand it over.
   */
  protected final void adopt(Item item) {
    if (item.owner != this) {
      refuseForeign(item);
      item.owner = this;
    }
  }

  private void refuseForeign(Item item) {
    DispatchQueue before = item.owner;
    if (before != null && before.dispatch() != dispatch() && ItemControl.isRunning(item)) {
      item.drop(host);
      throw new IllegalStateException(
          "work '"
              + item.name()
              + "' runs on another machine ("
              + before
              + "), refused by "
              + this);
    }
  }

  // ---- the life cycle

  final void live(Lifecycle its) {
    life = its;
  }

  /** An overrun stops the queue. */
  final void fail() {
    Lifecycle its = life;
    if (its != null) {
      its.fail();
    }
  }

  /** Items that become due stay on their timers until {@link #releaseAlarms}. */
  public final void holdAlarms() {
    Objects.requireNonNull(heldAlarms).hold();
  }

  /** False if they were not held. */
  public final boolean releaseAlarms() {
    return Objects.requireNonNull(heldAlarms).release();
  }

  public final boolean holdsAlarms() {
    return heldAlarms != null && heldAlarms.isHeld();
  }

  // ---- common facts

  /** Who is told of failures and discarded items; replaces the one before. */
  public final void listen(QueueListener told) {
    listener = told;
  }

  /** The handle that the application holds, as far as it made one. */
  public final @Nullable QueueListener listener() {
    return listener;
  }

  /**
   * A function has thrown. Throws nothing of its own; a simulation that is over unwinds its threads
   * at the point here, so that what it threw into the function is no failure.
   */
  final void failed(Item item, Throwable cause) {
    host.point();
    failed.increment();
    QueueListener told = listener;
    if (told != null) {
      told.failed(item, cause);
    }
  }

  @Override
  public String toString() {
    return "queue '" + name() + "'";
  }
}
