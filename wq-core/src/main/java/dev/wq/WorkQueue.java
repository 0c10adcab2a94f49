package dev.wq;

import dev.wq.dispatch.Closing;
import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.Freeze;
import dev.wq.dispatch.Item;
import dev.wq.dispatch.QueueCounts;
import dev.wq.dispatch.TimedWait;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Runs works: at most {@link QueueAttrs#maxActive} at once, started in the order in which they were
 * queued. Made by {@link Machine#queue}.
 *
 * <p>Queueing never blocks and can be done by any thread, functions of works included. A request is
 * answered with whether <em>this call</em> queued the work: {@code false} means that it is pending
 * already and the coming run sees this caller's data, or that it is disabled or being cancelled;
 * {@link #submit} says which. A queue that is closed or draining throws.
 *
 * <p>As an {@link Executor} a queue is a named, bounded, measured executor on virtual threads;
 * {@link #asExecutorService} adds the rest of that contract.
 */
public sealed class WorkQueue implements Executor, AutoCloseable permits RtosQueue {
  private final Machine machine;
  private final QueueAttrs attrs;
  private final DispatchQueue core;
  private volatile FailureHandler failureHandler = QueueEar::logFailure;

  WorkQueue(Machine machine, QueueAttrs attrs, DispatchQueue core) {
    this.machine = machine;
    this.attrs = attrs;
    this.core = core;
    core.listen(new QueueEar(this));
  }

  // ---- queueing

  /**
   * Queues the work of {@code item} at the tail (Linux: queue_work).
   *
   * @return true if this call queued it; false if it is pending already, disabled or being
   *     cancelled
   * @throws RejectedExecutionException if this queue is closed, or drains and the caller is none of
   *     its own works
   * @throws IllegalStateException if the work belongs to another owner, or has no function
   */
  public boolean enqueue(WorkItem item) {
    Work work = item.work();
    work.bind(item);
    return Doors.accepted(core.enqueue(work), work, this);
  }

  /** As {@link #enqueue(WorkItem)}, for one of several works of an object. */
  public <T> boolean enqueue(T owner, HasWork<T> entry) {
    Work work = Doors.bound(owner, entry);
    return Doors.accepted(core.enqueue(work), work, this);
  }

  /**
   * As {@link #enqueue(WorkItem)}, asking for a CPU (Linux: queue_work_on): on a simulated kernel
   * it runs in the pool of that CPU. Without effect on a live machine.
   *
   * @param cpu from 0, less than the machine's number of CPUs
   */
  public boolean enqueueOn(int cpu, WorkItem item) {
    if (cpu < 0 || cpu >= machine.cpus()) {
      throw new IllegalArgumentException(
          "cpu must be from 0 to " + (machine.cpus() - 1) + ", was " + cpu + " for " + item.work());
    }
    Work work = item.work();
    work.bind(item);
    return Doors.accepted(core.enqueueOn(cpu, work), work, this);
  }

  /** As {@link #enqueue(WorkItem)}, but answers in full and never throws for a refusal. */
  public SubmitResult submit(WorkItem item) {
    Work work = item.work();
    work.bind(item);
    return SubmitResult.of(core.enqueue(work));
  }

  /** As {@link #submit(WorkItem)}, for one of several works of an object. */
  public <T> SubmitResult submit(T owner, HasWork<T> entry) {
    return SubmitResult.of(core.enqueue(Doors.bound(owner, entry)));
  }

  // ---- delayed queueing

  /**
   * Queues the work after {@code delay}, unless it is pending already: an earlier deadline stays
   * (Linux: queue_delayed_work). It is pending from now on. No delay means to queue it now.
   *
   * @param delay not negative, at most 100 years, or {@link DelayedWork#FOREVER}
   * @return and throws: as {@link #enqueue(WorkItem)}
   */
  public boolean enqueueDelayed(DelayedWorkItem item, Duration delay) {
    DelayedWork work = item.work();
    work.bind(item);
    return Doors.accepted(
        core.arming().enqueueAfter(work, Doors.delayNanos(delay, work, this)), work, this);
  }

  /**
   * As {@link #enqueueDelayed(DelayedWorkItem, Duration)}, for one of several works of an object.
   */
  public <T> boolean enqueueDelayed(T owner, HasWork<T> entry, Duration delay) {
    DelayedWork work = Doors.boundDelayed(owner, entry);
    return Doors.accepted(
        core.arming().enqueueAfter(work, Doors.delayNanos(delay, work, this)), work, this);
  }

  /**
   * As {@link #enqueueDelayed}, with a deadline on the scale of {@link Machine#now()}; one that has
   * passed means now. A period that does not drift: {@code q.enqueueAt(tick,
   * tick.deadline().orElseThrow().plus(period))}.
   */
  public boolean enqueueAt(DelayedWorkItem item, Duration deadline) {
    DelayedWork work = item.work();
    work.bind(item);
    long hostNanos = machine.hostNanos(Wait.delayNanos(deadline, "deadline", work, this));
    return Doors.accepted(core.arming().enqueueAt(work, hostNanos), work, this);
  }

  /**
   * Gives the work this delay and this queue, whatever it was doing: an idle one is armed, an armed
   * one re-timed, a queued one pulled back onto a timer, one that is both keeps one queueing. One
   * that runs goes on, and is armed for another run (Linux: mod_delayed_work). Never blocks.
   *
   * @param delay as for {@link #enqueueDelayed}; none means to queue it now
   * @throws RejectedExecutionException as {@link #enqueue(WorkItem)}; the work stays as it was
   */
  public Armed modDelayed(DelayedWorkItem item, Duration delay) {
    DelayedWork work = item.work();
    work.bind(item);
    return modify(work, delay);
  }

  /** As {@link #modDelayed(DelayedWorkItem, Duration)}, for one of several works of an object. */
  public <T> Armed modDelayed(T owner, HasWork<T> entry, Duration delay) {
    return modify(Doors.boundDelayed(owner, entry), delay);
  }

  private Armed modify(DelayedWork work, Duration delay) {
    return Doors.armed(
        core.arming().modifyAfter(work, Doors.delayNanos(delay, work, this)), work, this);
  }

  /**
   * Gives the timer of the work this delay and this queue, and leaves alone what is queued or runs:
   * an idle or running one is armed, an armed one re-timed; a queued one stays queued and is armed
   * besides (Zephyr: k_work_reschedule_for_queue). So a request that came too late for the queued
   * run still gets its own. Never blocks.
   *
   * <p>A work that is queued and armed runs twice, unless it is still queued at the deadline.
   * {@link Work#cancel} and {@link Work#disable} take both back, {@link Work#flush} lets the queued
   * run serve both.
   *
   * @param delay as for {@link #enqueueDelayed}; none takes it off its timer and queues it now
   *     unless it is queued already
   * @throws RejectedExecutionException as {@link #enqueue(WorkItem)}; the work stays as it was
   */
  public Armed reschedule(DelayedWorkItem item, Duration delay) {
    DelayedWork work = item.work();
    work.bind(item);
    return reschedule(work, delay);
  }

  /** As {@link #reschedule(DelayedWorkItem, Duration)}, for one of several works of an object. */
  public <T> Armed reschedule(T owner, HasWork<T> entry, Duration delay) {
    return reschedule(Doors.boundDelayed(owner, entry), delay);
  }

  private Armed reschedule(DelayedWork work, Duration delay) {
    return Doors.armed(
        core.arming().rescheduleAfter(work, Doors.delayNanos(delay, work, this)), work, this);
  }

  // ---- one-shot functions

  /**
   * Runs {@code body} once, as a work: it keeps its place on the queue until it ends, also while it
   * blocks. A function that is to let others run while it waits is a {@linkplain #spawnTask task}.
   *
   * @throws RejectedExecutionException as {@link #enqueue(WorkItem)}
   */
  public <T> JoinHandle<T> spawn(Callable<T> body) {
    return spawn("spawned", body);
  }

  /** As {@link #spawn(Callable)}, with a name for messages and events. */
  public <T> JoinHandle<T> spawn(String name, Callable<T> body) {
    SpawnedWork<T> work = new SpawnedWork<>(name, Objects.requireNonNull(body, "body"), true);
    enqueueSpawned(work);
    return new JoinHandle<>(work);
  }

  /**
   * Runs {@code body} once, as a task (Zephyr: the removed kio::spawn): it has a place on the queue
   * only between two waits. Wherever it is blocked by this library (flush, cancelSync, drain, join,
   * {@link Machine#sleep}, the objects of {@code dev.wq.poll}, {@link Task#yieldNow}), it gives its
   * turn back, and other tasks and works of the queue run; then it is queued at the tail for its
   * next turn. What needs no waiting does not give the turn back. So the tasks of an ordered queue
   * need no locks for what they share between two waits: what one did in its turn is seen by the
   * turns after it. Waits of other kinds (I/O, java.util.concurrent) keep the turn.
   *
   * <p>Each turn counts as one queueing: in the order, the limit, {@link #stats}, for {@link
   * #flush} and {@link #freeze}, which holds further turns. A task that has not ended keeps its
   * queue from being idle: {@link #drain}, {@link #awaitIdle} and {@link #close()} wait for it and
   * let its turns in. {@link #close(Duration)} interrupts it when the time is over.
   *
   * <p>The function runs on a thread of its own, which is dead when it has ended. It may join other
   * tasks of its queue, but not flush, drain, freeze or close the queue. An interrupt ({@link
   * JoinHandle#interrupt}) ends its next wait, which still waits for the turn. If there is no turn
   * any more (the queue was closed by force; the handle's work was cancelled while it waited for
   * its turn, or disabled), the wait throws {@link java.util.concurrent.CancellationException}, or
   * returns what it was handed already and leaves the thread interrupted; what the function does
   * from there on is done beside other works.
   *
   * @throws RejectedExecutionException as {@link #enqueue(WorkItem)}
   * @throws IllegalStateException if this is a bh queue
   */
  public <T> JoinHandle<T> spawnTask(Callable<T> body) {
    return spawnTask("task", body);
  }

  /** As {@link #spawnTask(Callable)}, with a name for messages and events. */
  public <T> JoinHandle<T> spawnTask(String name, Callable<T> body) {
    if (attrs.isBh()) {
      throw new IllegalStateException(
          "bh queue '" + name() + "' can't have tasks, refused '" + name + "'");
    }
    TaskWork<T> work = new TaskWork<>(core, name, Objects.requireNonNull(body, "body"));
    Doors.accepted(work.spawn(), work, this);
    return new JoinHandle<>(work);
  }

  void enqueueSpawned(SpawnedWork<?> work) {
    Doors.accepted(core.enqueue(work), work, this);
  }

  /**
   * Runs {@code function} once; nobody waits for it (Rust for Linux: try_spawn).
   *
   * @return false if the queue is closed, or drains and the caller is none of its own works
   */
  public boolean trySpawn(WorkFunction function) {
    return core.enqueue(Work.of("spawned", function)).queued();
  }

  /**
   * Runs {@code task} once.
   *
   * @throws RejectedExecutionException as {@link #enqueue(WorkItem)}
   */
  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    Work work = Work.of("task", task::run);
    Doors.accepted(core.enqueue(work), work, this);
  }

  /**
   * A view with the whole contract of an executor service. Shutting the view down ends what was
   * submitted through it and leaves the queue open; {@code shutdownNow} interrupts what runs.
   */
  public ExecutorService asExecutorService() {
    return new QueueExecutorService(this);
  }

  // ---- waiting

  /**
   * Waits for everything that was queued before the call, by anybody; not for what is queued later,
   * nor for what the works waited for queue themselves, nor for armed works (Linux:
   * flush_workqueue). Any number of threads may flush at once.
   *
   * @return false if there was nothing to wait for
   * @throws IllegalStateException if called by a work of this queue, of a bh queue, or where the
   *     wait could never end
   */
  public boolean flush() throws InterruptedException {
    return TimedWait.untimed(core::flush);
  }

  /** As {@link #flush()}, for at most {@code timeout}. */
  public boolean flush(Duration timeout) throws InterruptedException, TimeoutException {
    return core.flush(TimedWait.nanos(timeout));
  }

  /**
   * Waits until the queue is empty and its {@linkplain #spawnTask tasks} have ended, and meanwhile
   * refuses queueings but those made by its own works (Linux: drain_workqueue). A fired timer still
   * gets its work in. Works that queue themselves for ever keep it from ending.
   *
   * @throws IllegalStateException as {@link #flush()}
   */
  public void drain() throws InterruptedException {
    TimedWait.untimed(this::drainFor);
  }

  /**
   * As {@link #drain()}, for at most {@code timeout}; queueings are accepted again when it ends,
   * either way.
   */
  public void drain(Duration timeout) throws InterruptedException, TimeoutException {
    drainFor(TimedWait.nanos(timeout));
  }

  private boolean drainFor(long timeoutNanos) throws InterruptedException, TimeoutException {
    core.beginDrain();
    try {
      core.awaitIdle(timeoutNanos);
      return true;
    } finally {
      core.endDrain();
    }
  }

  /**
   * Waits until nothing is queued, nothing runs and no task lives; armed works are not waited for,
   * and queueings stay accepted.
   */
  public void awaitIdle(Duration timeout) throws InterruptedException, TimeoutException {
    core.awaitIdle(TimedWait.nanos(timeout));
  }

  /** As {@link #awaitIdle(Duration)}, however long it takes. */
  public void awaitIdle() throws InterruptedException {
    TimedWait.untimed(timeout -> {
      core.awaitIdle(timeout);
      return true;
    });
  }

  void refuseIfHeld() {
    Closing.refuseIfHeld(core);
  }

  // ---- the end

  /**
   * Closes the queue (Linux: destroy_workqueue): refuses queueings but those of its own works,
   * waits until everything queued has run, then refuses everything and cancels armed works; their
   * cancellation is logged. A timer that fires during the wait still gets its work in. Closing
   * twice does nothing more than wait. An interrupt does not end the wait; the flag is set again at
   * its end.
   *
   * @throws IllegalStateException if the queue is frozen and holds works, if a work of this queue
   *     calls it, or if the queue is permanent
   */
  @Override
  public void close() {
    refuseIfPermanent();
    closeByMachine();
  }

  /**
   * As {@link #close()}, for at most {@code timeout}; then cancels what has not started, interrupts
   * once what runs, waits as long again, and reports. The queue is closed in any case.
   *
   * @throws InterruptedException if interrupted during the first wait; the queue is open again
   *     then. During the second one an interrupt ends the wait; the flag is set again
   */
  public CloseReport close(Duration timeout) throws InterruptedException {
    refuseIfPermanent();
    Closing.Report report = Closing.close(core, TimedWait.nanos(timeout));
    forgetIfClosed();
    return new CloseReport(works(report.cancelled()), works(report.running()));
  }

  private void refuseIfPermanent() {
    if (attrs.isPermanent()) {
      throw new IllegalStateException(
          "queue '" + name() + "' belongs to " + machine + ", which alone closes it");
    }
  }

  /** Closes also a permanent queue; waits without an end. */
  void closeByMachine() {
    Closing.closeUninterruptibly(core);
    forgetIfClosed();
  }

  private void forgetIfClosed() {
    if (core.isClosed()) {
      machine.forget(this);
    }
  }

  private static List<Work> works(List<Item> items) {
    return items.stream().map(Work.class::cast).toList();
  }

  /** Whether the queue refuses everything for good. */
  public boolean isClosed() {
    return core.isClosed();
  }

  // ---- freeze and limit

  /**
   * Holds new starts and waits until nothing runs. Works queued meanwhile wait; {@link #thaw}
   * starts them in order. Freezes nest: each needs a thaw. One that is interrupted or times out has
   * undone itself.
   *
   * @throws IllegalStateException as {@link #flush()}
   */
  public void freeze() throws InterruptedException {
    TimedWait.untimed(this::freezeFor);
  }

  /** As {@link #freeze()}, for at most {@code timeout}; thaws again when the time runs out. */
  public void freeze(Duration timeout) throws InterruptedException, TimeoutException {
    freezeFor(TimedWait.nanos(timeout));
  }

  private boolean freezeFor(long timeoutNanos) throws InterruptedException, TimeoutException {
    core.hold(Freeze.QUEUE);
    boolean frozen = false;
    try {
      core.awaitNoneActive(timeoutNanos);
      frozen = true;
    } finally {
      if (!frozen) {
        core.thaw(Freeze.QUEUE);
      }
    }
    return true;
  }

  /**
   * Undoes one {@link #freeze}; nothing happens if there is none. A freeze of the whole machine
   * stays.
   */
  public void thaw() {
    core.thaw(Freeze.QUEUE);
  }

  /** Whether new starts are held, by this queue's freeze or the machine's. */
  public boolean isFrozen() {
    return core.isFrozen();
  }

  /**
   * Changes the limit (Linux: workqueue_set_max_active). Raising it starts waiting works at once,
   * lowering it stops none.
   *
   * @throws IllegalStateException if the queue is ordered or bh (Linux warns and ignores it)
   */
  public void setMaxActive(int maxActive) {
    QueueAttrs.checkMaxActive(name(), maxActive);
    if (attrs.isOrdered() || attrs.isBh()) {
      throw new IllegalStateException(
          "queue '" + name() + "' is ordered or bh and keeps its limit, refused " + maxActive);
    }
    core.setMaxActive(maxActive);
  }

  /** The limit that holds now. */
  public int maxActive() {
    return attrs.isBh() ? attrs.maxActive() : core.maxActive();
  }

  // ---- failures

  /**
   * Replaces the handler that is told what functions throw; by default it is logged with its stack.
   */
  public void onFailure(FailureHandler handler) {
    failureHandler = Objects.requireNonNull(handler, "handler");
  }

  /** A queueing that nobody took back has ended without a run. */
  void discarded(Work work) {
    QueueEar.logDiscarded(work, this, "has closed");
  }

  /** A run takes longer than the queue allows. */
  void overran(Work work) {
    throw new AssertionError(this + " has no time limit, told of " + work);
  }

  FailureHandler failureHandler() {
    return failureHandler;
  }

  static WorkQueue of(DispatchQueue core) {
    if (core.listener() instanceof QueueEar ear) {
      return ear.queue();
    }
    throw new AssertionError(core + " was opened without a work queue");
  }

  // ---- asking

  public String name() {
    return attrs.name();
  }

  public QueueAttrs attrs() {
    return attrs;
  }

  public Machine machine() {
    return machine;
  }

  /** Exact counts; takes the queue's lock for a moment. */
  public QueueStats stats() {
    QueueCounts c = core.counts();
    return new QueueStats(
        c.queued(),
        c.coalesced(),
        c.rejected(),
        c.started(),
        c.completed(),
        c.failed(),
        c.cancelled(),
        c.active(),
        c.pending(),
        c.wakeUps(),
        attrs.isCpuIntensive() ? c.started() : 0);
  }

  /** The works whose functions count for this queue and run now; a snapshot. */
  public List<Work> running() {
    return works(core.dispatch().running(core));
  }

  DispatchQueue core() {
    return core;
  }

  /** For people, several lines: the counts and the works that run now. */
  public String dump() {
    QueueStats s = stats();
    StringBuilder text = new StringBuilder(toString());
    text.append(
        "%n  queued=%d coalesced=%d rejected=%d started=%d completed=%d failed=%d cancelled=%d wakeUps=%d"
            .formatted(
                s.queued(),
                s.coalesced(),
                s.rejected(),
                s.started(),
                s.completed(),
                s.failed(),
                s.cancelled(),
                s.wakeUps()));
    running().forEach(work -> text.append("%n  in flight: %s".formatted(work)));
    return text.toString();
  }

  /** For people, one line, without a lock: {@code ingest running=1/4 pending=3 frozen}. */
  @Override
  public String toString() {
    QueueCounts c = core.glance();
    return name()
        + " running="
        + c.active()
        + "/"
        + maxActive()
        + " pending="
        + c.pending()
        + (isFrozen() ? " frozen" : "")
        + (core.isClosed() ? " closed" : core.isClosing() ? " closing" : "");
  }
}
