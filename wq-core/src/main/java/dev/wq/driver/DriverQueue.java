package dev.wq.driver;

import dev.wq.Machine;
import dev.wq.dispatch.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Items for a device, which a {@link Driver} works off, one after the other or several at once.
 *
 * @param <T> the class of the items
 */
public final class DriverQueue<T> implements AutoCloseable {
  private final Pump<T> pump;
  private final Submitter<T> own;

  private DriverQueue(Machine machine, DriverAttrs attrs) {
    this.pump = new Pump<>(machine, attrs);
    this.own = new Submitter<>(attrs.name(), Priority.NORMAL, pump, true);
  }

  Pump<T> pump() {
    return pump;
  }

  /** A queue of the current machine. */
  public static <T> DriverQueue<T> open(DriverAttrs attrs) {
    return open(Machine.current(), attrs);
  }

  /**
   * A queue of {@code machine}, which closes it when it is closed. It has no driver yet: what is
   * posted waits for one.
   */
  public static <T> DriverQueue<T> open(Machine machine, DriverAttrs attrs) {
    DriverQueue<T> queue = new DriverQueue<>(machine, Objects.requireNonNull(attrs, "attrs"));
    Drivers.of(machine).add(queue);
    queue.pump.start();
    return queue;
  }

  // ---- posting

  /** As {@link #post(Object, Posting)}, {@linkplain Posting#PLAIN plainly}. */
  public Submission<T> post(T item) throws InterruptedException {
    return own.post(item);
  }

  /**
   * Posts {@code item} in the line of the queue itself, whose priority is normal; waits while the
   * queue is full.
   *
   * @throws RejectedExecutionException if the queue is closed or faulted, or its own submitter is
   *     banned ({@link BannedException})
   * @throws IllegalStateException if the item is a {@link DriverItem} that is lent already; or the
   *     queue is full and the caller is its driver
   * @throws IllegalArgumentException if it wants more credits than the queue has
   */
  public Submission<T> post(T item, Posting how) throws InterruptedException {
    return own.post(item, how);
  }

  /** As {@link #post(Object, Posting)}, waiting at most {@code timeout}. */
  public Submission<T> post(T item, Posting how, Duration timeout)
      throws InterruptedException, TimeoutException {
    return own.post(item, how, timeout);
  }

  /** As {@link #post(Object)}, without waiting: empty if the queue is full. */
  public Optional<Submission<T>> tryPost(T item) {
    return own.tryPost(item, Posting.PLAIN);
  }

  /** As {@link #post(Object, Posting)}, without waiting: empty if the queue is full. */
  public Optional<Submission<T>> tryPost(T item, Posting how) {
    return own.tryPost(item, how);
  }

  /** The line of the queue itself. */
  public Submitter<T> ownSubmitter() {
    return own;
  }

  /** A line of its own for one user of the queue. */
  public Submitter<T> submitter(String name, Priority priority) {
    return new Submitter<>(name, priority, pump, false);
  }

  // ---- the driver

  /**
   * Lets {@code driver} work for this queue; ends a fault.
   *
   * @throws IllegalStateException if a driver is attached, or the queue is closed
   */
  public Attachment attach(Driver<T> driver) {
    return pump.attach(Objects.requireNonNull(driver, "driver"));
  }

  /**
   * There is news of the device: the pump asks about everything in progress, and posts what was
   * refused. Does not wait, allocates nothing, and calls no driver; can be called by any thread.
   */
  public void kick() {
    pump.kick();
  }

  /**
   * Whether a reset has thrown: every item has failed, and posting throws until another driver is
   * attached.
   */
  public boolean isFaulted() {
    return pump.isFaulted();
  }

  // ---- suspension

  /**
   * Keeps the queue from posting to its driver from now on, until the result is closed; posting to
   * the queue and cancelling go on. What is in progress ends, then the device is stopped. Counted:
   * each suspension has to be closed. Does not wait.
   */
  public Suspension suspend() {
    pump.suspend();
    return new Suspension(pump);
  }

  /** Whether it is suspended, by anybody. */
  public boolean isSuspended() {
    return pump.isSuspended();
  }

  // ---- waiting and the end

  /** Waits until nothing is queued and nothing in progress. */
  public void awaitIdle() throws InterruptedException {
    if (!pump.awaitIdle(Waiter.NEVER)) {
      throw new AssertionError(this + ": a wait without a deadline timed out");
    }
  }

  /** As {@link #awaitIdle()}, for at most {@code timeout}. */
  public void awaitIdle(Duration timeout) throws InterruptedException, TimeoutException {
    if (!pump.awaitIdle(pump.deadline(timeout))) {
      throw new TimeoutException(this + " is not idle after " + timeout);
    }
  }

  /**
   * Refuses postings, waits until everything has ended, stops and detaches the driver. What nothing
   * works off, because there is no driver or the queue is suspended, is cancelled. Closing twice
   * does nothing more than wait. An interrupt does not end the wait; the flag is set again at its
   * end.
   *
   * @throws IllegalStateException if called by the driver
   */
  @Override
  public void close() {
    pump.beginClose();
    pump.awaitUninterruptibly("close it", () -> false, Waiter.NEVER);
    forget();
  }

  /**
   * As {@link #close()}, for at most {@code timeout}; then what is queued is cancelled, what is in
   * progress is asked to be, waited for the close timeout, and ended by a reset.
   *
   * @return the items that did not complete because of it
   * @throws InterruptedException if interrupted; the queue is closed all the same, without waiting
   *     for more than the close timeout
   */
  public List<T> close(Duration timeout) throws InterruptedException {
    long deadline = pump.deadline(timeout);
    pump.beginClose();
    boolean over = false;
    try {
      over = pump.awaitEnd(deadline);
    } finally {
      if (!over) {
        pump.force();
      }
      forget();
    }
    return pump.unfinished();
  }

  /** Whether postings are refused for good. */
  public boolean isClosed() {
    return pump.isClosed();
  }

  // ---- asking

  public String name() {
    return pump.attrs.name();
  }

  public DriverAttrs attrs() {
    return pump.attrs;
  }

  public Machine machine() {
    return pump.machine;
  }

  /** The counts now. */
  public DriverStats stats() {
    return pump.counts.snapshot();
  }

  private void forget() {
    pump.closeCallbacks();
    Drivers.of(pump.machine).remove(this);
  }

  /** For people: {@code driver queue 'aes' 1/1 in progress, 3 queued, suspended}. */
  @Override
  public String toString() {
    return pump.toString();
  }
}
