package dev.wq.driver;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Keeps a queue from posting items to its driver until it is closed; see {@link
 * DriverQueue#suspend}.
 */
public final class Suspension implements AutoCloseable {
  Suspension() {}

  /** Waits until nothing is in progress and the device has been stopped. */
  public void await() throws InterruptedException {
    Stub.todo();
  }

  /** As {@link #await()}, for at most {@code timeout}; the queue stays suspended. */
  public void await(Duration timeout) throws InterruptedException, TimeoutException {
    Stub.todo();
  }

  /** Resumes, unless others suspend the queue; a second time does nothing. Does not wait. */
  @Override
  public void close() {
    Stub.todo();
  }
}
