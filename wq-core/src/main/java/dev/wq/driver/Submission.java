package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One item on its way through a driver queue; ends exactly once. Who does not need it drops it: the
 * item is worked off all the same.
 *
 * <p>All methods may be called by any thread, but not those that wait by a callback of the driver.
 *
 * @param <T> the class of the item
 */
/*
 * The state is one reference, changed by CAS, and the completion is itself the last state, so whoever ends a submission does so
 * by one step that carries the outcome:
 *
 *   QUEUED        -> IN_PROGRESS     the pump, before it calls the driver
 *   QUEUED        -> a completion    a canceller: CANCELLED, at once, wherever it is linked; the pump: over its deadline, banned, faulted
 *   IN_PROGRESS   -> UNWANTED        a canceller: the pump will tell the driver, once
 *   IN_PROGRESS   -> QUEUED          the pump: refused, or lost by the reset of a device that another item caused
 *   IN_PROGRESS, UNWANTED -> a completion    the pump alone, as the driver answers
 *
 * A canceller that meets QUEUED and the pump that begins the item race for one CAS; the loser sees the other's result: the
 * pump skips what has ended (it is unlinked when its line is looked at next, or swept), the canceller asks for an abort.
 *
 * Waiters are a stack of their own, exchanged for DONE by whoever has ended it. A waiter pushes itself and parks; a push that
 * finds DONE does not wait. So either it is in the stack before the exchange, and is woken, or it sees the end. One that leaves
 * early takes the whole stack, and pushes the others again; if the end comes between, these pushes find DONE, and it wakes
 * them itself. Nothing is allocated for a submission that nobody waits for.
 */
public final class Submission<T> implements AutoCloseable {
  private static final Object QUEUED = "queued";
  private static final Object IN_PROGRESS = "in progress";
  private static final Object UNWANTED = "in progress, unwanted";
  private static final Object DONE = "done";
  private static final VarHandle STATE;
  private static final VarHandle WAITERS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Submission.class, "state", Object.class);
      WAITERS = lookup.findVarHandle(Submission.class, "waiters", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // I: set once  S: see above  P: pump only
  private final T item; // I
  private final @Nullable Line<T> line; // I: null of one that needed no queue
  final Posting how; // I
  private volatile Object state; // S
  private volatile @Nullable Object waiters; // S: null -> newest Waiting -> DONE
  @Nullable Submission<T> next; // poster, then P: inbound stack, then line
  long postedAt; // poster, then P: only where times are kept
  long deadline; // poster, then P: host time; Waiter.NEVER: none
  long limit = Waiter.NEVER; // P: host time at which its run limit is over
  volatile boolean overdue; // false -> true: its closer has waited long enough
  boolean told; // P: the driver knows that it is unwanted
  boolean recall; // P: to be polled without a kick
  int passed; // P: so many of those that it comes after have completed
  boolean awaiting; // P: the next of them will ring the pump

  Submission(@Nullable Line<T> line, T item, Posting how) {
    this.line = line;
    this.item = item;
    this.how = how;
    this.state = QUEUED;
  }

  /**
   * A submission that has completed without any queue: for what turns out to need no device
   * (drivers D9).
   */
  public static <T> Submission<T> completed(T item) {
    Submission<T> done = new Submission<>(null, item, Posting.PLAIN);
    done.state = Completion.COMPLETED;
    done.waiters = DONE;
    return done;
  }

  // ---- steps

  /** The line it stands in. */
  Line<T> line() {
    if (line == null) {
      throw new AssertionError(this + " never had a queue");
    }
    return line;
  }

  private Pump<T> pump() {
    return line().pump;
  }

  private Host host() {
    return pump().host;
  }

  private boolean step(Object from, Object to) {
    host().point();
    return STATE.compareAndSet(this, from, to);
  }

  /** Before it is given to the driver; false if it has ended. */
  boolean begin() {
    return step(QUEUED, IN_PROGRESS);
  }

  /** The driver does not have it, or has it no longer; false if it is unwanted. */
  boolean requeue() {
    told = false;
    recall = false;
    limit = Waiter.NEVER;
    return step(IN_PROGRESS, QUEUED);
  }

  boolean isUnwanted() {
    return state == UNWANTED;
  }

  boolean isQueued() {
    return state == QUEUED;
  }

  /** Ends it if it is queued. */
  boolean endQueued(Completion end) {
    return step(QUEUED, end) && tellEnd();
  }

  /** Ends it while it is in progress; by the pump. */
  void endInProgress(Completion end) {
    if (!step(IN_PROGRESS, end) && !step(UNWANTED, end)) {
      throw new AssertionError(this + " can't end: " + state);
    }
    tellEnd();
  }

  private boolean tellEnd() {
    Object all = WAITERS.getAndSet(this, DONE);
    for (Waiting waiting = (Waiting) all; waiting != null; waiting = waiting.below) {
      waiting.wake();
    }
    return true;
  }

  // ---- waiters

  /** Somebody to be woken at the end. */
  static class Waiting extends Waiter {
    private @Nullable Waiting below;
  }

  /** Has {@code waiting} woken at the end; false if it has ended. */
  boolean tell(Waiting waiting) {
    for (; ; ) {
      Object top = waiters;
      if (top == DONE) {
        return false;
      }
      waiting.below = (Waiting) top;
      host().point();
      if (WAITERS.compareAndSet(this, top, waiting)) {
        return true;
      }
    }
  }

  private void forget(Waiting gone) {
    Object all;
    do {
      all = waiters;
      if (all == DONE) {
        return;
      }
      host().point();
    } while (!WAITERS.compareAndSet(this, all, null));
    for (Waiting waiting = (Waiting) all; waiting != null; ) {
      Waiting following = waiting.below;
      if (waiting != gone && !tell(waiting)) {
        waiting.wake();
      }
      waiting = following;
    }
  }

  // ---- for everybody

  /** What was posted. */
  public T item() {
    return item;
  }

  /** How it has ended, empty if it has not; does not wait and drives nothing. */
  public Optional<Completion> poll() {
    return Optional.ofNullable(end());
  }

  @Nullable Completion end() {
    return state instanceof Completion end ? end : null;
  }

  /** Whether it has ended. */
  public boolean isDone() {
    return state instanceof Completion;
  }

  /**
   * Waits for its end; at once if it has ended, however often it is asked. An interrupt ends the
   * wait and cancels nothing (drivers D27).
   *
   * @throws IllegalStateException if called by the driver
   */
  public Completion await() throws InterruptedException {
    Completion end = awaitUntil(Waiter.NEVER);
    if (end == null) {
      throw new AssertionError(this + ": a wait without a deadline timed out");
    }
    return end;
  }

  /** As {@link #await()}, for at most {@code timeout}; cancels nothing either. */
  public Completion await(Duration timeout) throws InterruptedException, TimeoutException {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeout of a wait for " + this + " must not be negative, was " + timeout);
    }
    Completion end = end();
    if (end == null) {
      end = awaitUntil(Waiter.deadline(host(), TimeUnit.NANOSECONDS.convert(timeout)));
    }
    if (end == null) {
      throw new TimeoutException(this + " has not ended in " + timeout);
    }
    return end;
  }

  private @Nullable Completion awaitUntil(long deadline) throws InterruptedException {
    Completion end = end();
    if (end != null) {
      return end;
    }
    pump().refuseDriver("wait for " + this);
    Waiting me = new Waiting();
    if (!tell(me)) {
      return end();
    }
    boolean woken = false;
    try {
      woken = me.await(host(), deadline);
    } finally {
      if (!woken) {
        forget(me);
      }
    }
    return end();
  }

  /**
   * Wants it no longer. One that is queued is cancelled at once and never touched; one that is in
   * progress is asked for once, and ends as the driver says. Does not wait.
   *
   * @return whether it has ended; false: it is in progress, wait for it
   */
  public boolean cancel() {
    for (; ; ) {
      Object now = state;
      if (now instanceof Completion) {
        return true;
      }
      if (now == QUEUED) {
        if (endQueued(Completion.CANCELLED)) {
          pump().cancelled(this);
          return true;
        }
      } else if (now == UNWANTED) {
        return false;
      } else if (step(IN_PROGRESS, UNWANTED)) {
        pump().unwanted();
        return false;
      }
    }
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
    if (!isDone()) {
      pump().refuseDriver("close " + this);
      if (!cancel()) {
        pump().closeInProgress(this);
      }
    }
  }

  /** Waits whatever comes; false if the deadline did. */
  boolean awaitUninterruptibly(long deadline) {
    boolean interrupted = false;
    try {
      for (; ; ) {
        try {
          return awaitUntil(deadline) != null;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * A stage that completes, with whatever {@link Completion}, when it has ended; its dependents run
   * on a thread of the machine, never on the pump.
   */
  public CompletionStage<Completion> toCompletionStage() {
    CompletableFuture<Completion> stage = new CompletableFuture<>();
    if (isDone() || !tell(new StageWaiting(stage))) {
      stage.complete(end());
    }
    return stage.minimalCompletionStage();
  }

  private final class StageWaiting extends Waiting {
    private final CompletableFuture<Completion> stage;

    StageWaiting(CompletableFuture<Completion> stage) {
      this.stage = stage;
    }

    @Override
    public void wake() {
      pump().offPump(() -> stage.complete(end()));
    }
  }

  /** For people: {@code sign #17 in progress}. */
  @Override
  public String toString() {
    Object now = state;
    return item + " " + (now instanceof Completion end ? end.status().toString() : now);
  }
}
