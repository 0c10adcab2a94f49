package dev.wq.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A queue as its dispatch sees it: the doors through which items come (enqueue, an expiring timer,
 * and those of {@link Arming}), and the gate in front of them (drain, close); behind them is what
 * the dispatch supplies, {@link QueueBack}.
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
  private final Arming arming; // I
  private volatile @Nullable QueueListener listener;

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

  /** The doors that lead over a timer. */
  public final Arming arming() {
    return arming;
  }

  /** The timer of an item armed for this queue has fired. */
  final void expire(Item item) {
    host.point();
    arming.promote(item, TIMER_CPU);
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

  static Outcome accepted(long before) {
    return (before & Item.RUNNING) != 0 ? Outcome.REQUEUED : Outcome.QUEUED;
  }

  final Outcome refused(Item item, long state) {
    QueueEvents.refused(this, item);
    if ((state & Item.PENDING) != 0) {
      return Outcome.ALREADY_QUEUED;
    }
    rejected.increment();
    return Item.depth(state) == 0 ? Outcome.CANCELING : Outcome.DISABLED;
  }

  // ---- the gate

  /** Why the gate refuses a request of this caller, null if it does not. */
  final @Nullable Outcome refusedByGate(@Nullable Item item) {
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
