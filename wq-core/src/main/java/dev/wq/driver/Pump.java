package dev.wq.driver;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.ThreadKind;
import dev.wq.WorkQueue;
import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import dev.wq.poll.CountingSemaphore;
import dev.wq.poll.TakeResult;
import dev.wq.wait.WaitCell;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The thread of a driver queue, and what others hand to it. */
/*
 * One thread, one owner. The lines, the items in progress and the driver belong to the pump's thread; nobody else touches them.
 * Everybody else changes a word that is his to change (the state of a submission, the count of suspensions, the attachment),
 * or leaves something in an inbox (inbound stack, orders, kick), and rings the bell, a WaitCell. The pump looks at all of it in
 * each round, and waits for the bell, or for the next instant that it has set itself. A ring between a look and the wait is
 * remembered by the cell, so no change goes unseen; a ring too many costs a round.
 *
 * A round: take what was posted; carry out orders; tell the driver what is unwanted and ask about what may have news; reset what
 * is overdue; post what can be started; stop a device that has nothing to do; then detachment, close and those who wait for a
 * state. The order matters in one place: what has ended in this round makes room for what is posted in it.
 *
 * Posting and the end. A poster checks that the queue is open, takes room, checks again, and pushes. The pump that closes seals
 * the inbound stack in the instant in which it has nothing left; a push that comes later finds the seal and is refused. So an
 * accepted item is in the pump's hands, and the pump does not end before it has ended.
 *
 * Room. A permit is taken for each item that is posted, and given back at its end: by a canceller of a queued one, at once;
 * by the pump together at the end of its round, so that posters and the pump do not meet on the permits for each item.
 * Posters that wait are served in the order in which they came, and look again when they have a permit: one that finds the
 * queue closed or faulted gives it back, and so releases the next.
 *
 * What is cancelled while it is queued stays linked until its line is looked at, or until so many are dead that the pump
 * sweeps: a queue that is suspended, or has no driver, does not fill up with them.
 *
 * Faults. When a reset has thrown, the device is in nobody's hands: everything fails, and whatever is posted until another
 * driver is attached is refused, or fails where it had slipped in.
 *
 * A callback of the driver that would wait for this queue would wait for its own thread; each such wait asks first who calls.
 */
final class Pump<T> implements Runnable {
  private static final Logger LOGGER = System.getLogger(DriverQueue.class.getName());
  private static final int SWEEP_AT = 64;
  private static final int OPEN = 0;
  private static final int CLOSING = 1;
  private static final int FORCED = 2;
  private static final int EVICTING = 3;

  // I: set once  A: anybody  P: this thread
  final DriverAttrs attrs; // I
  final Machine machine; // I
  final Host host; // I
  final Counts counts; // I
  private final Inbound<T> inbound = new Inbound<>(); // A
  private final WaitCell bell = new WaitCell(); // A
  private final AtomicBoolean kicked = new AtomicBoolean(); // A: set, P: cleared
  private final AtomicInteger suspensions = new AtomicInteger(); // A
  private final AtomicReference<@Nullable Hold<T>> attached =
      new AtomicReference<>(); // A: set, P: cleared
  private final ConcurrentLinkedQueue<Runnable> orders = new ConcurrentLinkedQueue<>(); // A, P
  private final AtomicInteger dead = new AtomicInteger(); // A: cancelled and still linked
  private final AtomicInteger closing =
      new AtomicInteger(); // A: OPEN -> CLOSING -> FORCED -> EVICTING
  private final Watchers watchers = new Watchers(); // A
  private final @Nullable CountingSemaphore room; // A: null: no limit
  private final AtomicReference<@Nullable WorkQueue> callbacks = new AtomicReference<>();
  private volatile @Nullable Throwable fault; // P: null <-> what a reset threw
  private volatile @Nullable Thread thread; // null -> the pump's
  private volatile boolean ended; // P: false -> true

  private final Lines<T> lines = new Lines<>(); // P
  private final PriorityQueue<Submission<T>> deadlines =
      new PriorityQueue<>(Comparator.comparingLong(submission -> submission.deadline)); // P
  private final List<Line<T>> left = new ArrayList<>(); // P: lines whose submitters have moved
  private final List<T> unfinished = new ArrayList<>(); // P: what a forced close has cost
  private int toGive; // P: permits to be given back
  private long batchSince = Waiter.NEVER; // P

  /** The attached driver. */
  record Hold<T>(Attachment attachment, Device<T> device) {}

  Pump(Machine machine, DriverAttrs attrs) {
    this.machine = machine;
    this.attrs = attrs;
    this.host = CurrentHost.of(machine);
    this.counts = new Counts(attrs.isMeasured());
    this.room =
        attrs.capacity() == Integer.MAX_VALUE
            ? null
            : new CountingSemaphore(attrs.capacity(), attrs.capacity());
  }

  void start() {
    if (attrs.thread() == ThreadKind.PLATFORM) {
      host.startDriver(attrs.name(), this);
    } else {
      host.newThread(attrs.name(), Host.ANY_CPU, null, this).start();
    }
  }

  // ---- for everybody

  /** Has the pump look. */
  void ring() {
    bell.wake();
  }

  private void order(Runnable order) {
    orders.add(order);
    ring();
  }

  void kick() {
    host.point();
    kicked.set(true);
    ring();
  }

  Posting checked(Posting how, T item) {
    if (how.credits() > attrs.depth()) {
      throw new IllegalArgumentException(
          item + " wants " + how.credits() + " credits, " + this + " has " + attrs.depth());
    }
    return how;
  }

  /** Throws if nothing is accepted. */
  void refuseIfOver(Submission<T> posted) {
    Throwable broken = fault;
    if (closing.get() != OPEN) {
      throw new RejectedExecutionException(this + " is closed, refused " + posted.item());
    }
    if (broken != null) {
      throw new RejectedExecutionException(this + " is faulted, refused " + posted.item(), broken);
    }
  }

  /** Takes {@code posted} in; false if there was no room in time. */
  boolean admit(Submission<T> posted, long timeoutNanos) throws InterruptedException {
    if (!takeRoom(posted, timeoutNanos)) {
      return false;
    }
    boolean in = false;
    try {
      posted.line().submitter.refuseIfOver(posted);
      stamp(posted);
      counts.posted.increment();
      Inbound.Pushed pushed = inbound.push(host, posted);
      in = pushed != Inbound.Pushed.SEALED;
      if (!in) {
        counts.posted.decrement();
        throw new RejectedExecutionException(this + " is closed, refused " + posted.item());
      }
      if (pushed == Inbound.Pushed.FIRST) {
        ring();
      }
      return true;
    } finally {
      if (!in) {
        giveRoom(1);
      }
    }
  }

  private boolean takeRoom(Submission<T> posted, long timeoutNanos) throws InterruptedException {
    if (room == null || room.tryTake()) {
      return true;
    }
    if (timeoutNanos == 0) {
      return false;
    }
    refuseDriver("wait for room for " + posted.item());
    TakeResult taken =
        timeoutNanos == Waiter.NEVER ? room.take() : room.take(Duration.ofNanos(timeoutNanos));
    return taken == TakeResult.TAKEN;
  }

  private void giveRoom(int count) {
    if (room != null && count > 0) {
      room.give(count);
    }
  }

  private void stamp(Submission<T> posted) {
    long deadline = posted.how.deadline().toNanos();
    if (attrs.isMeasured() || attrs.maxBatch() > 1 || deadline > 0) {
      posted.postedAt = host.nanoTime();
    }
    posted.deadline = deadline > 0 ? posted.postedAt + deadline : Waiter.NEVER;
  }

  /** A canceller has ended one that was queued. */
  void cancelled(Submission<T> gone) {
    counts.cancelledQueued.increment();
    giveRoom(1);
    dead.incrementAndGet();
    ring();
  }

  /** A canceller wants one no longer that is in progress. */
  void unwanted() {
    ring();
  }

  void closeInProgress(Submission<T> unwanted) {
    if (!unwanted.awaitUninterruptibly(closeDeadline())) {
      unwanted.overdue = true;
      hurry();
      if (!unwanted.awaitUninterruptibly(closeDeadline())) {
        throw hangs();
      }
    }
  }

  private IllegalStateException hangs() {
    return new IllegalStateException("the driver of " + this + " hangs in a call");
  }

  /** Has the pump look even if the driver does not return; an interrupt may get it out. */
  void hurry() {
    ring();
    Thread pump = thread;
    if (pump != null) {
      pump.interrupt();
    }
  }

  // ---- waits of others

  long nanos(Duration timeout) {
    if (Objects.requireNonNull(timeout, "timeout").isNegative()) {
      throw new IllegalArgumentException(
          "timeout of a wait for " + this + " must not be negative, was " + timeout);
    }
    return TimeUnit.NANOSECONDS.convert(timeout);
  }

  long deadline(Duration timeout) {
    return Waiter.deadline(host, nanos(timeout));
  }

  long closeDeadline() {
    return deadline(attrs.closeTimeout());
  }

  void refuseDriver(String what) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("the driver of " + this + " must not " + what);
    }
  }

  /** Waits for a state that the pump sees, or for its end; false if the deadline came first. */
  boolean await(String what, BooleanSupplier state, long deadline) throws InterruptedException {
    refuseDriver(what);
    return ended
        || watchers.await(
            () -> ended || state.getAsBoolean(),
            host,
            deadline,
            () -> {
              ring();
              return !ended;
            });
  }

  boolean awaitUninterruptibly(String what, BooleanSupplier state, long deadline) {
    boolean interrupted = false;
    try {
      for (; ; ) {
        try {
          return await(what, state, deadline);
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

  /** As {@link #awaitUninterruptibly}, for what a reset has to bring about. */
  void awaitLetGo(BooleanSupplier state) {
    if (!awaitUninterruptibly("wait for itself", state, closeDeadline())) {
      throw hangs();
    }
  }

  boolean awaitIdle(long deadline) throws InterruptedException {
    return await("wait for its queue", this::isIdle, deadline);
  }

  private boolean isIdle() {
    return lines.isEmpty() && inbound.isEmpty() && !isInProgress();
  }

  boolean isQuiet() {
    Hold<T> hold = attached.get();
    return suspensions.get() == 0
        || hold == null
        || (hold.device.isIdle() && !hold.device.isBusy());
  }

  private boolean isInProgress() {
    Hold<T> hold = attached.get();
    return hold != null && !hold.device.isIdle();
  }

  // ---- the driver, suspension, lines

  Attachment attach(Driver<T> driver) {
    Attachment attachment = new Attachment(this);
    Hold<T> hold = new Hold<>(attachment, new Device<>(this, driver));
    if (closing.get() != OPEN) {
      throw new IllegalStateException(this + " is closed, refused driver " + driver);
    }
    host.point();
    if (!attached.compareAndSet(null, hold)) {
      throw new IllegalStateException(this + " has a driver, refused " + driver);
    }
    fault = null;
    ring();
    return attachment;
  }

  void suspend() {
    host.point();
    suspensions.incrementAndGet();
    ring();
  }

  void resume() {
    host.point();
    suspensions.decrementAndGet();
    ring();
  }

  boolean isSuspended() {
    return suspensions.get() > 0;
  }

  boolean isFaulted() {
    return fault != null;
  }

  void rearrange() {
    order(lines::rearrange);
  }

  void moved(Line<T> from) {
    order(() -> left.add(from));
  }

  void closeLine(Line<T> line) {
    order(() -> cancelAll(line));
    BooleanSupplier gone = () -> inbound.isEmpty() && line.isEmpty() && !holds(line);
    if (!awaitUninterruptibly("close a submitter", gone, closeDeadline())) {
      order(() -> each(line, submission -> submission.overdue = true));
      hurry();
      awaitLetGo(gone);
    }
  }

  private void cancelAll(Line<T> line) {
    line.drain(queued -> endQueued(queued, Completion.CANCELLED));
    each(line, Submission::cancel);
  }

  private boolean holds(Line<T> line) {
    Hold<T> hold = attached.get();
    return hold != null && hold.device.holds(submission -> submission.line() == line);
  }

  private void each(Line<T> line, java.util.function.Consumer<Submission<T>> then) {
    Hold<T> hold = attached.get();
    if (hold != null) {
      hold.device.forEach(submission -> submission.line() == line, then);
    }
  }

  // ---- the thread

  @Override
  public void run() {
    thread = Thread.currentThread();
    while (!ended) {
      long patience = round();
      Thread.interrupted(); // came for a call of the driver that has returned
      if (!ended) {
        rest(patience);
      }
    }
    watchers.look();
  }

  private void rest(long patience) {
    try {
      if (patience == Waiter.NEVER) {
        bell.await();
      } else if (patience > 0) {
        bell.await(Duration.ofNanos(patience));
      } else {
        Thread.onSpinWait();
        host.point();
      }
    } catch (InterruptedException look) {
      // a hurried round
    }
  }

  /** Looks at everything once; answers how long it may wait. */
  private long round() {
    takeIn();
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
    overDeadline();
    Hold<T> hold = attached.get();
    if (hold != null) {
      serve(hold);
    }
    settle();
    giveRoom(toGive);
    toGive = 0;
    watchers.look();
    return patience();
  }

  private void takeIn() {
    Submission<T> posted = inbound.take();
    while (posted != null) {
      Submission<T> following = posted.next;
      takeIn(posted);
      posted = following;
    }
    if (dead.get() >= SWEEP_AT && dead.get() > counts.queued()) {
      dead.set(0);
      lines.sweep();
      deadlines.removeIf(Submission::isDone);
    }
  }

  private void takeIn(Submission<T> posted) {
    Submitter<T> by = posted.line().submitter;
    Throwable broken = fault;
    if (broken != null) {
      endQueued(posted, new Completion(Completion.Status.FAILED, broken));
    } else if (by.isBanned()) {
      endQueued(posted, banned(by));
    } else if (by.isClosed()) {
      endQueued(posted, Completion.CANCELLED);
    } else {
      lines.add(posted);
      if (posted.deadline != Waiter.NEVER) {
        deadlines.add(posted);
      }
    }
  }

  private void overDeadline() {
    for (Submission<T> first = deadlines.peek();
        first != null && (first.isDone() || first.deadline - host.nanoTime() <= 0);
        first = deadlines.peek()) {
      deadlines.remove();
      Throwable late = new TimeoutException(first + " is over its deadline");
      if (!endQueued(first, new Completion(Completion.Status.CANCELLED, late))) {
        first.cancel();
      }
    }
  }

  private void serve(Hold<T> hold) {
    Device<T> device = hold.device;
    host.point();
    device.askAll(kicked.getAndSet(false));
    device.resetOverdue();
    if (closing.get() == EVICTING) {
      device.evict(Completion.CANCELLED);
    } else if (hold.attachment.evicted) {
      device.evict(new Completion(Completion.Status.FAILED, evicted()));
    }
    if (mayPost(hold)) {
      device.postAll(lines);
    }
    if (device.fault() != null) {
      faulted(hold);
    } else if (!mayPost(hold) || (lines.isEmpty() && inbound.isEmpty())) {
      device.rest();
    }
  }

  private IllegalStateException evicted() {
    return new IllegalStateException("its driver was detached from " + this);
  }

  private boolean mayPost(Hold<T> hold) {
    return suspensions.get() == 0 && hold.attachment.leaving.get() == 0 && closing.get() < FORCED;
  }

  private void faulted(Hold<T> hold) {
    Throwable cause = Objects.requireNonNull(hold.device.fault());
    fault = cause;
    Completion end = new Completion(Completion.Status.FAILED, cause);
    hold.device.endAll(end);
    lines.drain(queued -> endQueued(queued, end));
    off(hold);
    takeIn();
  }

  private void off(Hold<T> hold) {
    hold.attachment.off = true;
    attached.compareAndSet(hold, null);
  }

  private void settle() {
    Hold<T> hold = attached.get();
    if (closing.get() >= FORCED) {
      force(hold);
    } else if (closing.get() == CLOSING && (hold == null || !mayPost(hold))) {
      lines.drain(queued -> endQueued(queued, Completion.CANCELLED));
    }
    boolean idle = hold == null || hold.device.isIdle();
    boolean closed = closing.get() != OPEN && idle && lines.isEmpty();
    if (hold != null && idle && (closed || hold.attachment.leaving.get() > 0)) {
      hold.device.rest();
      off(hold);
    }
    ended = closed && orders.isEmpty() && inbound.seal(host);
    left.removeIf(this::isLeft);
  }

  private void force(@Nullable Hold<T> hold) {
    lines.drain(queued -> {
      if (endQueued(queued, Completion.CANCELLED)) {
        unfinished.add(queued.item());
      }
    });
    if (hold != null) {
      hold.device.forEach(submission -> !submission.isUnwanted(), Submission::cancel);
    }
  }

  /** Whether a submitter has nothing left here, and may start where it has moved to. */
  private boolean isLeft(Line<T> line) {
    Line<T> to = line.movedTo;
    boolean over =
        line.before == null && inbound.isEmpty() && line.isEmpty() && !holds(line) && to != null;
    if (over && to != null) {
      to.before = null;
      to.pump.ring();
    }
    return over;
  }

  private long patience() {
    Hold<T> hold = attached.get();
    long patience = hold == null ? Waiter.NEVER : hold.device.patience();
    if (!deadlines.isEmpty()) {
      patience = Math.min(patience, deadlines.element().deadline - host.nanoTime());
    }
    if (batchSince != Waiter.NEVER && hold != null && mayPost(hold)) {
      patience = Math.min(patience, batchSince + attrs.linger().toNanos() - host.nanoTime());
    }
    return patience == Waiter.NEVER ? patience : Math.max(0, patience);
  }

  // ---- for the device, on its thread

  /** Whether a batch is full, or its first item has waited long enough. */
  boolean isBatchDue() {
    long linger = attrs.linger().toNanos();
    if (linger == 0 || counts.queued() >= attrs.maxBatch()) {
      return true;
    }
    if (batchSince == Waiter.NEVER) {
      batchSince = host.nanoTime();
    }
    return batchSince + linger - host.nanoTime() <= 0;
  }

  void batchPosted() {
    batchSince = Waiter.NEVER;
  }

  void putBack(Submission<T> item, boolean first) {
    if (first) {
      lines.addRefused(item);
    } else {
      lines.addBack(item);
    }
  }

  /** The driver has it no longer. */
  void ended(Submission<T> item, Completion end) {
    counts.ended(end);
    toGive++;
    if (closing.get() >= FORCED && !end.isCompleted()) {
      unfinished.add(item.item());
    }
    item.endInProgress(end);
  }

  private boolean endQueued(Submission<T> item, Completion end) {
    boolean mine = item.endQueued(end);
    if (mine) {
      toGive++;
      if (end.status() == Completion.Status.CANCELLED) {
        counts.cancelledQueued.increment();
      } else {
        counts.ended(end);
      }
    }
    return mine;
  }

  /** What {@code item} comes after has not completed. */
  void failed(Submission<T> item, Submission<?> other, Completion end) {
    IllegalStateException cause =
        new IllegalStateException(item.item() + " comes after " + other, end.cause());
    endQueued(item, new Completion(Completion.Status.FAILED, cause));
  }

  /** The submitter has caused a reset. */
  void guilty(Submitter<T> submitter) {
    if (submitter.isGuilty(attrs.banAfter())) {
      Completion end = banned(submitter);
      lines.drain(submitter, queued -> endQueued(queued, end));
    }
  }

  private static Completion banned(Submitter<?> submitter) {
    return new Completion(Completion.Status.FAILED, new BannedException(submitter.banText()));
  }

  void driverError(String call, Throwable thrown) {
    counts.driverErrors.add(1);
    LOGGER.log(Logger.Level.WARNING, call + " of the driver of " + this + " threw", thrown);
  }

  /** Runs a callback of the application where it can't hold up the pump. */
  void offPump(Runnable callback) {
    WorkQueue queue = callbacks.get();
    if (queue == null) {
      WorkQueue fresh = machine.queue(QueueAttrs.named(attrs.name() + "-callbacks").ordered());
      queue = callbacks.compareAndSet(null, fresh) ? fresh : callbacks.get();
      if (queue != fresh) {
        fresh.close();
      }
    }
    Objects.requireNonNull(queue).execute(callback);
  }

  // ---- the end

  boolean isClosed() {
    return closing.get() != OPEN;
  }

  /** Refuses postings; from here on the pump ends when it has nothing left. */
  void beginClose() {
    refuseDriver("close it");
    host.point();
    closing.compareAndSet(OPEN, CLOSING);
    ring();
  }

  boolean awaitEnd(long deadline) throws InterruptedException {
    return await("close it", () -> false, deadline);
  }

  /** Cancels everything, then waits no longer for the driver than the close timeout. */
  void force() {
    advance(FORCED);
    if (!awaitUninterruptibly("close it", () -> false, closeDeadline())) {
      advance(EVICTING);
      hurry();
      awaitLetGo(() -> false);
    }
  }

  /** What a forced close has cost; after the end. */
  List<T> unfinished() {
    return List.copyOf(unfinished);
  }

  private void advance(int to) {
    host.point();
    closing.accumulateAndGet(to, Math::max);
    ring();
  }

  void closeCallbacks() {
    WorkQueue queue = callbacks.get();
    if (queue != null) {
      queue.close();
    }
  }

  /** For people: {@code aes 1/1 in progress, 3 queued, suspended}. */
  @Override
  public String toString() {
    return "driver queue '"
        + attrs.name()
        + "' "
        + counts.inProgress.get()
        + "/"
        + attrs.depth()
        + " in progress, "
        + counts.queued()
        + " queued"
        + (isSuspended() ? ", suspended" : "")
        + (isFaulted() ? ", faulted" : "")
        + (attached.get() == null ? ", no driver" : "")
        + (isClosed() ? ", closed" : "");
  }
}
