package dev.wq.driver;

import dev.wq.dispatch.TimedWait;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Keeps a queue from posting items to its driver until it is closed; see {@link
 * DriverQueue#suspend}.
 */
public final class Suspension implements AutoCloseable {
  private static final VarHandle CLOSED;

  static {
    try {
      CLOSED = MethodHandles.lookup().findVarHandle(Suspension.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final QueueState<?> queue; // I
  private volatile boolean closed; // false -> true, CAS

  Suspension(QueueState<?> queue) {
    this.queue = queue;
  }

  private boolean isStopped() {
    return closed || !queue.isEngaged();
  }

  /**
   * Waits until nothing is in progress and the device has been stopped; returns also when this
   * suspension is closed.
   *
   * @throws IllegalStateException if called by the driver while something is in progress
   */
  public void await() throws InterruptedException {
    TimedWait.untimed(nanos -> {
      queue.await("its device to be stopped", this::isStopped, nanos);
      return true;
    });
  }

  /** As {@link #await()}, for at most {@code timeout}; the queue stays suspended. */
  public void await(Duration timeout) throws InterruptedException, TimeoutException {
    queue.await("its device to be stopped", this::isStopped, TimedWait.nanos(timeout));
  }

  /** Resumes, unless others suspend the queue; a second time does nothing. Does not wait. */
  @Override
  public void close() {
    if (!closed && CLOSED.compareAndSet(this, false, true)) {
      queue.resume();
    }
  }
}
