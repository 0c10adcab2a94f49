package dev.wq.driver;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A driver that works, or has worked, for a queue. */
final class Device<T> {
  private static final int OFF = -1;
  private static final VarHandle LEAVERS;

  static {
    try {
      LEAVERS = MethodHandles.lookup().findVarHandle(Device.class, "leavers", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Driver<T> driver; // I
  final QueueState<T> queue; // I
  private final Host host; // I

  // n -> n+1    a detach begins, any thread
  // n -> n-1    it is given up, any thread
  // n -> OFF    the driver is taken off, by the pump or, if the device is not engaged, by who
  // detaches; for good
  private volatile int leavers;
  private volatile boolean forced; // false -> true: what is in progress is to be ended by a reset

  Device(Driver<T> driver, QueueState<T> queue) {
    this.driver = driver;
    this.queue = queue;
    this.host = queue.host;
  }

  /** Whether it is off. */
  boolean isOff() {
    return leavers == OFF;
  }

  /** Whether somebody takes it off. */
  boolean isLeaving() {
    return leavers != 0;
  }

  /** A detach begins; false if it is off. */
  boolean leave() {
    return step(1);
  }

  /** A detach is given up; false if it is off, which is what was wanted. */
  boolean stay() {
    return step(-1);
  }

  private boolean step(int by) {
    for (int n = leavers; n != OFF; n = leavers) {
      host.point();
      if (LEAVERS.compareAndSet(this, n, n + by)) {
        return true;
      }
    }
    return false;
  }

  void force() {
    forced = true;
  }

  boolean isForced() {
    return forced;
  }

  /**
   * Takes it off if the pump has nothing to do with it: since a detach has begun, the pump would
   * see that before it posts. True if it is off.
   */
  boolean isOffOrIdle() {
    if (!isOff() && !queue.isEngaged() && takeOffIfLeaving()) {
      queue.detached(this);
    }
    return isOff();
  }

  /** Once it is stopped; false if nobody wants it off any more. */
  boolean takeOffIfLeaving() {
    for (int n = leavers; n > 0; n = leavers) {
      host.point();
      if (LEAVERS.compareAndSet(this, n, OFF)) {
        return true;
      }
    }
    return false;
  }

  /** By the pump. */
  void takeOff() {
    leavers = OFF;
  }
}
