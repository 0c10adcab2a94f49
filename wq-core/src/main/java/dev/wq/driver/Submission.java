package dev.wq.driver;

import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.TimedWait;
import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
 * The state is one reference, and its end is the completion itself:
 *
 *   QUEUED   -> CURRENT       the pump, before it gives the item to the driver
 *   QUEUED   -> a completion  whoever cancels: at once. The pump, if the item fails without having begun
 *   CURRENT  -> UNWANTED      whoever cancels: the pump will ask the driver
 *   UNWANTED -> OVERDUE       whoever closes, and has waited for long enough: the pump will reset the device
 *   CURRENT  -> QUEUED        the pump: refused, or the device was reset because of another item
 *   CURRENT, UNWANTED, OVERDUE -> a completion   the pump
 *
 * QUEUED is left by a CAS, because pump and cancellers meet there; whoever wins has the item. So one that was cancelled
 * while queued is never given to the driver, and nobody has to unlink it: it stays in the pump's list as a dead link until
 * the pump comes by. The other states are left for an end by the pump alone.
 *
 * Waiters are in a stack of their own. A waiter pushes itself and then looks at the state; the end is set and then the stack
 * is looked at. Both are volatile, so either the waiter sees the end or the end finds the waiter. Who gives up takes the whole
 * stack, puts the others back and looks at the state again: an end that came meanwhile found nobody, and the one who put
 * them back tells them. Each is told once, by whoever has taken it. An end that nobody waits for costs one read.
 */
public final class Submission<T> implements AutoCloseable {
  private enum Stage {
    QUEUED("queued"),
    CURRENT("in progress"),
    UNWANTED("in progress, to be cancelled"),
    OVERDUE("in progress, to be reset");

    private final String text;

    Stage(String text) {
      this.text = text;
    }
  }

  private static final VarHandle STATE;
  private static final VarHandle WAITERS;

  static {
    try {
      MethodHandles.Lookup here = MethodHandles.lookup();
      STATE = here.findVarHandle(Submission.class, "state", Object.class);
      WAITERS = here.findVarHandle(Submission.class, "waiters", EndWaiter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // I: set once  P: by the pump, once it has taken the submission
  private final T item; // I
  final @Nullable Line<T> line; // I: null if it needed no queue
  final @Nullable Terms terms; // I: null if posted plainly
  private volatile Object state; // a Stage, then a Completion: see above
  private volatile @Nullable EndWaiter waiters; // see above
  @Nullable Submission<T> next; // of the poster, then P: the next in inbound, then in the line
  long at; // host time; of the poster, then P: when posted if that is measured, then its run limit
  private long number; // P: 0 -> how many were posted with it
  private boolean asked; // P: false -> true: the driver knows that it is unwanted
  private boolean recalled; // P: the latest answer was to ask again
  boolean listed; // P: among those in progress

  private Submission(T item, @Nullable Line<T> line, @Nullable Terms terms, Object state) {
    this.item = item;
    this.line = line;
    this.terms = terms;
    this.state = state;
  }

  static <T> Submission<T> queued(T item, Line<T> line, @Nullable Terms terms) {
    return new Submission<>(item, line, terms, Stage.QUEUED);
  }

  /**
   * A submission that has completed without any queue: for what turns out to need no device
   * (drivers D9).
   */
  public static <T> Submission<T> completed(T item) {
    return new Submission<>(item, null, null, Completion.COMPLETED);
  }

  /** What was posted. */
  public T item() {
    return item;
  }

  @Nullable Completion end() {
    return state instanceof Completion end ? end : null;
  }

  /** How it has ended, empty if it has not; does not wait and drives nothing. */
  public Optional<Completion> poll() {
    return Optional.ofNullable(end());
  }

  /** Whether it has ended. */
  public boolean isDone() {
    return end() != null;
  }

  // ---- waiting

  /**
   * Waits for its end; at once if it has ended, however often it is asked. An interrupt ends the
   * wait and cancels nothing (drivers D27).
   *
   * @throws IllegalStateException if called by the driver
   */
  public Completion await() throws InterruptedException {
    return TimedWait.untimed(this::awaitNanos);
  }

  /** As {@link #await()}, for at most {@code timeout}; cancels nothing either. */
  public Completion await(Duration timeout) throws InterruptedException, TimeoutException {
    return awaitNanos(TimedWait.nanos(timeout));
  }

  private Completion awaitNanos(long nanos) throws InterruptedException, TimeoutException {
    Completion now = end();
    if (now == null) {
      Host host = CurrentHost.get();
      now = awaitUntil(host, Waiter.deadline(host, nanos));
    }
    if (now == null) {
      throw new TimeoutException(this + " has not ended in time");
    }
    return now;
  }

  private @Nullable Completion awaitUntil(Host host, long deadline) throws InterruptedException {
    refusePump();
    ItemControl.refuseBhWait(this);
    EndWaiter me = new EndWaiter();
    tell(me);
    boolean told = false;
    try {
      told = me.await(host, deadline);
    } finally {
      if (!told) {
        forget(me);
      }
    }
    return end();
  }

  private void refusePump() {
    if (line != null) {
      line.queue.refusePump(this);
    }
  }

  /** Has {@code waiter} told of the end, once; at once if it has come. */
  void tell(EndWaiter waiter) {
    push(waiter);
    if (isDone()) {
      tellAll();
    }
  }

  private void push(EndWaiter waiter) {
    do {
      waiter.below = waiters;
      point();
    } while (!WAITERS.compareAndSet(this, waiter.below, waiter));
  }

  private void forget(EndWaiter gone) {
    EndWaiter rest = takeWaiters();
    while (rest != null) {
      EndWaiter below = rest.below;
      if (rest != gone) {
        push(rest);
      }
      rest = below;
    }
    if (isDone()) {
      tellAll();
    }
  }

  private @Nullable EndWaiter takeWaiters() {
    point();
    return (EndWaiter) WAITERS.getAndSet(this, null);
  }

  private void tellAll() {
    if (waiters == null) {
      return;
    }
    EndWaiter rest = takeWaiters();
    while (rest != null) {
      EndWaiter below = rest.below;
      rest.below = null;
      rest.wake();
      rest = below;
    }
  }

  private void point() {
    if (line != null) {
      line.queue.host.point();
    }
  }

  // ---- taking back

  /**
   * Wants it no longer. One that is queued is cancelled at once and never touched; one that is in
   * progress is asked for once, and ends as the driver says. Does not wait.
   *
   * @return whether it has ended; false: it is in progress, wait for it
   */
  public boolean cancel() {
    for (; ; ) {
      Object s = state;
      if (s == Stage.QUEUED && cas(s, Completion.CANCELLED)) {
        withdrawn();
        return true;
      }
      if (s == Stage.CURRENT && cas(s, Stage.UNWANTED)) {
        queue().bell.wake();
        return false;
      }
      if (s != Stage.QUEUED && s != Stage.CURRENT) {
        return s instanceof Completion;
      }
    }
  }

  private void withdrawn() {
    queue().withdrawn();
    tellAll();
    queue().bell.wake();
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
    if (cancel()) {
      return;
    }
    refusePump();
    long nanos = TimedWait.nanos(queue().attrs.closeTimeout());
    Waits.uninterrupted(
        CurrentHost.get(),
        nanos,
        (host, deadline) -> awaitUntil(host, deadline) != null,
        this::demandReset);
  }

  private void demandReset() {
    while (!isDone() && state != Stage.OVERDUE) {
      if (!cancel() && cas(Stage.UNWANTED, Stage.OVERDUE)) {
        queue().bell.wake();
      }
    }
  }

  private QueueState<T> queue() {
    if (line == null) {
      throw new AssertionError(this + " has no queue");
    }
    return line.queue;
  }

  /**
   * A stage that completes, with whatever {@link Completion}, when it has ended; its dependents run
   * on a thread of the machine, never on the pump.
   */
  public CompletionStage<Completion> toCompletionStage() {
    Completion now = end();
    if (now != null) {
      return CompletableFuture.completedStage(now);
    }
    CompletableFuture<Completion> stage = new CompletableFuture<>();
    tell(
        new EndWaiter() {
          @Override
          public void wake() {
            queue().startThread("stage", () -> stage.complete(end()));
          }
        });
    return stage.minimalCompletionStage();
  }

  // ---- the pump's steps

  private boolean cas(Object from, Object to) {
    point();
    return STATE.compareAndSet(this, from, to);
  }

  /** It is the driver's now; false if somebody has cancelled it. */
  boolean begin() {
    asked = false;
    recalled = false;
    return cas(Stage.QUEUED, Stage.CURRENT);
  }

  /** It is queued again; false if it is unwanted and has to end. */
  boolean giveBack() {
    return cas(Stage.CURRENT, Stage.QUEUED);
  }

  /** It ends, while it is queued; false if somebody has cancelled it. */
  boolean endQueued(Completion how) {
    boolean mine = cas(Stage.QUEUED, how);
    if (mine) {
      tellAll();
    }
    return mine;
  }

  /** It ends, while it is in progress. */
  void endCurrent(Completion how) {
    point();
    state = how;
    tellAll();
  }

  /** It ends, whatever step the pump was in when it broke; false if it had ended. */
  boolean endBroken(Completion how) {
    boolean mine = false;
    for (Object s = state; !mine && !(s instanceof Completion); s = state) {
      mine = cas(s, how);
    }
    if (mine) {
      tellAll();
    }
    return mine;
  }

  /** Whether the driver has to be told that it is unwanted; true once. */
  boolean askOnce() {
    boolean now = !asked && (state == Stage.UNWANTED || state == Stage.OVERDUE);
    asked |= now;
    return now;
  }

  boolean isOverdue() {
    return state == Stage.OVERDUE;
  }

  boolean isRecalled() {
    return recalled;
  }

  void recall(boolean again) {
    recalled = again;
  }

  void number(long ofPosting) {
    number = ofPosting;
  }

  int credits() {
    return terms == null ? 1 : terms.credits;
  }

  String queueName() {
    return line == null ? "no queue" : line.queue.attrs.name();
  }

  Line<T> ownLine() {
    if (line == null) {
      throw new AssertionError(this + " has no line");
    }
    return line;
  }

  /** For people: {@code sign #17 in progress}. */
  @Override
  public String toString() {
    Object s = state;
    return item
        + (number == 0 ? "" : " #" + number)
        + " "
        + (s instanceof Stage stage ? stage.text : ((Completion) s).status().text());
  }
}
