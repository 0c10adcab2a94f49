package dev.wq.driver;

import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.TimedWait;
import dev.wq.dispatch.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
  private static final VarHandle RESETS;

  static {
    try {
      RESETS = MethodHandles.lookup().findVarHandle(Submitter.class, "resets", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name; // I
  private final boolean own; // I: of the queue itself
  private volatile Priority priority;
  private volatile Line<T> line; // where the next item goes; another after each move
  private volatile boolean closed; // false -> true
  private volatile int resets; // n -> n+1 by the pump, n -> 0 by pardon
  private volatile boolean banned; // false -> true by the pump, true -> false by pardon

  Submitter(String name, Priority priority, QueueState<T> queue, boolean own) {
    this.name = Objects.requireNonNull(name, "name");
    this.priority = Objects.requireNonNull(priority, "priority");
    this.own = own;
    this.line = queue.addLine(this, null);
  }

  public String name() {
    return name;
  }

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
    return Objects.requireNonNull(
        postOrNull(item, how, Waiter.NEVER)); // waits until there is space
  }

  /** As {@link #post(Object, Posting)}, waiting at most {@code timeout}. */
  public Submission<T> post(T item, Posting how, Duration timeout)
      throws InterruptedException, TimeoutException {
    return post(item, how, TimedWait.nanos(timeout));
  }

  /** As {@link #post(Object, Posting)}, without waiting: empty if the queue is full. */
  public Optional<Submission<T>> tryPost(T item, Posting how) {
    try {
      return Optional.ofNullable(postOrNull(item, how, 0));
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible); // does not wait
    }
  }

  /** The priority that holds now. */
  public Priority priority() {
    return priority;
  }

  /** Changes it, for what is queued already too. */
  public void setPriority(Priority priority) {
    this.priority = Objects.requireNonNull(priority, "priority");
    line.queue.lineNews();
  }

  /**
   * What is posted from now on goes to {@code other}, whose machine must be the same; what was
   * posted stays where it is, and goes first: nothing of this submitter is started there before it
   * has ended.
   */
  public void moveTo(DriverQueue<T> other) {
    refuseOwn("moved");
    QueueState<T> to = other.state();
    Line<T> from = line;
    if (to.machine != from.queue.machine) {
      throw new IllegalArgumentException(
          this + " can't move to " + other + ": it belongs to " + to.machine);
    }
    if (to != from.queue) {
      Line<T> next = to.addLine(this, from);
      from.retire(next);
      line = next;
    }
  }

  /**
   * Whether its items were reset by the run limit too often, see {@link DriverAttrs#banAfter}: what
   * it had queued has failed, and posting throws. Other resets, for a call that threw or a close
   * that took too long, do not count.
   */
  public boolean isBanned() {
    return banned;
  }

  /** Lifts the ban, and forgets the resets. */
  public void pardon() {
    resets = 0;
    banned = false;
  }

  /**
   * Refuses postings from now on, cancels what is queued, and waits, as {@link Submission#close()},
   * for what is in progress. Of a queue's own submitter: throws {@link IllegalStateException}.
   */
  @Override
  public void close() {
    refuseOwn("closed");
    closed = true;
    Line<T> last = line;
    if (!last.isEnded()) {
      last.queue.refusePump("the end of " + this);
    }
    last.drop();
    last.retire(null);
    for (Line<T> l = last; l != null; l = l.earlier()) {
      l.drop();
    }
    for (Line<T> l = last; l != null; l = l.earlier()) {
      awaitEnd(l);
    }
  }

  private static <T> void awaitEnd(Line<T> line) {
    Waits.uninterrupted(
        CurrentHost.get(),
        TimedWait.nanos(line.queue.attrs.closeTimeout()),
        (host, deadline) -> line.queue.await(line::isEnded, host, deadline),
        line::insist);
  }

  private void refuseOwn(String how) {
    if (own) {
      throw new IllegalStateException("the line of " + line.queue + " itself can't be " + how);
    }
  }

  // ---- posting

  private Submission<T> post(T item, Posting how, long nanos)
      throws InterruptedException, TimeoutException {
    Submission<T> posted = postOrNull(item, how, nanos);
    if (posted == null) {
      throw new TimeoutException(line.queue + " had no space for " + item + " in time");
    }
    return posted;
  }

  /** Null if there is no space in time. */
  private @Nullable Submission<T> postOrNull(T item, Posting how, long nanos)
      throws InterruptedException {
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(how, "how");
    for (; ; ) {
      Line<T> to = line;
      check(item, how, to.queue);
      if (!to.queue.space.take(item, nanos)) {
        return null;
      }
      if (own) {
        return push(item, how, to);
      }
      if (to.enter()) {
        return pushEntered(item, how, to);
      }
      to.queue.space.give(); // it has moved meanwhile, or is closed
    }
  }

  private Submission<T> pushEntered(T item, Posting how, Line<T> to) {
    try {
      return push(item, how, to);
    } finally {
      to.leave();
    }
  }

  private void check(T item, Posting how, QueueState<T> queue) {
    refuseIfClosed(item);
    if (how.credits() > queue.attrs.depth()) {
      throw new IllegalArgumentException(
          "%s wants %d credits, %s has %d"
              .formatted(item, how.credits(), queue, queue.attrs.depth()));
    }
    if (item instanceof DriverItem lendable && lendable.isLent()) {
      throw lendable.lentAlready(queue.attrs.name());
    }
  }

  private void refuseIfClosed(T item) {
    if (closed) {
      throw new RejectedExecutionException(this + " is closed, refused " + item);
    }
    if (banned) {
      throw banned();
    }
  }

  /** Posts an item for which there is space. */
  private Submission<T> push(T item, Posting how, Line<T> to) {
    QueueState<T> queue = to.queue;
    boolean accepted = false;
    try {
      queue.refuseUnlessOpen(item);
      refuseIfClosed(item);
      Terms terms = how == Posting.PLAIN ? null : new Terms(how, queue.host);
      Submission<T> submission = Submission.queued(item, to, terms);
      submission.at = queue.attrs.isMeasured() ? queue.host.nanoTime() : 0;
      lend(item, submission);
      accepted = queue.accept(submission);
      if (!accepted) {
        takeBack(item);
        throw queue.closed(item);
      }
      return submission;
    } finally {
      if (!accepted) {
        queue.space.give();
      }
    }
  }

  private static void lend(Object item, Submission<?> to) {
    if (item instanceof DriverItem lendable) {
      lendable.lend(to);
    }
  }

  private static void takeBack(Object item) {
    if (item instanceof DriverItem lendable) {
      lendable.takeBack();
    }
  }

  // ---- the ban

  /** It has caused a reset; true if it is banned now. By the pump. */
  boolean blame(int most) {
    int now = (int) RESETS.getAndAdd(this, 1) + 1;
    banned = banned || now >= most;
    return banned;
  }

  BannedException banned() {
    return new BannedException(this + " is banned after " + resets + " resets of its device");
  }

  /** For people: {@code submitter 'tls'}. */
  @Override
  public String toString() {
    return "submitter '" + name + "'";
  }
}
