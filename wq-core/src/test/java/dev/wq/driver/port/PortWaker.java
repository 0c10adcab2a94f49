package dev.wq.driver.port;

import java.util.concurrent.locks.LockSupport;

/** Wakes the thread that made it, once. */
final class PortWaker {
  private final Thread thread = Thread.currentThread();
  private boolean woken;

  void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  void sleep() throws InterruptedException {
    while (!woken) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
