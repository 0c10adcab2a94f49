package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a dispatch has to supply for a queue, and what it may ask and tell about it. */
abstract class QueueBack {
  /** To be queued on the CPU of the caller. */
  protected static final int ANY_CPU = -1;

  /** To be queued on the CPU of the item's timer. */
  protected static final int TIMER_CPU = -2;

  // I: set once
  final Host host; // I
  private final Dispatch dispatch; // I
  private final QueueSettings settings; // I
  final RefusalCounter coalesced = new RefusalCounter(); // I
  final LongAdder rejected = new LongAdder(); // I
  final LongAdder failed = new LongAdder(); // I
  final @Nullable TimeLimit limit; // I: for each run; null: none
  final @Nullable HeldAlarms heldAlarms; // I: only of queues with a life cycle
  private final Tasks tasks; // I

  QueueBack(Dispatch dispatch, QueueSettings settings) {
    this.dispatch = dispatch;
    this.host = dispatch.host();
    this.settings = settings;
    this.limit = TimeLimit.of(settings);
    this.heldAlarms = settings.rtos() == null ? null : new HeldAlarms(host, dispatch);
    this.tasks = new Tasks(host);
  }

  // ---- what the dispatch supplies

  /**
   * Takes in an item whose PENDING the caller owns; false if the queue is sealed.
   *
   * @param cpu the CPU asked for, {@link #ANY_CPU}, or {@link #TIMER_CPU} if its timer has fired; a
   *     dispatch without CPUs ignores it
   */
  protected abstract boolean push(Item item, int cpu);

  /** Whether items that expire together come by {@link #pushBundle}. */
  boolean takesBundles() {
    return false;
  }

  /** As {@link #push} by a timer, for adopted items: all of them or, if it is sealed, none. */
  boolean pushBundle(Bundle bundle) {
    throw new AssertionError(this + " takes no bundles");
  }

  /**
   * The caller is about to arm the item's timer at {@code now} for {@code deadline}.
   *
   * @return when it is to fire, not before the deadline
   */
  protected long expiry(Item item, long now, long deadline) {
    return deadline;
  }

  /** Takes a claimed item off this queue; true: the caller owns its PENDING now. */
  protected abstract boolean unlink(Item item);

  /** Makes sure that what has been pushed so far can be seen on the worklist. */
  void takeInPushed() {}

  /** Gives back the slot that was kept for a queueing which has been grabbed from its runner. */
  void dropDeferred(FlushColor color) {
    throw new AssertionError(this + " never defers");
  }

  /** Registers a waiter for all that is queued now; null if there is nothing. */
  protected abstract @Nullable Waiter awaitQueued();

  /** Registers a waiter that is woken when the queue may be idle; null if it is idle now. */
  protected abstract @Nullable Waiter awaitIdle();

  /** Registers a waiter that is woken when nothing may be active; null if nothing is now. */
  protected abstract @Nullable Waiter awaitNoneActive();

  /** Forgets a waiter that has given up. */
  protected abstract void forget(Waiter waiter);

  /** Whether nothing is queued, nothing runs and no task lives. */
  public abstract boolean isIdle();

  /** A task has ended outside of a turn: has those look again who wait for idleness. */
  protected abstract void wakeIfIdle();

  /** Holds new starts until {@link #thaw} has been called as often for that kind; does not wait. */
  public abstract void hold(Freeze reason);

  public abstract void thaw(Freeze reason);

  /** Whether a freeze holds new starts; that the queue has not been started is none. */
  public abstract boolean isFrozen();

  /** Whether new starts are held because nobody has started the queue. */
  public boolean isUnstarted() {
    return false;
  }

  public abstract void setMaxActive(int maxActive);

  public abstract int maxActive();

  /** Refuses every push from here on if the queue is idle; false if it is not. */
  protected abstract boolean sealIfIdle();

  /**
   * Refuses every push from here on and cancels what has not started; returns what was cancelled.
   */
  protected abstract List<Item> sealNow();

  /** Refuses every push until {@link #reopen} if the queue is idle; false if it is not. */
  protected boolean shutIfIdle() {
    throw new AssertionError(this + " has no life cycle");
  }

  /** Takes pushes again, unless something else keeps the queue shut. */
  protected void reopen() {}

  /** A run that has taken too long gives its place in the queue to others. */
  void abandonRun(@Nullable FlushColor color) {
    throw new AssertionError(this + " keeps the place of every run");
  }

  /** Whether threads that are none of the dispatch's may run items. */
  boolean canRunOnCaller() {
    return false;
  }

  /**
   * Where threads of the application run items.
   *
   * @throws UnsupportedOperationException if this dispatch runs items on its own threads only
   */
  CallerRuns onCaller() {
    throw new UnsupportedOperationException(
        this + " of " + host.name() + " runs works on the simulated kernel's workers only");
  }

  public abstract QueueCounts counts();

  /** As {@link #counts}, without the lock: the numbers may not belong together. For people. */
  public abstract QueueCounts glance();

  // ---- for the dispatch

  /** The item's timer is one of CPU {@code cpu} from now on. */
  protected static final void setTimerCpu(Item item, int cpu) {
    if (item.alarm != null) {
      item.alarm.cpu = cpu;
    }
  }

  protected static final int timerCpu(Item item) {
    return item.alarm == null ? 0 : item.alarm.cpu;
  }

  /** Whether the item waits on this queue for a worker; for the wait graph. */
  protected static final void setWaiting(Item item, boolean waits) {
    item.linked = waits;
  }

  final Tasks tasks() {
    return tasks;
  }

  /** Whether a task of this queue has not ended, be it suspended. */
  protected final boolean hasTasks() {
    return !tasks.isEmpty();
  }

  /** How many requests met a pending queueing. */
  protected final long coalesced() {
    return coalesced.sum();
  }

  /** How many requests were refused for another reason. */
  protected final long rejected() {
    return rejected.sum();
  }

  /** How many functions have thrown. */
  protected final long failed() {
    return failed.sum();
  }

  // ---- common facts

  public final Dispatch dispatch() {
    return dispatch;
  }

  public final Host host() {
    return host;
  }

  public final QueueSettings settings() {
    return settings;
  }

  public final String name() {
    return settings.name();
  }
}
