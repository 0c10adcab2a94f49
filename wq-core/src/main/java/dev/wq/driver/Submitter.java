package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One of several users of a driver queue, with a line of its own: its items are started in the
 * order in which they were posted. Lines of one priority take turns, those of a higher one go
 * first; one whose first item waits for something else is passed over (Linux: drm_sched_entity).
 *
 * @param <T> the class of the items
 */
public final class Submitter<T> implements AutoCloseable {
  private final String name; // I
  private final boolean own; // I: the queue's own, which lives as long as it
  private volatile Line<T> line; // the line that is posted to
  private volatile Priority priority;
  private volatile boolean closed; // false -> true
  private volatile boolean banned; // false <-> true
  private volatile int guilt; // P: resets that it has caused

  Submitter(String name, Priority priority, Pump<T> pump, boolean own) {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException(
          "the name of a submitter of " + pump + " must not be empty, was '" + name + "'");
    }
    this.name = name;
    this.priority = Objects.requireNonNull(priority, "priority");
    this.own = own;
    this.line = new Line<>(pump, this, null);
  }

  public String name() {
    return name;
  }

  // ---- posting

  /** As {@link #post(Object, Posting)}, {@linkplain Posting#PLAIN plainly}. */
  public Submission<T> post(T item) throws InterruptedException {
    return post(item, Posting.PLAIN);
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
    Submission<T> posted = post(item, how, Waiter.NEVER);
    if (posted == null) {
      throw new AssertionError(this + ": a wait without a deadline timed out");
    }
    return posted;
  }

  /** As {@link #post(Object, Posting)}, waiting at most {@code timeout}. */
  public Submission<T> post(T item, Posting how, Duration timeout)
      throws InterruptedException, TimeoutException {
    Submission<T> posted = post(item, how, line.pump.nanos(timeout));
    if (posted == null) {
      throw new TimeoutException(line.pump + " was full for " + timeout + ", refused " + item);
    }
    return posted;
  }

  /** As {@link #post(Object, Posting)}, without waiting: empty if the queue is full. */
  public Optional<Submission<T>> tryPost(T item, Posting how) {
    try {
      return Optional.ofNullable(post(item, how, 0));
    } catch (InterruptedException e) {
      throw new AssertionError(this + ": waited without a timeout", e);
    }
  }

  private @Nullable Submission<T> post(T item, Posting how, long timeoutNanos)
      throws InterruptedException {
    Line<T> to = line;
    Submission<T> posted =
        new Submission<>(to, Objects.requireNonNull(item, "item"), to.pump.checked(how, item));
    refuseIfOver(posted);
    if (item instanceof DriverItem lent) {
      lent.lend(posted);
    }
    boolean in = false;
    try {
      in = to.pump.admit(posted, timeoutNanos);
    } finally {
      if (!in) {
        posted.endQueued(Completion.CANCELLED);
      }
    }
    return in ? posted : null;
  }

  /** Throws if nothing of this submitter is accepted. */
  void refuseIfOver(Submission<T> posted) {
    Line<T> to = posted.line();
    if (banned) {
      throw new BannedException(banText() + ", refused " + posted.item());
    }
    if (closed) {
      throw new RejectedExecutionException(this + " is closed, refused " + posted.item());
    }
    to.pump.refuseIfOver(posted);
  }

  // ---- priority and queue

  /** The priority that holds now. */
  public Priority priority() {
    return priority;
  }

  /** Changes it, for what is queued already too. */
  public void setPriority(Priority value) {
    priority = Objects.requireNonNull(value, "value");
    line.pump.rearrange();
  }

  /**
   * What is posted from now on goes to {@code other}, whose machine must be the same; what was
   * posted stays where it is, and goes first: nothing of this submitter is started there before it
   * has ended. A posting that another thread makes during the call may go to either.
   *
   * @throws IllegalStateException if it is closed, or the queue's own
   */
  public void moveTo(DriverQueue<T> other) {
    Pump<T> to = other.pump();
    if (own || closed) {
      throw new IllegalStateException(this + " can't move to " + other);
    }
    Line<T> from = line;
    if (from.pump.host != to.host) {
      throw new IllegalArgumentException(
          this + " can't move to a queue of another machine: " + other);
    }
    if (from.pump != to) {
      Line<T> fresh = new Line<>(to, this, from);
      line = fresh;
      from.movedTo = fresh;
      from.pump.moved(from);
    }
  }

  // ---- ban

  /** Whether it has caused too many resets: what it had queued has failed, and posting throws. */
  public boolean isBanned() {
    return banned;
  }

  /** It has caused one more reset; true if it is banned for it. By the pump. */
  boolean isGuilty(int banAfter) {
    int now = guilt + 1;
    guilt = now;
    banned |= now >= banAfter;
    return banned;
  }

  String banText() {
    return this + " is banned after " + guilt + (guilt == 1 ? " reset" : " resets");
  }

  /** Lifts the ban, and forgets the resets. */
  public void pardon() {
    guilt = 0;
    banned = false;
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Refuses postings from now on, cancels what is queued, and waits, as {@link Submission#close()},
   * for what is in progress. A second time waits again.
   *
   * @throws IllegalStateException if it is the queue's own, or called by the driver
   */
  @Override
  public void close() {
    if (own) {
      throw new IllegalStateException(this + " is closed with its queue");
    }
    Pump<T> pump = line.pump;
    pump.refuseDriver("close " + this);
    closed = true;
    pump.closeLine(line);
  }

  /** For people: {@code submitter 'tls' of driver queue 'aes'}. */
  @Override
  public String toString() {
    return "submitter '" + name + "' of driver queue '" + line.pump.attrs.name() + "'";
  }
}
