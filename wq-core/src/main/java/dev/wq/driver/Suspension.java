package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a queue from posting items to its driver until it is closed; see {@link
 * DriverQueue#suspend}.
 */
public final class Suspension implements AutoCloseable {
  private final Pump<?> pump;
  private final AtomicBoolean closed = new AtomicBoolean();

  Suspension(Pump<?> pump) {
    this.pump = pump;
  }

  /**
   * Waits until nothing is in progress and the device has been stopped.
   *
   * @throws IllegalStateException if called by the driver, or this is closed
   */
  public void await() throws InterruptedException {
    awaitUntil(Waiter.NEVER);
  }

  /** As {@link #await()}, for at most {@code timeout}; the queue stays suspended. */
  public void await(Duration timeout) throws InterruptedException, TimeoutException {
    if (!awaitUntil(pump.deadline(timeout))) {
      throw new TimeoutException(pump + " is not quiet after " + timeout);
    }
  }

  private boolean awaitUntil(long deadline) throws InterruptedException {
    if (closed.get()) {
      throw new IllegalStateException("this suspension of " + pump + " has been closed");
    }
    return pump.await("wait for its own suspension", pump::isQuiet, deadline);
  }

  /** Resumes, unless others suspend the queue; a second time does nothing. Does not wait. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      pump.resume();
    }
  }
}
