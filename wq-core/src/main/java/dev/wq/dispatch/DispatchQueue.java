package dev.wq.dispatch;

import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A queue as its dispatch sees it: the doors through which items come (enqueue, arm, mod, an
 * expiring timer). In front of them is the gate, {@link QueueGate}; behind them is what the
 * dispatch supplies, {@link QueueBack}.
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
  private volatile @Nullable QueueListener listener;
  private volatile @Nullable Lifecycle life; // null -> the queue's, before anybody else sees it

  protected DispatchQueue(Dispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
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

  /** Arms {@code item}'s timer; no delay means to queue it at once. */
  public final Outcome enqueueAfter(Item item, long delayNanos) {
    long now = host.nanoTime();
    return enqueueAt(item, now, now + delayNanos);
  }

  /** Arms {@code item}'s timer for a host time; at or before now it is queued at once. */
  public final Outcome enqueueAt(Item item, long deadline) {
    return enqueueAt(item, host.nanoTime(), deadline);
  }

  private Outcome enqueueAt(Item item, long now, long deadline) {
    Outcome refused = isGateOpen() ? null : refusedByGate(item);
    if (refused != null) {
      return refused;
    }
    long before = item.claim(host, coalesced);
    if ((before & Item.REFUSES) != 0) {
      return refused(item, before);
    }
    return placeAt(item, now, deadline) ? accepted(before) : shutOutcome();
  }

  /** As {@link #modify}, with a delay from now. */
  public final Outcome modifyAfter(Item item, long delayNanos) {
    long now = host.nanoTime();
    return modify(item, now, now + delayNanos);
  }

  /**
   * Gives {@code item} a new deadline and this queue, whether it is idle, armed or queued (Linux:
   * mod_delayed_work).
   *
   * @return ALREADY_QUEUED if a pending queueing was moved, QUEUED or REQUEUED if a new one was
   *     made, else the refusal
   */
  public final Outcome modify(Item item, long deadline) {
    return modify(item, host.nanoTime(), deadline);
  }

  private Outcome modify(Item item, long now, long deadline) {
    Outcome refused = isGateOpen() ? null : refusedByGate(null);
    if (refused != null) {
      return refused;
    }
    for (; ; ) {
      if (deadline - now > 0 && moveArmed(item, expiry(item, now, deadline))) {
        return Outcome.ALREADY_QUEUED;
      }
      if (item.grab(host)) {
        return placeAt(item, now, deadline) ? Outcome.ALREADY_QUEUED : shutOutcome();
      }
      long before = item.claimQuietly(host);
      if ((before & Item.REFUSES) == 0) {
        return placeAt(item, now, deadline) ? accepted(before) : shutOutcome();
      }
      if ((before & Item.PENDING) == 0) {
        return refused(item, before);
      }
    }
  }

  /** Re-times in place; false unless the item is armed for this very queue before and after. */
  private boolean moveArmed(Item item, long deadline) {
    Alarm alarm = item.alarm;
    return alarm != null
        && alarm.target == this
        && alarm.heldBy == null
        && dispatch().timers().move(alarm, deadline)
        && alarm.target == this;
  }

  /** The timer of an item armed for this queue has fired. */
  final void expire(Item item) {
    host.point();
    place(item, TIMER_CPU);
  }

  private boolean place(Item item, int cpu) {
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

  private boolean placeAt(Item item, long now, long deadline) {
    Alarm alarm = item.alarm;
    if (alarm == null || deadline - now <= 0) {
      return place(item, ANY_CPU);
    }
    alarm.target = this;
    alarm.heldBy = null;
    try {
      dispatch().timers().arm(alarm, expiry(item, now, deadline));
    } catch (Throwable noTimer) {
      item.drop(host);
      throw noTimer;
    }
    host.point();
    if (isClosed() && alarm.cancel()) {
      discard(item);
      return false;
    }
    return true;
  }

  private void discard(Item item) {
    rejected.increment();
    item.drop(host);
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

  private static Outcome accepted(long before) {
    return (before & Item.RUNNING) != 0 ? Outcome.REQUEUED : Outcome.QUEUED;
  }

  private Outcome refused(Item item, long state) {
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
