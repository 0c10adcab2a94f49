package dev.wq.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A queue as its dispatch sees it: the doors through which items come (enqueue, arm, mod, an
 * expiring timer), and the gate in front of them (drain, close); behind them is what the dispatch
 * supplies, {@link QueueBack}.
 */
/*
 * The gate. 0 is open. Each drain adds one while it lasts; CLOSING and CLOSED are set once. The gate is read before the
 * claim, so a request that races with the start of a drain or close may still get in: it counts as made before, and the
 * drain waits for it. The end of a close needs an exact line instead: the dispatch seals the place where items are pushed
 * while it is empty, and a push that finds it sealed gives the queueing back. So nothing is accepted and then lost.
 *
 * Armed works and close. Arming stores the node and then reads the gate; closing sets the gate and then takes all nodes of
 * this queue off the wheel. At least one sees the other, so no armed work outlives its queue.
 *
 * A timer that fires while the queue drains. The kernel drops the work and warns (linux 9). Here the work was accepted when
 * it was armed, so it is queued, and the drain waits for it as for any other.
 */
public abstract class DispatchQueue extends QueueBack {
  private static final int CLOSED = 1 << 30;
  private static final int CLOSING = 1 << 29;
  private static final VarHandle GATE;

  static {
    try {
      GATE = MethodHandles.lookup().findVarHandle(DispatchQueue.class, "gate", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // S: changed by CAS only
  private volatile int gate; // S
  private volatile @Nullable QueueListener listener;

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
    if (gate != 0) {
      Outcome refused = refusedByGate(item);
      if (refused != null) {
        return refused;
      }
    }
    long before = item.claim(host, coalesced);
    if ((before & Item.REFUSES) != 0) {
      return refused(item, before);
    }
    return place(item, ANY_CPU) ? accepted(before) : Outcome.CLOSED;
  }

  /** As {@link #enqueue}, asked for on CPU {@code cpu} (Linux: queue_work_on). */
  public final Outcome enqueueOn(int cpu, Item item) {
    Outcome refused = gate == 0 ? null : refusedByGate(item);
    if (refused != null) {
      return refused;
    }
    long before = item.claim(host, coalesced);
    if ((before & Item.REFUSES) != 0) {
      return refused(item, before);
    }
    return place(item, cpu) ? accepted(before) : Outcome.CLOSED;
  }

  /**
   * Queues the item of a task that has been accepted before; no drain refuses it.
   *
   * @return false if it is disabled or being cancelled, or if the queue was closed by force; then
   *     it has been dropped
   */
  final boolean requeue(Item item) {
    long before = item.claimQuietly(host);
    return (before & Item.REFUSES) == 0 ? place(item, ANY_CPU) : (before & Item.PENDING) != 0;
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
    Outcome refused = gate == 0 ? null : refusedByGate(item);
    if (refused != null) {
      return refused;
    }
    long before = item.claim(host, coalesced);
    if ((before & Item.REFUSES) != 0) {
      return refused(item, before);
    }
    return placeAt(item, now, deadline) ? accepted(before) : Outcome.CLOSED;
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
    Outcome refused = gate == 0 ? null : refusedByGate(null);
    if (refused != null) {
      return refused;
    }
    for (; ; ) {
      if (deadline - now > 0 && moveArmed(item, expiry(item, now, deadline))) {
        return Outcome.ALREADY_QUEUED;
      }
      if (item.grab(host)) {
        return placeAt(item, now, deadline) ? Outcome.ALREADY_QUEUED : Outcome.CLOSED;
      }
      long before = item.claimQuietly(host);
      if ((before & Item.REFUSES) == 0) {
        return placeAt(item, now, deadline) ? accepted(before) : Outcome.CLOSED;
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
    try {
      dispatch().timers().arm(alarm, expiry(item, now, deadline));
    } catch (Throwable noTimer) {
      item.drop(host);
      throw noTimer;
    }
    host.point();
    if ((gate & CLOSED) != 0 && alarm.cancel()) {
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

  private static Outcome accepted(long before) {
    return (before & Item.RUNNING) != 0 ? Outcome.REQUEUED : Outcome.QUEUED;
  }

  private Outcome refused(Item item, long state) {
    QueueEvents.refused(this, item);
    if ((state & Item.PENDING) != 0) {
      return Outcome.ALREADY_QUEUED;
    }
    rejected.increment();
    return Item.depth(state) == 0 ? Outcome.CANCELING : Outcome.DISABLED;
  }

  // ---- the gate

  private @Nullable Outcome refusedByGate(@Nullable Item item) {
    int now = gate;
    if (now == 0 || ((now & CLOSED) == 0 && isChained())) {
      return null;
    }
    if (item != null && item.refusedPending(host, coalesced)) {
      return Outcome.ALREADY_QUEUED;
    }
    rejected.increment();
    return (now & (CLOSED | CLOSING)) != 0 ? Outcome.CLOSED : Outcome.DRAINING;
  }

  /** Whether the caller is the function of an item of this queue (Linux: is_chained_work). */
  private boolean isChained() {
    Worker me = Worker.current();
    return me != null && me.queue() == this;
  }

  /** From here on only chained items are accepted, until {@link #endDrain}. */
  public final void beginDrain() {
    GATE.getAndAdd(this, 1);
  }

  public final void endDrain() {
    GATE.getAndAdd(this, -1);
  }

  /** From here on only chained items are accepted, for good; false if it was closing already. */
  final boolean beginClose() {
    return ((int) GATE.getAndBitwiseOr(this, CLOSING) & CLOSING) == 0;
  }

  final void refuseAll() {
    GATE.getAndBitwiseOr(this, CLOSED);
  }

  /** Opens the gate again after a close that did not come to pass. */
  final void abandonClose() {
    GATE.getAndBitwiseAnd(this, ~CLOSING);
  }

  public final boolean isClosing() {
    return (gate & (CLOSING | CLOSED)) != 0;
  }

  public final boolean isClosed() {
    return (gate & CLOSED) != 0;
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
