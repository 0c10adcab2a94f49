package dev.wq.wait.port;

import dev.wq.dispatch.CurrentHost;
import dev.wq.host.Host;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The cell of k23, with its mistakes: a word of four bits beside a slot for the waker. Its test of
 * three bits at once was meant to ask for any of them and asks for all of them.
 */
final class PortCell implements CellLayer {
  private static final int REGISTERING = 1;
  private static final int WAKING = 2;
  private static final int WOKEN = 4;
  private static final int CLOSED = 8;
  private static final int BUSY = REGISTERING | WAKING | CLOSED;

  /** How the test of several bits is read. */
  enum Contains {
    ALL,
    ANY
  }

  /** What a poll answers. */
  private enum Poll {
    PENDING,
    OK,
    CLOSED,
    BUSY
  }

  private final Host host = CurrentHost.get();
  private final Contains contains;
  private final AtomicInteger state = new AtomicInteger();
  private volatile @Nullable Thread slot; // the waker: the thread that it unparks
  private final AtomicInteger inSlot = new AtomicInteger();
  private final AtomicInteger overlaps = new AtomicInteger();

  PortCell(Contains contains) {
    this.contains = contains;
  }

  private boolean contains(int word, int bits) {
    return contains == Contains.ALL ? (word & bits) == bits : (word & bits) != 0;
  }

  private int or(int bits) {
    host.point();
    return state.getAndUpdate(word -> word | bits);
  }

  private int and(int bits) {
    host.point();
    return state.getAndUpdate(word -> word & bits);
  }

  private boolean cas(int from, int to) {
    host.point();
    return state.compareAndSet(from, to);
  }

  private @Nullable Thread exchangeSlot(@Nullable Thread waker) {
    if (inSlot.getAndIncrement() > 0) {
      overlaps.incrementAndGet();
    }
    host.point();
    Thread before = slot;
    host.point();
    slot = waker;
    inSlot.decrementAndGet();
    return before;
  }

  // ---- the waiter's side

  private Poll poll(Thread waker) {
    if (!cas(0, REGISTERING)) {
      return report();
    }
    if (!contains(or(WAKING), BUSY)) { // the second lock step
      Thread before = exchangeSlot(waker);
      and(~WAKING);
      if (before != null && before != waker) {
        LockSupport.unpark(before);
      }
    }
    if (cas(REGISTERING, 0)) {
      return Poll.PENDING;
    }
    exchangeSlot(null);
    boolean closed = (and(CLOSED) & CLOSED) != 0;
    return closed ? Poll.CLOSED : Poll.OK;
  }

  private Poll report() {
    int word = state.get();
    if ((word & CLOSED) != 0) {
      return Poll.CLOSED;
    }
    if ((word & WOKEN) == 0) {
      return Poll.BUSY;
    }
    and(~WOKEN);
    return Poll.OK;
  }

  @Override
  public Wait newWait() {
    return this::awaitPolled;
  }

  private boolean awaitPolled(Duration timeout) {
    Thread me = Thread.currentThread();
    long deadline = host.nanoTime() + timeout.toNanos();
    for (; ; ) {
      Poll answer = poll(me);
      if (answer == Poll.OK || answer == Poll.CLOSED) {
        return true;
      }
      long left = deadline - host.nanoTime();
      if (left <= 0) {
        return false; // dropped: the waker stays
      }
      if (answer == Poll.PENDING) {
        host.parkNanos(this, left);
      }
    }
  }

  // ---- the waker's side

  @Override
  public boolean wake() {
    return takeAndWake(0);
  }

  @Override
  public boolean close() {
    return takeAndWake(CLOSED);
  }

  private boolean takeAndWake(int more) {
    if (contains(or(WAKING | WOKEN | more), BUSY)) {
      return false;
    }
    Thread waker = exchangeSlot(null);
    and(~WAKING);
    if (waker != null) {
      LockSupport.unpark(waker);
    }
    return waker != null;
  }

  @Override
  public boolean isClosed() {
    return state.get() == CLOSED;
  }

  @Override
  public int overlaps() {
    return overlaps.get();
  }
}
