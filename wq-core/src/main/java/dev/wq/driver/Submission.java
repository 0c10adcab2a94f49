package dev.wq.driver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * One item on its way through a driver queue; ends exactly once. Who does not need it drops it: the
 * item is worked off all the same.
 *
 * <p>All methods may be called by any thread, but not those that wait by a callback of the driver.
 *
 * @param <T> the class of the item
 */
public final class Submission<T> implements AutoCloseable {
  private final T item;

  Submission(T item) {
    this.item = item;
  }

  /**
   * A submission that has completed without any queue: for what turns out to need no device
   * (drivers D9).
   */
  public static <T> Submission<T> completed(T item) {
    return Stub.todo();
  }

  /** What was posted. */
  public T item() {
    return item;
  }

  /** How it has ended, empty if it has not; does not wait and drives nothing. */
  public Optional<Completion> poll() {
    return Stub.todo();
  }

  /** Whether it has ended. */
  public boolean isDone() {
    return poll().isPresent();
  }

  /**
   * Waits for its end; at once if it has ended, however often it is asked. An interrupt ends the
   * wait and cancels nothing (drivers D27).
   *
   * @throws IllegalStateException if called by the driver
   */
  public Completion await() throws InterruptedException {
    return Stub.todo();
  }

  /** As {@link #await()}, for at most {@code timeout}; cancels nothing either. */
  public Completion await(Duration timeout) throws InterruptedException, TimeoutException {
    return Stub.todo();
  }

  /**
   * Wants it no longer. One that is queued is cancelled at once and never touched; one that is in
   * progress is asked for once, and ends as the driver says. Does not wait.
   *
   * @return whether it has ended; false: it is in progress, wait for it
   */
  public boolean cancel() {
    return Stub.todo();
  }

  /**
   * Cancels it and waits until the driver has let go of the item: at most for the queue's close
   * timeout, then the device is reset. When this returns the item is the caller's. Does nothing if
   * it has ended. An interrupt does not end the wait; the flag is set again at its end (drivers
   * D26, D27).
   *
   * @throws IllegalStateException if called by the driver while the item is in progress
   */
  @Override
  public void close() {
    Stub.todo();
  }

  /**
   * A stage that completes, with whatever {@link Completion}, when it has ended; its dependents run
   * on a thread of the machine, never on the pump.
   */
  public CompletionStage<Completion> toCompletionStage() {
    return Stub.todo();
  }

  /** For people: {@code sign #17 in progress}. */
  @Override
  public String toString() {
    return String.valueOf(item);
  }
}
