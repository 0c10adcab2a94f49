package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import dev.wq.poll.CountingSemaphore;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** How many items may be in a queue: posters wait for space. */
/*
 * A poster takes a permit and the end of the item gives it back. The pump only counts what it has ended (FREED, one store)
 * and gives permits back in bulk, at the end of a round. A poster that finds none gives back itself what was counted: the count
 * is raised before the end is published, so whoever knows that an item has ended finds its space. Each unit is given by
 * whoever moves returned past it.
 */
final class Space<T> {
  private static final VarHandle RETURNED;

  static {
    try {
      RETURNED = MethodHandles.lookup().findVarHandle(Space.class, "returned", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // I: set once  P: written by the pump
  private final QueueState<T> queue; // I
  private final Host host; // I
  private final int capacity; // I: Integer.MAX_VALUE: no bound
  private volatile @Nullable CountingSemaphore
      permits; // P: others at a fault and at the end; null: no bound
  private volatile long returned; // of FREED, CAS by whoever gives it back

  Space(QueueState<T> queue) {
    this.queue = queue;
    this.host = queue.host;
    this.capacity = queue.attrs.capacity();
    this.permits = fresh();
  }

  private @Nullable CountingSemaphore fresh() {
    return capacity == Integer.MAX_VALUE ? null : new CountingSemaphore(capacity, capacity);
  }

  // ---- posters

  /**
   * Takes space for one item; false if there is none in time.
   *
   * @throws RejectedExecutionException if nothing is accepted
   */
  boolean take(T item, long nanos) throws InterruptedException {
    queue.refuseUnlessOpen(item);
    CountingSemaphore mine = permits;
    if (mine == null || tryTake(mine)) {
      return true;
    }
    if (nanos == 0) {
      return false;
    }
    if (queue.isPump()) {
      throw new IllegalStateException(
          queue + " is full, and its driver can't wait until there is space for " + item);
    }
    return await(item, mine, Waiter.deadline(host, nanos));
  }

  private boolean tryTake(CountingSemaphore mine) {
    if (mine.tryTake()) {
      return true;
    }
    settle();
    return mine.tryTake();
  }

  private boolean await(T item, CountingSemaphore first, long deadline)
      throws InterruptedException {
    CountingSemaphore mine = first;
    while (!await(mine, deadline)) {
      if (isOver(deadline)) {
        return false;
      }
      queue.refuseUnlessOpen(item);
      CountingSemaphore now = permits;
      if (now == null || tryTake(now)) {
        return true;
      }
      mine = now;
    }
    return true;
  }

  private boolean isOver(long deadline) {
    return deadline != Waiter.NEVER && deadline - host.nanoTime() <= 0;
  }

  /** False if there was none in time, or it is that of a time before a fault. */
  private boolean await(CountingSemaphore mine, long deadline) throws InterruptedException {
    boolean taken =
        switch (deadline == Waiter.NEVER ? mine.take() : mine.take(left(deadline))) {
          case TAKEN -> true;
          case TIMED_OUT, RESET -> false;
        };
    return taken && mine == permits;
  }

  private Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - host.nanoTime()));
  }

  /** Gives that of an item that was not accepted after all, or was cancelled. */
  void give() {
    CountingSemaphore mine = permits;
    if (mine != null) {
      mine.give();
    }
  }

  /** Gives back what the pump has counted. */
  void settle() {
    CountingSemaphore mine = permits;
    if (mine != null) {
      int count = takeFreed();
      if (count > 0) {
        mine.give(count);
      }
    }
  }

  private int takeFreed() {
    for (; ; ) {
      long from = returned;
      long to = queue.counts.get(Counts.FREED);
      if (to - from <= 0) {
        return 0;
      }
      host.point();
      if (RETURNED.compareAndSet(this, from, to)) {
        return (int) (to - from);
      }
    }
  }

  // ---- the pump

  /** Everything has ended: all space is free, and whoever waits for some looks at the queue. */
  void renew() {
    CountingSemaphore old = permits;
    if (old != null) {
      takeFreed();
      permits = fresh();
      old.reset();
      old.give(capacity);
    }
  }
}
