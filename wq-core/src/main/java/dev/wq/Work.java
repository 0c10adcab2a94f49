package dev.wq;

import dev.wq.dispatch.Item;
import dev.wq.dispatch.ItemControl;
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
public sealed class Work extends Item implements WorkItem permits DelayedWork, SpawnedWork {
  private static final VarHandle BINDING;

  static {
    try {
      BINDING = MethodHandles.lookup().findVarHandle(Work.class, "binding", Binding.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Whom a work serves: a work item, or an object with the registry entry of the field. */
  private record Binding(Object owner, @Nullable HasWork<?> entry) {
    @SuppressWarnings("ReferenceEquality") // an owner is an object, not a value
    boolean isFor(Object object, @Nullable HasWork<?> field) {
      return owner == object && entry == field;
    }
  }

  private final @Nullable WorkFunction function;
  private volatile @Nullable Binding binding; // null -> the first owner, once, by CAS

  /**
   * A work to be kept in a field; its function is that of the object it is queued with.
   *
   * @param name for messages, dumps and events; by custom {@code Class::function}
   */
  public Work(String name) {
    this(name, null, false);
  }

  Work(String name, @Nullable WorkFunction function, boolean delayed) {
    super(checkName(name), delayed);
    this.function = function;
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

  /** This work: a work is itself a work item. */
  @Override
  public Work work() {
    return this;
  }

  /** Runs the function on the calling thread, without any queue; for queues. */
  @Override
  public void run() throws Exception {
    if (function != null) {
      function.run();
    } else {
      runBound();
    }
  }

  @Override
  protected final void invoke() throws Exception {
    run();
  }

  private void runBound() throws Exception {
    Binding bound = binding;
    if (bound == null) {
      throw noFunction();
    }
    if (bound.entry != null) {
      bound.entry.run(bound.owner, this);
      return;
    }
    WorkItem owner = (WorkItem) bound.owner;
    if (owner.work() != this) {
      throw new IllegalStateException(
          owner
              + " was queued with work '"
              + name()
              + "' and now answers '"
              + owner.work().name()
              + "'");
    }
    owner.run();
  }

  /** Makes sure that this work serves {@code owner}, and nobody else. */
  final void bind(Object owner, @Nullable HasWork<?> entry) {
    Binding bound = binding;
    if (bound != null && bound.isFor(owner, entry)) {
      return;
    }
    if (owner == this) {
      if (function == null && bound == null) {
        throw noFunction();
      }
      return;
    }
    bindFirst(new Binding(owner, entry));
  }

  private void bindFirst(Binding wanted) {
    if (function != null) {
      throw new IllegalStateException(
          "work '" + name() + "' has its own function and can't serve " + wanted.owner);
    }
    Binding before = (Binding) BINDING.compareAndExchange(this, null, wanted);
    if (before != null && !before.isFor(wanted.owner, wanted.entry)) {
      throw new IllegalStateException(
          "work '" + name() + "' belongs to " + before.owner + " and can't serve " + wanted.owner);
    }
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
   * Everything that keeps it busy; empty: idle. A snapshot, for people and tests (Linux:
   * work_busy).
   */
  public final Set<BusyFlag> busy() {
    EnumSet<BusyFlag> flags = EnumSet.noneOf(BusyFlag.class);
    if (isPending()) {
      flags.add(ItemControl.isArmed(this) ? BusyFlag.DELAYED : BusyFlag.QUEUED);
    }
    add(flags, isRunning(), BusyFlag.RUNNING);
    add(flags, ItemControl.isCanceling(this), BusyFlag.CANCELING);
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
    return Wait.untimed(timeout -> ItemControl.cancelSync(this, timeout));
  }

  /**
   * As {@link #cancelSync()}, for at most {@code timeout}; a pending queueing is taken back in any
   * case.
   */
  public final boolean cancelSync(Duration timeout) throws InterruptedException, TimeoutException {
    return ItemControl.cancelSync(this, Wait.nanos(timeout));
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
    return Wait.untimed(timeout -> ItemControl.flush(this, timeout));
  }

  /** As {@link #flush()}, for at most {@code timeout}. */
  public final boolean flush(Duration timeout) throws InterruptedException, TimeoutException {
    return ItemControl.flush(this, Wait.nanos(timeout));
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
    return Wait.untimed(timeout -> ItemControl.disableSync(this, timeout));
  }

  /**
   * As {@link #disableSync()}, for at most {@code timeout}; the work stays disabled when the time
   * runs out.
   */
  public final boolean disableSync(Duration timeout) throws InterruptedException, TimeoutException {
    return ItemControl.disableSync(this, Wait.nanos(timeout));
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
