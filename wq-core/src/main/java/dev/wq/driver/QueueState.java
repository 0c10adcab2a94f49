package dev.wq.driver;

import dev.wq.Machine;
import dev.wq.ThreadKind;
import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import dev.wq.wait.WaitCell;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What all threads share of a queue: everything but the lists of its {@link Pump}. */
/*
 * Whoever wants something of the pump sets a field here and then rings the bell. The pump takes the ring, looks at all
 * fields, and waits for the next ring. A ring that comes while it looks is remembered by the WaitCell, so nothing that was set before a
 * ring is missed, whatever the pump was doing.
 *
 * Suspension is told exactly: engaged is set before the pump looks at the number of suspensions, and that number is raised
 * before a suspender looks at engaged. So the pump sees the suspension and posts nothing, or the suspender sees that the device is
 * engaged and waits until the pump, which sees the suspension before it posts the next item, has stopped the device.
 *
 * Idleness is told exactly too: busy is set before the inbound stack is taken, and is cleared when all lists are empty. Who
 * reads an empty stack and then a false busy knows that everything posted before has ended.
 */
final class QueueState<T> extends InboundPad1<T> {
  /** Postings are accepted. */
  static final int OPEN = 0;

  /** Refused; what is queued is worked off. */
  static final int DRAINING = 1;

  /** What is queued is cancelled, what is in progress is asked to be. */
  static final int FORCED = 2;

  /** What is in progress is ended by a reset. */
  static final int RESETTING = 3;

  /** Everything has ended, and the pump with it. */
  static final int CLOSED = 4;

  private static final VarHandle SUSPENSIONS;
  private static final VarHandle ENDING;
  private static final VarHandle DEVICE;
  private static final VarHandle WATCHERS;
  private static final VarHandle SETTLED;

  static {
    try {
      MethodHandles.Lookup here = MethodHandles.lookup();
      SUSPENSIONS = here.findVarHandle(QueueState.class, "suspensions", int.class);
      ENDING = here.findVarHandle(QueueState.class, "ending", int.class);
      DEVICE = here.findVarHandle(QueueState.class, "device", Device.class);
      WATCHERS = here.findVarHandle(QueueState.class, "watchers", EndWaiter.class);
      SETTLED = here.findVarHandle(QueueState.class, "settled", EndWaiter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // I: set once  P: written by the pump
  final Machine machine; // I
  final DriverAttrs attrs; // I
  final WaitCell bell = new WaitCell(); // I
  final Counts counts = new Counts(); // I
  final Space<T> space; // I
  final CopyOnWriteArrayList<Line<T>> lines = new CopyOnWriteArrayList<>(); // I: not drained ones
  private volatile @Nullable Thread pump; // null -> the pump's, before it is started
  private volatile boolean kicked; // false -> true by anybody -> false by the pump
  private volatile boolean lineNews; // as kicked: a line has changed, or its priority
  private volatile int suspensions; // n -> n+1 -> n
  private volatile int ending; // OPEN -> ... -> CLOSED, upwards
  private volatile @Nullable Device<T>
      device; // null -> the driver, CAS by attach -> null, CAS by whoever took it off
  private volatile @Nullable Throwable fault; // null -> what a reset threw, P -> null by attach
  private volatile boolean engaged; // P: it may post now, or has posted and not stopped since
  private volatile boolean busy; // P: something is in its lists
  private volatile @Nullable EndWaiter watchers; // taken whole
  private volatile @Nullable EndWaiter settled; // pushed by anybody, taken whole by the pump

  QueueState(Machine machine, DriverAttrs attrs) {
    super(CurrentHost.of(machine));
    this.machine = machine;
    this.attrs = attrs;
    this.space = new Space<>(this);
  }

  // ---- threads

  void startPump(Runnable body) {
    String name = "driver queue " + attrs.name();
    Runnable marked =
        () -> {
          pump = Thread.currentThread();
          body.run();
        };
    if (attrs.thread() == ThreadKind.PLATFORM) {
      host.startDriver(name, marked);
    } else {
      startThread(name, marked);
    }
  }

  void startThread(String name, Runnable body) {
    host.newThread(name, Host.ANY_CPU, null, body).start();
  }

  boolean isPump() {
    return Thread.currentThread() == pump;
  }

  /**
   * @throws IllegalStateException if the caller is the driver
   */
  void refusePump(Object what) {
    if (isPump()) {
      throw new IllegalStateException(
          "the driver of " + this + " can't wait for " + what + ": it would wait for itself");
    }
  }

  // ---- posting

  /** A queued item was cancelled. */
  void withdrawn() {
    counts.cancelledQueued();
    space.give();
  }

  /**
   * @throws RejectedExecutionException if nothing is accepted
   */
  void refuseUnlessOpen(T item) {
    Throwable why = fault;
    if (ending != OPEN) {
      throw closed(item);
    }
    if (why != null) {
      throw new RejectedExecutionException(
          "driver queue '" + attrs.name() + "' is faulted, refused " + item, why);
    }
  }

  RejectedExecutionException closed(T item) {
    return new RejectedExecutionException(
        "driver queue '" + attrs.name() + "' is closed, refused " + item);
  }

  /** False if the queue is closed. */
  boolean accept(Submission<T> submission) {
    return switch (push(submission)) {
      case SEALED -> false;
      case BEHIND_OTHERS -> true;
      case FIRST -> {
        bell.wake();
        yield true;
      }
    };
  }

  /** A new line, which comes after {@code earlier} of another queue. */
  Line<T> addLine(Submitter<T> submitter, @Nullable Line<T> earlier) {
    Line<T> line = new Line<>(submitter, this, earlier);
    lines.add(line);
    if (isClosed()) {
      line.drain();
    }
    return line;
  }

  // ---- what the pump is told

  void kick() {
    kicked = true;
    bell.wake();
  }

  boolean takeKick() {
    boolean now = kicked;
    if (now) {
      kicked = false;
    }
    return now;
  }

  void lineNews() {
    lineNews = true;
    bell.wake();
  }

  boolean takeLineNews() {
    boolean now = lineNews;
    if (now) {
      lineNews = false;
    }
    return now;
  }

  /** What a submission waited for has ended. */
  void settle(Dependency<T> dependency) {
    push(SETTLED, dependency);
    bell.wake();
  }

  boolean hasSettled() {
    return settled != null;
  }

  @Nullable EndWaiter takeSettled() {
    return settled == null ? null : take(SETTLED);
  }

  private void push(VarHandle stack, EndWaiter one) {
    do {
      one.below = (EndWaiter) stack.getVolatile(this);
      host.point();
    } while (!stack.compareAndSet(this, one.below, one));
  }

  private @Nullable EndWaiter take(VarHandle stack) {
    host.point();
    return (EndWaiter) stack.getAndSet(this, null);
  }

  // ---- suspension

  void suspend() {
    host.point();
    SUSPENSIONS.getAndAdd(this, 1);
    bell.wake();
  }

  void resume() {
    host.point();
    SUSPENSIONS.getAndAdd(this, -1);
    bell.wake();
  }

  boolean isSuspended() {
    return suspensions > 0;
  }

  /** True if it was not so before. */
  boolean engage(boolean now) {
    boolean changed = engaged != now;
    if (changed) {
      engaged = now;
      host.point();
    }
    return changed;
  }

  boolean isEngaged() {
    return engaged;
  }

  // ---- the driver

  @Nullable Device<T> device() {
    return device;
  }

  /** False if another is attached; one that is off may not have left its place yet. */
  boolean attach(Device<T> fresh) {
    Device<T> before;
    do {
      before = device;
      if (before != null && !before.isOff()) {
        return false;
      }
      host.point();
    } while (!DEVICE.compareAndSet(this, before, fresh));
    fault = null;
    bell.wake();
    return true;
  }

  /** Nothing is in progress and the device is stopped: another driver can come. */
  void detached(Device<T> gone) {
    host.point();
    DEVICE.compareAndSet(this, gone, null);
  }

  void fault(Throwable cause) {
    fault = cause;
  }

  @Nullable Throwable faultCause() {
    return fault;
  }

  // ---- idleness and the end

  void busy(boolean now) {
    if (busy != now) {
      busy = now;
      host.point();
    }
  }

  boolean isIdle() {
    return !hasInbound() && !busy;
  }

  int ending() {
    return ending;
  }

  boolean isClosed() {
    return ending == CLOSED;
  }

  void end(int level) {
    for (int now = ending; now < level; now = ending) {
      host.point();
      ENDING.compareAndSet(this, now, level);
    }
    bell.wake();
  }

  // ---- waiting

  private static final class Watcher extends EndWaiter {
    final BooleanSupplier holds; // I

    Watcher(BooleanSupplier holds) {
      this.holds = holds;
    }
  }

  /** Waits until {@code condition} holds, of which the pump tells; false if the time is over. */
  boolean await(BooleanSupplier condition, Host mine, long deadline) throws InterruptedException {
    if (condition.getAsBoolean()) {
      return true;
    }
    Watcher me = new Watcher(condition);
    push(WATCHERS, me);
    boolean met = false;
    boolean told = false;
    try {
      met = condition.getAsBoolean();
      told = !met && me.await(mine, deadline);
    } finally {
      if (!told) {
        forget(me);
      }
    }
    return told || met || condition.getAsBoolean();
  }

  private void forget(Watcher gone) {
    EndWaiter rest = take(WATCHERS);
    while (rest != null) {
      EndWaiter below = rest.below;
      if (rest != gone) {
        push(WATCHERS, rest);
      }
      rest = below;
    }
    bell.wake();
    if (isClosed()) {
      tellWatchers();
    }
  }

  /**
   * Tells those whose condition holds. By the pump; once it has ended, when all hold, by anybody.
   */
  void tellWatchers() {
    if (watchers == null) {
      return;
    }
    EndWaiter rest = take(WATCHERS);
    while (rest != null) {
      EndWaiter below = rest.below;
      if (((Watcher) rest).holds.getAsBoolean()) {
        rest.below = null;
        rest.wake();
      } else {
        push(WATCHERS, rest);
      }
      rest = below;
    }
  }

  void await(String what, BooleanSupplier condition, long nanos)
      throws InterruptedException, TimeoutException {
    if (!condition.getAsBoolean()) {
      refusePump(what);
      Host mine = CurrentHost.get();
      if (!await(condition, mine, Waiter.deadline(mine, nanos))) {
        throw new TimeoutException("timed out waiting for " + what + " of " + this);
      }
    }
  }

  // ---- for people

  DriverStats stats() {
    return counts.stats(countInbound(), attrs.isMeasured(), host.nanoTime());
  }

  List<Line<T>> lines() {
    return lines;
  }

  @Override
  public String toString() {
    return "driver queue '%s' %d/%d in progress, %d queued%s%s%s"
        .formatted(
            attrs.name(),
            counts.get(Counts.IN_PROGRESS),
            attrs.depth(),
            counts.queued(countInbound()),
            device == null ? ", no driver" : "",
            isSuspended() ? ", suspended" : "",
            ending != OPEN
                ? isClosed() ? ", closed" : ", closing"
                : fault != null ? ", faulted" : "");
  }
}
