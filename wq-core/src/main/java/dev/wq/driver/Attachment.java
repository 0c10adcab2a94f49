package dev.wq.driver;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A driver that works for a queue, until it is closed; see {@link DriverQueue#attach}. */
public final class Attachment implements AutoCloseable {
  private final Pump<?> pump;
  final AtomicInteger leaving = new AtomicInteger(); // how many wait for it to be off
  volatile boolean evicted; // false -> true: its items are no longer waited for
  volatile boolean off; // false -> true, by the pump

  Attachment(Pump<?> pump) {
    this.pump = pump;
  }

  /** Whether the driver works for the queue. */
  public boolean isAttached() {
    return !off;
  }

  /**
   * Takes the driver off the queue: nothing more is posted to it, what is in progress is waited
   * for, it is stopped, and what is queued stays for the next driver. Does nothing if it is off.
   *
   * @throws TimeoutException if something is still in progress then: the driver stays, and goes on
   * @throws IllegalStateException if called by the driver
   */
  public void detach(Duration timeout) throws InterruptedException, TimeoutException {
    long deadline = pump.deadline(timeout);
    leaving.incrementAndGet();
    boolean gone = false;
    try {
      gone = off || pump.await("detach itself", () -> off, deadline);
    } finally {
      if (!gone) {
        leaving.decrementAndGet();
        pump.ring();
      }
    }
    if (!gone) {
      throw new TimeoutException(pump + " still has items in progress after " + timeout);
    }
  }

  /**
   * As {@link #detach}, for at most the queue's close timeout; then the device is reset and what
   * was in progress has failed. An interrupt does not end the wait; the flag is set again at its
   * end.
   */
  @Override
  public void close() {
    leaving.incrementAndGet();
    if (!off && !pump.awaitUninterruptibly("detach itself", () -> off, pump.closeDeadline())) {
      evicted = true;
      pump.hurry();
      pump.awaitLetGo(() -> off);
    }
  }
}
