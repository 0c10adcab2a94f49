package dev.wq.dispatch;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Keeps the lock word off the line of whatever object lies before it. */
abstract class SpinLockPad {
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14;
  int a15;
  short a16;
  byte a17;
}

/**
 * A lock for a handful of instructions. A section under it contains no point, park, unpark, thread
 * start, callback or allocation that can throw, so it is never held by a thread that has been
 * switched away, except by the operating system.
 */
public class SpinLock extends SpinLockPad {
  private static final VarHandle LOCK;

  static {
    try {
      LOCK = MethodHandles.lookup().findVarHandle(SpinLock.class, "lock", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int lock; // 0 free, 1 held

  /** Waits until it is free; the host is the caller's. */
  public final void lock(Host host) {
    host.point();
    if (!LOCK.weakCompareAndSetAcquire(this, 0, 1)) {
      lockSlowly(host);
    }
  }

  private void lockSlowly(Host host) {
    int round = 0;
    do {
      while (lock != 0) {
        round = host.spin(round);
      }
    } while (!LOCK.weakCompareAndSetAcquire(this, 0, 1));
  }

  /** Frees it; by its holder. */
  public final void unlock() {
    LOCK.setRelease(this, 0);
  }

  final boolean isLocked() {
    return lock != 0;
  }
}
