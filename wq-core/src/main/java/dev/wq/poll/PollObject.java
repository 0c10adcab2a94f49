package dev.wq.poll;

import dev.wq.dispatch.CurrentHost;
import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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
}
