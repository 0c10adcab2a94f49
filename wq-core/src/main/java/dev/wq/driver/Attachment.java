package dev.wq.driver;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A driver that works for a queue, until it is closed; see {@link DriverQueue#attach}. */
public final class Attachment implements AutoCloseable {
  Attachment() {}

  /** Whether the driver works for the queue. */
  public boolean isAttached() {
    return Stub.todo();
  }

  /**
   * Takes the driver off the queue: nothing more is posted to it, what is in progress is waited
   * for, it is stopped, and what is queued stays for the next driver. Does nothing if it is off.
   *
   * @throws TimeoutException if something is still in progress then: the driver stays, and goes on
   * @throws IllegalStateException if called by the driver
   */
  public void detach(Duration timeout) throws InterruptedException, TimeoutException {
    Stub.todo();
  }

  /**
   * As {@link #detach}, for at most the queue's close timeout; then the device is reset and what
   * was in progress has failed. An interrupt does not end the wait; the flag is set again at its
   * end.
   */
  @Override
  public void close() {
    Stub.todo();
  }
}
