package dev.wq.driver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * One of several users of a driver queue, with a line of its own: its items are started in the
 * order in which they were posted. Lines of one priority take turns, those of a higher one go
 * first; one whose first item waits for something else is passed over (Linux: drm_sched_entity).
 *
 * @param <T> the class of the items
 */
public final class Submitter<T> implements AutoCloseable {
  Submitter() {}

  public String name() {
    return Stub.todo();
  }

  /** As {@link #post(Object, Posting)}, {@linkplain Posting#PLAIN plainly}. */
  public Submission<T> post(T item) throws InterruptedException {
    return Stub.todo();
  }

  /**
   * Posts {@code item}; waits while the queue is full.
   *
   * @throws BannedException if this submitter is banned
   * @throws RejectedExecutionException if the submitter or the queue is closed, or the queue
   *     faulted
   * @throws IllegalStateException if the item is a {@link DriverItem} that is lent already; or the
   *     queue is full and the caller is its driver
   * @throws IllegalArgumentException if it wants more credits than the queue has
   */
  public Submission<T> post(T item, Posting how) throws InterruptedException {
    return Stub.todo();
  }

  /** As {@link #post(Object, Posting)}, waiting at most {@code timeout}. */
  public Submission<T> post(T item, Posting how, Duration timeout)
      throws InterruptedException, TimeoutException {
    return Stub.todo();
  }

  /** As {@link #post(Object, Posting)}, without waiting: empty if the queue is full. */
  public Optional<Submission<T>> tryPost(T item, Posting how) {
    return Stub.todo();
  }

  /** The priority that holds now. */
  public Priority priority() {
    return Stub.todo();
  }

  /** Changes it, for what is queued already too. */
  public void setPriority(Priority priority) {
    Stub.todo();
  }

  /**
   * What is posted from now on goes to {@code other}, whose machine must be the same; what was
   * posted stays where it is, and goes first: nothing of this submitter is started there before it
   * has ended.
   */
  public void moveTo(DriverQueue<T> other) {
    Stub.todo();
  }

  /** Whether it has caused too many resets: what it had queued has failed, and posting throws. */
  public boolean isBanned() {
    return Stub.todo();
  }

  /** Lifts the ban, and forgets the resets. */
  public void pardon() {
    Stub.todo();
  }

  /**
   * Refuses postings from now on, cancels what is queued, and waits, as {@link Submission#close()},
   * for what is in progress. Of a queue's own submitter: throws {@link IllegalStateException}.
   */
  @Override
  public void close() {
    Stub.todo();
  }
}
