package dev.wq.poll;

import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.TimedWait;
import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/**
 * An object that can be waited for: a lock for a handful of instructions around its state, the
 * lists of its triggers and the line of the threads that are blocked on it.
 *
 * <p>A section under the lock contains no point, park, unpark, callback or queueing: whoever is to
 * be woken or told is chosen under the lock and woken after it (zephyr P22). Never two of these
 * locks at once.
 */
abstract class PollObject {
  private static final VarHandle LOCK;

  static {
    try {
      LOCK = MethodHandles.lookup().findVarHandle(PollObject.class, "lock", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Host host = CurrentHost.get(); // I
  private volatile int lock; // 0 free, 1 held

  final void lock() {
    host.point();
    if (!LOCK.weakCompareAndSetAcquire(this, 0, 1)) {
      lockSlowly();
    }
  }

  private void lockSlowly() {
    int round = 0;
    do {
      while (lock != 0) {
        round = host.spin(round);
      }
    } while (!LOCK.weakCompareAndSetAcquire(this, 0, 1));
  }

  final void unlock() {
    LOCK.setRelease(this, 0);
  }

  // ---- blocked threads

  /**
   * Blocks the calling thread until it is taken out of {@code line}, where it has put itself.
   *
   * @return false if the time was over first: it has left the line with nothing
   * @throws InterruptedException if interrupted first. A thread that has been taken out of the line
   *     already keeps what it was given, and its interrupt stays set
   * @throws CancellationException if the caller is a task that gets no further turn. One that has
   *     been taken out of the line already keeps what it was given, and is interrupted
   */
  final <T> boolean await(WaitLine<T> line, WaitLine.Place<T> me, long deadline)
      throws InterruptedException {
    try {
      return me.await(host, deadline) || !leave(line, me);
    } catch (InterruptedException | CancellationException e) {
      if (leave(line, me)) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private <T> boolean leave(WaitLine<T> line, WaitLine.Place<T> me) {
    lock();
    boolean left = line.remove(me);
    unlock();
    return left;
  }

  /** {@code timeout} in nanoseconds; {@code Waiter.NEVER} for one too long to end. */
  final long nanos(Duration timeout) {
    return TimedWait.nanos(timeout, this);
  }
}
