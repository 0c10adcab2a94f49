package dev.wq.device.port;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads that sleep until something holds; who changes it signals. */
final class PortGate {
  private final Deque<Thread> asleep = new ArrayDeque<>();

  void await(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      asleep.add(Thread.currentThread());
      LockSupport.park(this);
      asleep.remove(Thread.currentThread());
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("the script has ended");
      }
    }
  }

  void signal() {
    asleep.forEach(LockSupport::unpark);
  }
}
