package dev.wq.poll;

import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.Waiter;
import dev.wq.poll.TriggerOutcome.Cause;
import dev.wq.poll.WaitLine.Ending;
import dev.wq.poll.WaitLine.Place;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * A count with a limit, which works and threads wait for (Zephyr: k_sem). A give with a blocked
 * taker hands over directly, so the count stays 0 and nobody comes between (zephyr S5); without one
 * it tells one watcher of {@link #available()} (P19, P20).
 *
 * <p>Takers are served in the order in which they came; in a simulation the more urgent thread
 * first (S6). One that is handed the semaphore at the moment at which its time is over or it is
 * interrupted has it, and its interrupt stays set.
 *
 * <p>All methods may be called by any thread. What a thread did before a give is seen by whoever
 * takes what it gave.
 */
/*
 * The fast path. While nobody waits, give and take are one CAS each on the word and no lock. Whoever wants to be told sets
 * WATCHED in the word under the lock, by a CAS that also proves that the count is 0 at that moment, and puts itself into
 * the line or the list in the same section. So a give either came before and the CAS has failed on its count, or it finds
 * WATCHED, takes the lock, and finds the waiter. There is no window, and the explorer is sent through every gap between.
 *
 *   1. A taker is in the line only while the count is 0: it joins at 0, and as long as it stays WATCHED is set, so every
 *      give comes through the lock and serves the line first. Hence a count above 0 may be taken by anybody, without a look
 *      at the line, and no taker is overtaken.
 *   2. WATCHED is set and cleared under the lock only. It may be set with nobody there (a taker ran out of time, a watcher
 *      was fired by something else); the next give goes through the lock for nothing, once, and clears it.
 *   3. Takes never need the lock to be held or free: they only make the count smaller. The lock's holder therefore changes
 *      the word by CAS too.
 *
 * Reset sets the count to 0 and empties the line, tells no watcher (S8) and leaves WATCHED to them.
 */
public final class CountingSemaphore extends PollObject {
  private static final int WATCHED = 1 << 31;
  private static final int COUNT = ~WATCHED;
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(CountingSemaphore.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // I: set once  L: the lock
  private final int limit; // I
  private final Trigger available = new Available(); // I
  private final WaitLine<Void> takers = new WaitLine<>(); // L

  // n -> n+1, not WATCHED    give, any thread
  // n -> n+1, WATCHED        give, under L, when the line is empty
  // n -> n-1                 take, any thread
  // 0 -> 0|WATCHED           a taker or watcher joins, under L
  // n|WATCHED -> n           a give finds nobody left, under L
  // n -> 0                   reset, under L; WATCHED stays
  private volatile int word;

  /**
   * A semaphore with {@code initial} to take (Zephyr: k_sem_init, S1).
   *
   * @throws IllegalArgumentException if the limit is below 1, or {@code initial} not in 0..limit
   */
  public CountingSemaphore(int initial, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, was " + limit);
    }
    if (initial < 0 || initial > limit) {
      throw new IllegalArgumentException(
          "initial count must be in 0.." + limit + ", was " + initial);
    }
    this.limit = limit;
    this.word = initial;
  }

  // ---- give

  /**
   * Adds one, or hands it to the taker whose turn it is (Zephyr: k_sem_give). Does not block.
   *
   * @return false if the count is at its limit, and nothing was done (zephyr S2)
   */
  public boolean give() {
    for (int w = word; w >= 0; w = word) {
      if (w == limit) {
        return false;
      }
      host.point();
      if (WORD.compareAndSet(this, w, w + 1)) {
        return true;
      }
    }
    return giveToWaiter();
  }

  /**
   * As {@link #give()}, {@code count} times.
   *
   * @return how many were given before the limit was reached
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public int give(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("can't give " + count + " to " + this);
    }
    for (int w = word; w >= 0; w = word) {
      int given = Math.min(count, limit - w);
      host.point();
      if (WORD.compareAndSet(this, w, w + given)) {
        return given;
      }
    }
    int given = 0;
    while (given < count && give()) {
      given++;
    }
    return given;
  }

  private boolean giveToWaiter() {
    lock();
    Place<Void> taker = takers.poll(Ending.SERVED);
    boolean given = taker != null || add();
    Arming told = taker == null && given ? available.takeWatcher(Cause.EVENT) : null;
    if (takers.isEmpty() && !available.isWatched()) {
      WORD.getAndBitwiseAnd(this, COUNT);
    }
    unlock();
    WaitLine.wake(taker);
    available.deliver(told);
    return given;
  }

  /** Under the lock. */
  private boolean add() {
    for (; ; ) {
      int w = word;
      if ((w & COUNT) == limit) {
        return false;
      }
      if (WORD.compareAndSet(this, w, w + 1)) {
        return true;
      }
    }
  }

  // ---- take

  /** Takes one if there is one (Zephyr: k_sem_take with K_NO_WAIT, S3). Does not block. */
  public boolean tryTake() {
    for (int w = word; (w & COUNT) > 0; w = word) {
      host.point();
      if (WORD.compareAndSet(this, w, w - 1)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes one, and waits for it if there is none (Zephyr: k_sem_take with K_FOREVER).
   *
   * @return TAKEN, or RESET
   * @throws InterruptedException if interrupted while waiting
   * @throws IllegalStateException if it would block a bh work
   */
  public TakeResult take() throws InterruptedException {
    return tryTake() ? TakeResult.TAKEN : takeBlocked(Waiter.NEVER);
  }

  /**
   * As {@link #take()}, for at most {@code timeout}: then TIMED_OUT (zephyr S4). Zero does not
   * wait.
   */
  public TakeResult take(Duration timeout) throws InterruptedException {
    long nanos = nanos(timeout);
    if (tryTake()) {
      return TakeResult.TAKEN;
    }
    return nanos == 0 ? TakeResult.TIMED_OUT : takeBlocked(nanos);
  }

  private TakeResult takeBlocked(long timeoutNanos) throws InterruptedException {
    ItemControl.refuseBhWait(this);
    long deadline = Waiter.deadline(host, timeoutNanos);
    Place<Void> me = new Place<>(host);
    if (takeOrJoin(me)) {
      return TakeResult.TAKEN;
    }
    if (!await(takers, me, deadline)) {
      return TakeResult.TIMED_OUT;
    }
    return me.isCancelled() ? TakeResult.RESET : TakeResult.TAKEN;
  }

  private boolean takeOrJoin(Place<Void> me) {
    lock();
    boolean taken = takeOrWatch();
    if (!taken) {
      takers.add(me);
    }
    unlock();
    return taken;
  }

  /** Takes one, or at 0 makes the next give come through the lock; under the lock. */
  private boolean takeOrWatch() {
    for (; ; ) {
      int w = word;
      boolean free = (w & COUNT) > 0;
      if (WORD.compareAndSet(this, w, free ? w - 1 : WATCHED)) {
        return free;
      }
    }
  }

  // ---- the rest

  /**
   * Sets the count to 0; every blocked taker returns with RESET, no watcher is told, and the
   * semaphore can be used on (Zephyr: k_sem_reset, S7, S8). Does not block.
   */
  public void reset() {
    lock();
    WORD.getAndBitwiseAnd(this, WATCHED);
    Place<Void> all = takers.pollAll(Ending.CANCELLED);
    unlock();
    WaitLine.wakeAll(all);
  }

  /** How many can be taken now; a snapshot (Zephyr: k_sem_count_get). */
  public int count() {
    return word & COUNT;
  }

  /** The largest count. */
  public int limit() {
    return limit;
  }

  /** Holds while the count is above 0. Each give that no taker waits for tells one watcher. */
  public Trigger available() {
    return available;
  }

  @Override
  public String toString() {
    return "semaphore " + count() + "/" + limit;
  }

  private final class Available extends Trigger {
    Available() {
      super(CountingSemaphore.this);
    }

    @Override
    boolean holds() {
      return count() > 0;
    }

    @Override
    boolean holdsOrWillTell() {
      int w = word;
      while ((w & COUNT) == 0 && !WORD.compareAndSet(CountingSemaphore.this, w, WATCHED)) {
        w = word;
      }
      return (w & COUNT) > 0;
    }

    @Override
    public String toString() {
      return "semaphore available";
    }
  }
}
