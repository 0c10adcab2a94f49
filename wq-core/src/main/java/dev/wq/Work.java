package dev.wq;

import dev.wq.dispatch.Item;
import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.TimedWait;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to be done, once for every time it is queued while it does not wait already.
 *
 * <ul>
 *   <li>Queueing a work that waits coalesces: the coming run serves both requests and sees both
 *       callers' data.
 *   <li>Queueing it while it runs makes it run once more, afterwards; it never runs beside itself,
 *       whatever queues it is put on.
 *   <li>It can be flushed, cancelled, cancelled and waited for, disabled and enabled.
 * </ul>
 *
 * <p>A work is a field of the object it serves ({@link WorkItem}, {@link HasWork}) or stands alone
 * ({@link #of}). It belongs to the first owner that queues it; queueing it for another owner
 * throws. All methods may be called by any thread.
 *
 * <p><b>Memory effects.</b> What a thread did before a queueing that was accepted or coalesced is
 * seen by the run that serves it. What a run did is seen by whoever returned from a wait for it
 * ({@link #flush}, {@link #cancelSync}).
 *
 * @see WorkQueue#enqueue(WorkItem)
 */
public sealed class Work extends Item implements WorkItem
    permits DelayedWork, EventWork, SpawnedWork {
  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(Work.class, "owner", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** One of several works in an object: the object and the registry entry of the field. */
  private record Place(Object object, HasWork<?> entry) {
    @SuppressWarnings("ReferenceEquality") // an owner is an object, not a value
    boolean isFor(Object other, HasWork<?> field) {
      return object == other && entry == field;
    }

    @Override
    public String toString() {
      return entry + " of " + object;
    }
  }

  // null -> a WorkItem or a Place, the first one, by CAS; from the beginning a WorkFunction or the
  // function of an EventWork. One field for all, so that a work is 64 bytes.
  private volatile @Nullable Object owner;

  /**
   * A work to be kept in a field; its function is that of the object it is queued with.
   *
   * @param name for messages, dumps and events; by custom {@code Class::function}
   */
  public Work(String name) {
    this(name, null, false);
  }

  /**
   * @param function what {@link #owner} holds from the beginning
   */
  Work(String name, @Nullable Object function, boolean delayed) {
    super(checkName(name), delayed);
    this.owner = function;
  }

  /** A work that stands alone and has its own function. */
  public static Work of(String name, WorkFunction function) {
    return new Work(name, Objects.requireNonNull(function, "function"), false);
  }

  private static String checkName(String name) {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException(
          "the name of a work must not be empty, was '" + name + "'");
    }
    return name;
  }

  // ---- owner and function

  /** What was given to the constructor as function, or came to own it since. */
  final @Nullable Object served() {
    return owner;
  }

  /** This work: a work is itself a work item. */
  @Override
  public Work work() {
    return this;
  }

  /** Runs the function on the calling thread, without any queue; for queues. */
  @Override
  public void run() throws Exception {
    Object served = owner;
    if (served instanceof Place place) {
      place.entry.run(place.object, this);
    } else if (served instanceof WorkItem item) {
      runFor(item);
    } else if (served instanceof WorkFunction function) {
      function.run();
    } else {
      throw noFunction();
    }
  }

  @Override
  protected final void invoke() throws Exception {
    run();
  }

  private void runFor(WorkItem item) throws Exception {
    if (item.work() != this) {
      throw new IllegalStateException(
          item
              + " was queued with work '"
              + name()
              + "' and now answers '"
              + item.work().name()
              + "'");
    }
    item.run();
  }

  /** Makes sure that this work serves {@code item}, and nobody else. */
  final void bind(WorkItem item) {
    Object served = owner;
    if (served == item) {
      return;
    }
    if (item != this) {
      bindFirst(item);
    } else if (served == null) {
      throw noFunction();
    }
  }

  /** Makes sure that this work serves that place, and nobody else. */
  final void bind(Object object, HasWork<?> entry) {
    if (!(owner instanceof Place place && place.isFor(object, entry))) {
      Place place = new Place(object, entry);
      bindFirst(place);
    }
  }

  private void bindFirst(Object wanted) {
    Object before = OWNER.compareAndExchange(this, null, wanted);
    if (before == null || before == wanted || isSamePlace(before, wanted)) {
      return;
    }
    boolean other = before instanceof WorkItem || before instanceof Place;
    throw new IllegalStateException(
        "work '"
            + name()
            + (other ? "' belongs to " + before : "' has its own function")
            + " and can't serve "
            + wanted);
  }

  private static boolean isSamePlace(Object one, Object other) {
    return one instanceof Place here
        && other instanceof Place there
        && here.isFor(there.object, there.entry);
  }

  private IllegalStateException noFunction() {
    return new IllegalStateException(
        "work '" + name() + "' has no function of its own: queue the object it is a field of");
  }

  // ---- asking

  /** The name given at construction. */
  @Override
  public final String name() {
    return super.name();
  }

  /** Whether it waits to run, on a queue or a timer; a snapshot (Linux: work_pending). */
  public final boolean isPending() {
    return ItemControl.isPending(this);
  }

  /** Whether its function is being executed; a snapshot. */
  public final boolean isRunning() {
    return ItemControl.isRunning(this);
  }

  /**
   * Everything that keeps it busy at one moment; empty: idle. A snapshot, for people and tests:
   * only FLUSHING may be of a moment later (Linux: work_busy, Zephyr: k_work_busy_get).
   */
  public final Set<BusyFlag> busy() {
    long now = ItemControl.snapshot(this);
    EnumSet<BusyFlag> flags = EnumSet.noneOf(BusyFlag.class);
    add(flags, ItemControl.isQueued(now), BusyFlag.QUEUED);
    add(flags, ItemControl.isArmed(now), BusyFlag.DELAYED);
    add(flags, ItemControl.isRunning(now), BusyFlag.RUNNING);
    add(flags, ItemControl.isCanceling(now), BusyFlag.CANCELING);
    add(flags, ItemControl.isAwaited(this), BusyFlag.FLUSHING);
    return flags;
  }

  private static void add(Set<BusyFlag> flags, boolean set, BusyFlag flag) {
    if (set) {
      flags.add(flag);
    }
  }

  /** How many disables are not undone. */
  public final int disableDepth() {
    return ItemControl.disableDepth(this);
  }

  // ---- cancel, flush, disable

  /**
   * Takes the pending queueing back. Never waits; a run in progress goes on, and later queueings
   * are accepted.
   *
   * @return true if it was pending and now is not
   */
  public final boolean cancel() {
    return ItemControl.cancel(this);
  }

  /**
   * Takes the pending queueing back and waits until the function is not running anywhere. Queueings
   * made meanwhile, also by the function itself, are refused; afterwards the work can be queued
   * again (Linux: cancel_work_sync).
   *
   * @return true if it was pending
   * @throws IllegalStateException if called by the function of this work, of a bh queue, or where
   *     the wait could never end
   * @throws InterruptedException if interrupted while waiting; a pending queueing has been taken
   *     back all the same
   */
  public final boolean cancelSync() throws InterruptedException {
    return TimedWait.untimed(timeout -> ItemControl.cancelSync(this, timeout));
  }

  /**
   * As {@link #cancelSync()}, for at most {@code timeout}; a pending queueing is taken back in any
   * case.
   */
  public final boolean cancelSync(Duration timeout) throws InterruptedException, TimeoutException {
    return ItemControl.cancelSync(this, TimedWait.nanos(timeout));
  }

  /**
   * Waits until every queueing that is pending or running now has ended. A delayed work that is on
   * its timer is queued at once. Queueings made after the call are not waited for (Linux:
   * flush_work, flush_delayed_work).
   *
   * @return true if it had to wait; false if the work was idle
   * @throws IllegalStateException if called by the function of this work, of a bh queue, or where
   *     the wait could never end
   */
  public final boolean flush() throws InterruptedException {
    return TimedWait.untimed(timeout -> ItemControl.flush(this, timeout));
  }

  /** As {@link #flush()}, for at most {@code timeout}. */
  public final boolean flush(Duration timeout) throws InterruptedException, TimeoutException {
    return ItemControl.flush(this, TimedWait.nanos(timeout));
  }

  /**
   * Refuses queueings until {@link #enable} has been called as often as this, and takes the pending
   * one back. Does not wait for a run in progress (Linux: disable_work).
   *
   * @return true if it was pending
   */
  public final boolean disable() {
    return ItemControl.disable(this);
  }

  /**
   * As {@link #disable}, then waits until the function is not running anywhere (Linux:
   * disable_work_sync).
   */
  public final boolean disableSync() throws InterruptedException {
    return TimedWait.untimed(timeout -> ItemControl.disableSync(this, timeout));
  }

  /**
   * As {@link #disableSync()}, for at most {@code timeout}; the work stays disabled when the time
   * runs out.
   */
  public final boolean disableSync(Duration timeout) throws InterruptedException, TimeoutException {
    return ItemControl.disableSync(this, TimedWait.nanos(timeout));
  }

  /**
   * Undoes one {@link #disable}. Requests refused meanwhile are lost; nothing is queued (Linux:
   * enable_work, which warns where this throws).
   *
   * @return true if queueings are accepted again
   * @throws IllegalStateException if the work is not disabled
   */
  public final boolean enable() {
    return ItemControl.enable(this);
  }
}
