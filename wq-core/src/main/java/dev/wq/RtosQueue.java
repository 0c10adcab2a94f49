package dev.wq;

import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.Lifecycle;
import dev.wq.dispatch.TimedWait;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * A queue with a life: made, started, drained and plugged, stopped, started again (Zephyr:
 * k_work_q). Made by {@link Machine#rtosQueue}. One work at a time, in queueing order, unless
 * {@link RtosAttrs#workers} says otherwise.
 *
 * <table>
 *   <caption>What a request to queue a work is answered, in this order</caption>
 *   <tr><th>state</th><th>answer</th></tr>
 *   <tr><td>the work is pending</td><td>ALREADY_QUEUED</td></tr>
 *   <tr><td>the work is disabled or being cancelled</td><td>REJECTED_DISABLED, REJECTED_CANCELING</td></tr>
 *   <tr><td>the queue is closed, or stopped, or has failed</td><td>REJECTED_CLOSED, REJECTED_STOPPED</td></tr>
 *   <tr><td>it drains, and the caller is one of its own works</td><td>accepted, plugged or not</td></tr>
 *   <tr><td>it drains</td><td>REJECTED_DRAINING</td></tr>
 *   <tr><td>it is plugged</td><td>REJECTED_PLUGGED</td></tr>
 *   <tr><td>it has not been started yet</td><td>accepted and kept until it is</td></tr>
 * </table>
 *
 * <p>{@link #enqueue} throws {@link java.util.concurrent.RejectedExecutionException} for what the
 * queue refuses. Delayed works can be armed in the same states; one whose timer fires while the
 * queue drains still gets in, and one that finds it drained and plugged, or stopped, is idle again
 * and told to {@link #onDiscard}: no occurrence is lost without a word.
 *
 * <p>The works run on the machine's workers, on a thread of the queue's own ({@link
 * RtosAttrs#ownThread}), or on a thread of the application: {@link #runOnCurrentThread} runs all of
 * them, {@link #runOne} one. A work that another queue runs at that moment is run once more by that
 * queue's worker, as ever.
 *
 * <p>{@link #close()} drains, stops and closes, whatever state the queue is in; works kept by a
 * queue that nobody has started are cancelled and told to {@link #onDiscard}.
 */
public final class RtosQueue extends WorkQueue {
  private final RtosAttrs attrs;
  private final Lifecycle life;
  private volatile ItemTimeoutHandler itemTimeoutHandler = RtosQueue::logTimeout;
  private volatile DiscardHandler discardHandler = RtosQueue::logDiscarded;

  RtosQueue(Machine machine, RtosAttrs attrs, DispatchQueue core) {
    super(machine, attrs.queueAttrs(), core);
    this.attrs = attrs;
    this.life = new Lifecycle(core);
  }

  /** What it was made with. */
  public RtosAttrs rtosAttrs() {
    return attrs;
  }

  // ---- start and run

  /**
   * Starts it, also once more after a stop or a failure: the works that it has kept are run in
   * their order (Zephyr: k_work_queue_start). Does not wait.
   *
   * @throws IllegalStateException if it has been started already, or is closed
   */
  public void start() {
    ThreadKind own = attrs.ownThread();
    if (own == null) {
      life.start();
    } else {
      life.startOnOwnThread(own == ThreadKind.PLATFORM);
    }
  }

  /** Whether works are run: it has been started, and not stopped since. */
  public boolean isStarted() {
    return switch (life.state()) {
      case STARTED, HOSTED -> true;
      case NEW, STOPPED, FAILED -> false;
    };
  }

  /** Whether a run that took too long has stopped it; ends with the next start. */
  public boolean hasFailed() {
    return life.state() == Lifecycle.State.FAILED;
  }

  /**
   * Starts it and runs its works on the calling thread, until it is stopped, fails, or is closed
   * (Zephyr: k_work_queue_run). Who stops it does not wait for what this thread does afterwards.
   *
   * @throws InterruptedException if the thread was interrupted by somebody else than this library;
   *     a running work has ended, the others are kept as before a start
   * @throws IllegalStateException as {@link #start}
   * @throws UnsupportedOperationException on a simulated kernel
   */
  public void runOnCurrentThread() throws InterruptedException {
    life.runOnCaller();
  }

  /**
   * Takes one work and runs it on the calling thread; only while the queue has not been started
   * (Zephyr: workq_run). A work that runs elsewhere at that moment is left to its runner.
   *
   * @param timeout how long to wait for a work; zero: not at all
   * @return false if none came in time, or the queue has been started or closed meanwhile
   * @throws InterruptedException if interrupted while waiting for a work; during a run the flag is
   *     set again afterwards
   * @throws IllegalStateException if it has been started, or stopped
   * @throws UnsupportedOperationException on a simulated kernel
   */
  public boolean runOne(Duration timeout) throws InterruptedException {
    return life.runOneOnCaller(TimedWait.nanos(timeout));
  }

  // ---- plug and stop

  /**
   * As {@link #drain()}, and refuses everything afterwards, its own works included, until {@link
   * #unplug} (Zephyr: k_work_queue_drain with plug). Plugged also if the wait ends early. As every
   * wait for the queue, it waits for a start if works have been kept for it.
   *
   * @throws IllegalStateException as {@link #flush()}; called by one of its own works it plugs
   *     nothing
   */
  public void drainAndPlug() throws InterruptedException {
    TimedWait.untimed(timeout -> {
      life.drainAndPlug(timeout);
      return true;
    });
  }

  /** As {@link #drainAndPlug()}, for at most {@code timeout}. */
  public void drainAndPlug(Duration timeout) throws InterruptedException, TimeoutException {
    life.drainAndPlug(TimedWait.nanos(timeout));
  }

  /**
   * Accepts queueings again; while a drain is under way, when it ends (Zephyr:
   * k_work_queue_unplug). Does not wait.
   *
   * @return false if it was not plugged
   */
  public boolean unplug() {
    return life.unplug();
  }

  /** Whether it is plugged; a snapshot. */
  public boolean isPlugged() {
    return life.isPlugged();
  }

  /**
   * Waits until everything accepted has run, then stops: everything is refused until the next start
   * (Zephyr: k_work_queue_stop). A drain that is under way ends at the same instant. Armed works
   * stay armed.
   *
   * @throws IllegalStateException if it is essential, not started, or not plugged, or one of its
   *     own works calls this
   */
  public void stop() throws InterruptedException {
    TimedWait.untimed(timeout -> {
      stopFor(timeout);
      return true;
    });
  }

  /** As {@link #stop()}, for at most {@code timeout}; when it runs out nothing has changed. */
  public void stop(Duration timeout) throws InterruptedException, TimeoutException {
    stopFor(TimedWait.nanos(timeout));
  }

  private void stopFor(long timeoutNanos) throws InterruptedException, TimeoutException {
    if (attrs.isEssential()) {
      throw new IllegalStateException("queue '" + name() + "' is essential, refused to stop it");
    }
    life.stop(timeoutNanos);
  }

  // ---- delayed works

  /**
   * Holds the promotion of delayed works (Zephyr: workq_freeze): one whose timer fires stays on its
   * timer, due. It can be cancelled, flushed (then it is queued) and re-timed. What is queued
   * already runs on, which {@link #freeze} would hold. Holding twice is holding once.
   */
  public void holdDelayed() {
    core().holdAlarms();
  }

  /**
   * Queues what has become due since {@link #holdDelayed}, in the order of the deadlines (Zephyr:
   * workq_thaw).
   *
   * @return false if it was not held
   */
  public boolean releaseDelayed() {
    return core().releaseAlarms();
  }

  /** Whether the promotion of delayed works is held. */
  public boolean isHoldingDelayed() {
    return core().holdsAlarms();
  }

  // ---- reports

  /** Replaces the handler of runs that take too long; by default they are logged. */
  public void onItemTimeout(ItemTimeoutHandler handler) {
    itemTimeoutHandler = Objects.requireNonNull(handler, "handler");
  }

  /** Replaces the handler of queueings that end without a run; by default they are logged. */
  public void onDiscard(DiscardHandler handler) {
    discardHandler = Objects.requireNonNull(handler, "handler");
  }

  private static void logTimeout(Work work, RtosQueue queue) {
    QueueEar.logTimeout(work, queue, queue.attrs);
  }

  private static void logDiscarded(Work work, RtosQueue queue) {
    QueueEar.logDiscarded(work, queue, queue.whyItRefuses());
  }

  private String whyItRefuses() {
    if (isClosed()) {
      return "has closed";
    }
    return switch (life.state()) {
      case NEW -> "is closed before it was started";
      case STARTED, HOSTED -> "is plugged";
      case STOPPED -> "has been stopped";
      case FAILED -> "has failed";
    };
  }

  @Override
  void overran(Work work) {
    try {
      itemTimeoutHandler.timedOut(work, this);
    } catch (Throwable handlerFailed) {
      QueueEar.logHandlerFailed("item timeout", this, handlerFailed);
    }
  }

  @Override
  void discarded(Work work) {
    try {
      discardHandler.discarded(work, this);
    } catch (Throwable handlerFailed) {
      QueueEar.logHandlerFailed("discard", this, handlerFailed);
    }
  }

  private String stateName() {
    return switch (life.state()) {
      case NEW -> " not started";
      case STARTED -> " started";
      case HOSTED -> attrs.ownThread() == null ? " on a thread of the application" : " started";
      case STOPPED -> " stopped";
      case FAILED -> " failed";
    };
  }

  /** For people: {@code motor running=1/1 pending=3 started plugged}. */
  @Override
  public String toString() {
    return super.toString()
        + stateName()
        + (isPlugged() ? " plugged" : "")
        + (isHoldingDelayed() ? " holding delayed works" : "");
  }
}
