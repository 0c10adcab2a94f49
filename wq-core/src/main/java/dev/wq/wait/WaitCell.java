package dev.wq.wait;

import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.TimedWait;
import dev.wq.dispatch.Turn;
import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread waits for others to wake it (maitake: WaitCell). A wake that finds nobody is
 * remembered: the next wait returns at once. Wakes do not add up, so a waiter looks at what it
 * waits for and not at how often it was woken; {@link #waitFor} does so.
 *
 * <p>One thread waits at a time, whichever; a second one is refused. Any thread wakes and closes,
 * which never blocks. A wait that has ended, in whatever way, has left nothing behind. Rounds
 * allocate nothing.
 *
 * <p>A wake that has come beats a timeout and an interrupt at the same moment; the interrupt then
 * stays set. A task that waits gives its turn back, see {@link dev.wq.WorkQueue#spawnTask}; one
 * that gets no further turn ends its wait with {@link java.util.concurrent.CancellationException}.
 *
 * <p><b>Memory effects.</b> What a thread did before a wake is seen by the wait that it ends, and
 * by every later one if the wake came to nothing because another was remembered already.
 */
/*
 * The state is one reference, and the waiter's thread is the state that says "somebody waits":
 *
 *   null   -> thread  register: the thread waits, or is about to test its condition
 *   null   -> WOKEN   wake with nobody there: remembered
 *   thread -> WOKEN   wake: whoever makes this step unparks the thread, and nobody else does
 *   thread -> null    the waiter leaves: timeout, interrupt, condition met, subscription closed
 *   WOKEN  -> null    a wait takes the wake
 *   any    -> CLOSED  close, for good
 *
 * The original has a word of four bits beside a slot for the waker, and so needs a state for "the slot is being written"
 * (REGISTERING) and one for "the slot is being emptied" (WAKING). A port of it that mixed the two up lets a waker read the slot
 * while it is written. With the waiter in the word there is no slot: each step is one CAS, no step has a half, there is no busy
 * answer and nothing to spin for.
 *
 * No wake is lost. A waiter parks only after its own thread was the state, seen by itself. A wake after that finds the thread
 * and unparks it; the permit of LockSupport makes the order of unpark and park irrelevant. A wake before that has left WOKEN,
 * which register takes. A wake that finds WOKEN writes it again: a mere look would be cheaper, but would order
 * nothing. The waiter may be about to take that wake and then look at the condition; only if this waker's step comes before that
 * take, or fails because of it, is it certain that the look sees what this waker has stored (jcstress: FencedWake, UnfencedWake).
 *
 * No wake goes to the dead. Who gives up swaps its thread for null. If that fails, a wake or a close has come first: then the
 * wait has not given up but ends with what came. So a later wake never answers true for a thread that has left.
 *
 * A second waiter is refused as long as the first is the state. Between a wake and the first one's look it can't be told from a
 * later waiter, and takes the wake; then the first registers anew, and one of the two is refused or both have been served in turn.
 *
 * An unpark may come late: the waker has made its step, the waiter has seen it without parking and waits anew for something
 * else. The late unpark is spurious there, and every park is in a loop over the state.
 *
 * Close beats a wake that nobody has taken; a condition that holds beats close, because waitFor asks it first.
 */
public final class WaitCell {
  private static final Object WOKEN =
      new Object() {
        @Override
        public String toString() {
          return "woken";
        }
      };
  private static final Object CLOSED =
      new Object() {
        @Override
        public String toString() {
          return "closed";
        }
      };
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(WaitCell.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Host host = CurrentHost.get(); // I
  private volatile @Nullable Object state; // S: see above

  /** Open, nobody waits; its timeouts run on the clock of {@link dev.wq.Machine#current()}. */
  public WaitCell() {}

  // ---- wake and close

  /**
   * Wakes the waiter, or is remembered for the next wait; nothing happens if one is remembered
   * already or the cell is closed. Never blocks.
   *
   * @return whether a waiter was woken
   */
  public boolean wake() {
    for (; ; ) {
      Object s = state;
      if (s == CLOSED) {
        return false;
      }
      host.point();
      if (STATE.compareAndSet(this, s, WOKEN)) {
        return unpark(s);
      }
    }
  }

  /**
   * Ends the wait that is under way and every later one. Never blocks; closing twice does nothing.
   *
   * @return whether a waiter was woken
   */
  public boolean close() {
    host.point();
    return unpark(STATE.getAndSet(this, CLOSED));
  }

  private static boolean unpark(@Nullable Object was) {
    if (was instanceof Thread waiter) {
      LockSupport.unpark(waiter);
      return true;
    }
    return false;
  }

  /** Whether {@link #close} has been called. */
  public boolean isClosed() {
    return state == CLOSED;
  }

  /** Whether a thread waits, or has subscribed; a snapshot. */
  public boolean isAwaited() {
    return state instanceof Thread;
  }

  // ---- wait

  /**
   * Waits for a wake, and takes it.
   *
   * @return WOKEN or CLOSED
   * @throws IllegalStateException if another thread waits here, or it would block a bh work
   */
  public WaitResult await() throws InterruptedException {
    return awaitUntil(Waiter.NEVER);
  }

  /**
   * As {@link #await()}, for at most {@code timeout}: then TIMED_OUT.
   *
   * @param timeout not negative; zero does not wait
   */
  public WaitResult await(Duration timeout) throws InterruptedException {
    return awaitUntil(deadline(timeout));
  }

  /**
   * Waits until {@code condition} holds; asks it first, and again after each wake, always by the
   * calling thread. A change that is followed by a wake is never missed. A wake that came while the
   * condition held already stays for the next wait.
   *
   * @return WOKEN: it holds; CLOSED: it does not, and the cell is closed
   * @throws IllegalStateException as {@link #await()}
   */
  public WaitResult waitFor(BooleanSupplier condition) throws InterruptedException {
    return waitUntil(Waiter.NEVER, condition);
  }

  /** As {@link #waitFor(BooleanSupplier)}, for at most {@code timeout}: then TIMED_OUT. */
  public WaitResult waitFor(BooleanSupplier condition, Duration timeout)
      throws InterruptedException {
    return waitUntil(deadline(timeout), condition);
  }

  /**
   * As {@link #waitFor(BooleanSupplier)}, until {@code supplier} has a value; null means not yet.
   *
   * @return the first value, empty if the cell was closed before there was one
   */
  public <T> Optional<T> waitForValue(Supplier<? extends @Nullable T> supplier)
      throws InterruptedException {
    Asked<T> asked = new Asked<>(supplier);
    waitFor(asked);
    return asked.value();
  }

  /** As {@link #waitForValue(Supplier)}, for at most {@code timeout}; empty also then. */
  public <T> Optional<T> waitForValue(Supplier<? extends @Nullable T> supplier, Duration timeout)
      throws InterruptedException {
    Asked<T> asked = new Asked<>(supplier);
    waitFor(asked, timeout);
    return asked.value();
  }

  /** A supplier as a condition, which keeps the value. */
  private static final class Asked<T> implements BooleanSupplier {
    private final Supplier<? extends @Nullable T> supplier;
    private @Nullable T value; // null -> the first value

    Asked(Supplier<? extends @Nullable T> supplier) {
      this.supplier = Objects.requireNonNull(supplier, "supplier");
    }

    @Override
    public boolean getAsBoolean() {
      value = supplier.get();
      return value != null;
    }

    Optional<T> value() {
      return Optional.ofNullable(value);
    }
  }

  private long deadline(Duration timeout) {
    return Waiter.deadline(host, TimedWait.nanos(timeout, this));
  }

  private WaitResult waitUntil(long deadline, BooleanSupplier condition)
      throws InterruptedException {
    Objects.requireNonNull(condition, "condition");
    if (condition.getAsBoolean()) {
      return WaitResult.WOKEN;
    }
    Thread me = Thread.currentThread();
    for (; ; ) {
      WaitResult came = register(me);
      if (holds(condition, me)) {
        return WaitResult.WOKEN;
      }
      WaitResult end = came == null ? awaitRegistered(me, deadline) : came;
      if (end == WaitResult.CLOSED || end == WaitResult.TIMED_OUT) {
        return condition.getAsBoolean() ? WaitResult.WOKEN : end;
      }
    }
  }

  /** Asks the condition; the caller waits no longer unless it answers false. */
  private boolean holds(BooleanSupplier condition, Thread me) {
    boolean waits = false;
    try {
      waits = !condition.getAsBoolean();
    } finally {
      if (!waits) {
        leave(me);
      }
    }
    return !waits;
  }

  private WaitResult awaitUntil(long deadline) throws InterruptedException {
    Thread me = Thread.currentThread();
    WaitResult came = register(me);
    return came == null ? awaitRegistered(me, deadline) : came;
  }

  // ---- the steps

  /** Takes the wake that is there, or puts the caller into the cell and answers null. */
  private @Nullable WaitResult register(Thread me) {
    for (; ; ) {
      Object s = state;
      if (s == CLOSED) {
        return WaitResult.CLOSED;
      }
      if (s == me) {
        return null;
      }
      refuseSecond(s);
      host.point();
      if (STATE.compareAndSet(this, s, s == null ? me : null)) {
        return s == null ? null : WaitResult.WOKEN;
      }
    }
  }

  private void refuseSecond(@Nullable Object s) {
    if (s instanceof Thread other && other != Thread.currentThread()) {
      throw new IllegalStateException(
          "thread '%s' can't wait here, '%s' waits already"
              .formatted(Thread.currentThread().getName(), other.getName()));
    }
  }

  /** The caller waits no longer; false if something came first. */
  private boolean leave(Thread me) {
    host.point();
    return STATE.compareAndSet(this, me, null);
  }

  private WaitResult awaitRegistered(Thread me, long deadline) throws InterruptedException {
    WaitResult end = null;
    try {
      while (end == null) { // again only if another thread has taken the wake
        end = state != me || awaitChange(me, deadline) ? register(me) : WaitResult.TIMED_OUT;
      }
      return end;
    } finally {
      if (end == null) {
        leave(me);
      }
    }
  }

  /** Parks until somebody has changed the state; false if the time was over first. */
  private boolean awaitChange(Thread me, long deadline) throws InterruptedException {
    if (deadline != Waiter.NEVER && deadline - host.nanoTime() <= 0) {
      return parkUntilChange(me, deadline); // does not park
    }
    Turn turn = Turn.leaveFor(this);
    try {
      return parkUntilChange(me, deadline);
    } finally {
      if (turn != null) {
        turn.regain();
      }
    }
  }

  private boolean parkUntilChange(Thread me, long deadline) throws InterruptedException {
    while (state == me) {
      if (Thread.interrupted()) {
        if (leave(me)) {
          throw new InterruptedException();
        }
        me.interrupt();
      } else if (deadline == Waiter.NEVER) {
        LockSupport.park(this);
      } else {
        long left = deadline - host.nanoTime();
        if (left <= 0) {
          return !leave(me);
        }
        host.parkNanos(this, left);
      }
    }
    return true;
  }

  // ---- subscribe

  /**
   * Has the calling thread wait from now on, before it sets going what will wake it: every wake
   * from here on finds it.
   *
   * @throws IllegalStateException if another thread waits here
   */
  public Subscription subscribe() {
    Thread me = Thread.currentThread();
    for (; ; ) {
      Object s = state;
      refuseSecond(s);
      host.point();
      if (s != null || STATE.compareAndSet(this, null, me)) {
        return new Subscription(me);
      }
    }
  }

  /** One announced wait, of the thread that announced it. */
  public final class Subscription implements AutoCloseable {
    private final Thread thread;
    private @Nullable WaitResult end; // null -> WOKEN, CLOSED; of the thread

    private Subscription(Thread thread) {
      this.thread = thread;
    }

    /**
     * Waits for the wake; once it has come, or the cell was closed, each further call answers the
     * same at once.
     *
     * @return WOKEN or CLOSED
     * @throws IllegalStateException if called by another thread than the one that subscribed
     */
    public WaitResult await() throws InterruptedException {
      return awaitUntil(Waiter.NEVER);
    }

    /**
     * As {@link #await()}, for at most {@code timeout}: then TIMED_OUT, and the wait can be taken
     * up again.
     */
    public WaitResult await(Duration timeout) throws InterruptedException {
      return awaitUntil(deadline(timeout));
    }

    private WaitResult awaitUntil(long deadline) throws InterruptedException {
      refuseOthers();
      WaitResult now = end;
      if (now == null) {
        now = WaitCell.this.awaitUntil(deadline);
        end = now == WaitResult.TIMED_OUT ? null : now;
      }
      return now;
    }

    private void refuseOthers() {
      if (Thread.currentThread() != thread) {
        throw new IllegalStateException(
            "thread '%s' can't use the subscription of '%s'"
                .formatted(Thread.currentThread().getName(), thread.getName()));
      }
    }

    /**
     * Waits no longer; a wake that has come stays for the next wait.
     *
     * @throws IllegalStateException as {@link #await()}
     */
    @Override
    public void close() {
      refuseOthers();
      if (end == null) {
        leave(thread);
      }
    }
  }

  /** For people: {@code wait cell, worker-3 waits}. */
  @Override
  public String toString() {
    Object s = state;
    return "wait cell"
        + (s == null ? "" : s instanceof Thread t ? ", " + t.getName() + " waits" : ", " + s);
  }
}
