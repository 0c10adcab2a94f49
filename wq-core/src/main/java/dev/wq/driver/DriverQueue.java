package dev.wq.driver;

import dev.wq.Machine;
import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.TimedWait;
import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
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
  private final QueueState<T> state; // I
  private final Pump<T> pump; // I
  private final Submitter<T> own; // I

  private DriverQueue(Machine machine, DriverAttrs attrs) {
    this.state = new QueueState<>(machine, attrs);
    this.own = new Submitter<>(attrs.name(), Priority.NORMAL, state, true);
    DriverQueues all = DriverQueues.of(machine);
    this.pump = new Pump<>(state, () -> all.forget(state));
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
    DriverQueue<T> queue =
        new DriverQueue<>(
            Objects.requireNonNull(machine, "machine"), Objects.requireNonNull(attrs, "attrs"));
    DriverQueues.of(machine).add(queue.state, queue);
    queue.state.startPump(queue.pump::run);
    return queue;
  }

  QueueState<T> state() {
    return state;
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
    return new Submitter<>(name, priority, state, false);
  }

  // ---- the driver

  /**
   * Lets {@code driver} work for this queue; ends a fault.
   *
   * @throws IllegalStateException if a driver is attached, or the queue is closed
   */
  public Attachment attach(Driver<T> driver) {
    Device<T> device = new Device<>(Objects.requireNonNull(driver, "driver"), state);
    if (state.ending() != QueueState.OPEN) {
      throw new IllegalStateException(this + " is closed, refused driver " + driver);
    }
    if (!state.attach(device)) {
      throw new IllegalStateException(this + " has a driver, refused " + driver);
    }
    return new Attachment(device);
  }

  /**
   * There is news of the device: the pump asks about everything in progress, and posts what was
   * refused. Does not wait, allocates nothing, and calls no driver; can be called by any thread.
   */
  public void kick() {
    state.kick();
  }

  /**
   * Whether a reset has thrown: every item has failed, and posting throws until another driver is
   * attached.
   */
  public boolean isFaulted() {
    return state.faultCause() != null;
  }

  // ---- suspension

  /**
   * Keeps the queue from posting to its driver from now on, until the result is closed; posting to
   * the queue and cancelling go on. What is in progress ends, then the device is stopped. Counted:
   * each suspension has to be closed. Does not wait.
   */
  public Suspension suspend() {
    state.suspend();
    return new Suspension(state);
  }

  /** Whether it is suspended, by anybody. */
  public boolean isSuspended() {
    return state.isSuspended();
  }

  // ---- waiting and the end

  /** Waits until nothing is queued and nothing in progress. */
  public void awaitIdle() throws InterruptedException {
    TimedWait.untimed(nanos -> {
      state.await("idleness", state::isIdle, nanos);
      return true;
    });
  }

  /** As {@link #awaitIdle()}, for at most {@code timeout}. */
  public void awaitIdle(Duration timeout) throws InterruptedException, TimeoutException {
    state.await("idleness", state::isIdle, TimedWait.nanos(timeout));
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
    end(QueueState.DRAINING);
    Waits.uninterrupted(CurrentHost.get(), Waiter.NEVER, this::awaitClosed, () -> {});
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
    long nanos = TimedWait.nanos(timeout);
    end(QueueState.DRAINING);
    Host host = CurrentHost.get();
    try {
      if (!awaitClosed(host, Waiter.deadline(host, nanos))) {
        closeByForce(host);
      }
    } catch (InterruptedException e) {
      closeByForce(host);
      throw e;
    }
    return pump.leftovers();
  }

  private void end(int level) {
    if (!state.isClosed()) {
      state.refusePump("its end");
    }
    state.end(level);
  }

  private boolean awaitClosed(Host host, long deadline) throws InterruptedException {
    return state.await(state::isClosed, host, deadline);
  }

  private void closeByForce(Host host) {
    state.end(QueueState.FORCED);
    Waits.uninterrupted(
        host,
        TimedWait.nanos(state.attrs.closeTimeout()),
        this::awaitClosed,
        () -> state.end(QueueState.RESETTING));
  }

  /** Whether postings are refused for good. */
  public boolean isClosed() {
    return state.ending() != QueueState.OPEN;
  }

  // ---- asking

  public String name() {
    return state.attrs.name();
  }

  public DriverAttrs attrs() {
    return state.attrs;
  }

  public Machine machine() {
    return state.machine;
  }

  /** The counts now. */
  public DriverStats stats() {
    return state.stats();
  }

  /** For people: {@code driver queue 'aes' 1/1 in progress, 3 queued, suspended}. */
  @Override
  public String toString() {
    return state.toString();
  }
}
