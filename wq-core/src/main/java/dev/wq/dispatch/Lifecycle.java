package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/** The life of a queue that is made first and started later: start, plug, stop, start again. */
/*
 *   NEW      accepts and keeps; runOne may run one item              made; a host that was interrupted
 *   STARTED  the pool runs its items                                 NEW, STOPPED, FAILED -> start
 *   HOSTED   one thread runs its items, its own or the application's NEW, STOPPED, FAILED -> runOnCaller, startOnOwnThread
 *   STOPPED  refuses everything, holds nothing                       STARTED, HOSTED -> stop
 *   FAILED   as STOPPED, and what it held has been cancelled         any but STOPPED -> an overrun that stops the queue
 *
 * Each change is made under the lock; no wait is. A stop therefore has no request that could be forgotten or would have to
 * be withdrawn: it waits until the queue is idle, as a drain does, and then tries to shut it, which succeeds only if it is
 * idle still; else it waits again. So a stop that runs out of time has changed nothing (zephyr Q16), and one that
 * waits beside a plugging drain is woken with it (zephyr Q15, the planted bug STOP_NOT_WOKEN_WITH_THE_DRAIN).
 *
 * A plugging drain sets PLUGGED while its drain is counted, so that chained items pass to the end, and shuts the queue in the
 * instant in which it is idle; an unplug that came before that leaves it open. Plug, unplug and shut meet under the lock.
 *
 * What has been shut and is opened again, by unplug or start, was empty; a cancelled queue is empty as well. So nothing is
 * left from an earlier life, except armed items: they stay armed, and get in if the queue is open when they fire.
 */
public final class Lifecycle {
  private final DispatchQueue queue;
  private final ReentrantLock lock = new ReentrantLock();
  private State state = State.NEW; // under lock
  private boolean ownThread; // under lock: HOSTED means by the queue's own thread

  /** Where in its life a queue is. */
  public enum State {
    NEW,
    STARTED,
    HOSTED,
    STOPPED,
    FAILED;

    boolean mayStart() {
      return this == NEW || this == STOPPED || this == FAILED;
    }

    boolean runs() {
      return this == STARTED || this == HOSTED;
    }
  }

  /** Takes over {@code queue}, which nobody else knows. */
  public Lifecycle(DispatchQueue queue) {
    this.queue = queue;
    queue.hold(Freeze.START);
    queue.live(this);
  }

  public State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  public boolean isPlugged() {
    return queue.isPlugged();
  }

  // ---- start

  /** Lets the pool run the items. */
  public void start() {
    lock.lock();
    try {
      beginLife("start");
      state = State.STARTED;
      queue.thaw(Freeze.START);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has a new thread run the items until the queue is stopped, fails or is closed. Where items run
   * on the dispatch's workers only, these run them.
   */
  public void startOnOwnThread(boolean platform) {
    if (!queue.canRunOnCaller()) {
      start();
      return;
    }
    CallerRuns callers = queue.onCaller();
    CallerRuns.Visit visit;
    lock.lock();
    try {
      beginLife("start");
      ownThread = true;
      state = State.HOSTED;
      visit = callers.host();
    } finally {
      lock.unlock();
    }
    boolean begun = false;
    try {
      refuseIfClosing("start"); // as in runOnCaller
      startThread(platform, () -> runAsOwner(callers, visit));
      begun = true;
    } finally {
      if (!begun) {
        visit.end();
        endHosting(callers);
      }
    }
  }

  private void startThread(boolean platform, Runnable body) {
    if (platform) {
      queue.host.startDriver(queue.name(), body);
    } else {
      queue.host.newThread(queue.name(), Host.ANY_CPU, null, body).start();
    }
  }

  private void runAsOwner(CallerRuns callers, CallerRuns.Visit visit) {
    try {
      visit.runAllAsOwner();
    } finally {
      visit.end();
      endHosting(callers);
    }
  }

  private void beginLife(String what) {
    refuseIfClosing(what);
    if (!state.mayStart()) {
      throw new IllegalStateException(
          queue + " " + describe() + " already, refused to " + what + " it");
    }
    if (state != State.NEW) {
      queue.acceptAgain();
      queue.reopen();
    }
  }

  private void refuseIfClosing(String what) {
    if (queue.isClosing()) {
      throw new IllegalStateException(queue + " is closed, refused to " + what + " it");
    }
  }

  /** For messages: {@code has not been started}. */
  private String describe() {
    return switch (state) {
      case NEW -> "has not been started";
      case STARTED -> "has been started";
      case HOSTED -> ownThread ? "has been started" : "runs on a thread of the application";
      case STOPPED -> "has been stopped";
      case FAILED -> "has failed";
    };
  }

  /** Runs the items on the calling thread until the queue is stopped, fails or is closed. */
  public void runOnCaller() throws InterruptedException {
    CallerRuns callers = queue.onCaller();
    CallerRuns.Visit visit;
    lock.lock();
    try {
      beginLife("run");
      ownThread = false;
      state = State.HOSTED;
      visit = callers.host();
    } finally {
      lock.unlock();
    }
    try {
      refuseIfClosing("run"); // it may have sent everybody away before this visit began
      visit.runAll();
    } finally {
      visit.end();
      endHosting(callers);
    }
  }

  /**
   * A host that was interrupted leaves the queue as it was before it came; a close that waits for
   * its items cancels them, as it does where nobody has started the queue.
   */
  private void endHosting(CallerRuns callers) {
    List<Item> cancelled = List.of();
    lock.lock();
    try {
      if (state == State.HOSTED && callers.isUnserved()) {
        state = State.NEW;
        cancelled = queue.isClosing() ? Closing.sealAndTake(queue) : cancelled;
      }
    } finally {
      lock.unlock();
    }
    drop(cancelled);
  }

  private void drop(List<Item> cancelled) {
    for (Item item : cancelled) {
      item.drop(queue.host);
      queue.tellDiscarded(item);
    }
  }

  /** Runs one item on the calling thread; false if none came in time. */
  public boolean runOneOnCaller(long timeoutNanos) throws InterruptedException {
    CallerRuns callers = queue.onCaller();
    CallerRuns.Visit visit;
    lock.lock();
    try {
      if (state != State.NEW) {
        throw new IllegalStateException(queue + " " + describe() + ", refused to run one work");
      }
      visit = callers.guest();
    } finally {
      lock.unlock();
    }
    return !queue.isClosing() && visit.runOne(timeoutNanos);
  }

  // ---- plug and stop

  /** Drains the queue and leaves it plugged; plugged also if the wait ends early. */
  public void drainAndPlug(long timeoutNanos) throws InterruptedException, TimeoutException {
    refuseOwnDrain();
    long deadline = Waiter.deadline(queue.host, timeoutNanos);
    queue.beginDrain();
    try {
      queue.plug();
      do {
        awaitIdle(deadline);
      } while (!shutPlugged());
    } finally {
      queue.endDrain();
    }
  }

  /** The wait would be refused as well, but with the queue plugged. */
  private void refuseOwnDrain() {
    Worker me = Worker.current();
    Item runs = me == null ? null : me.item();
    if (me != null && runs != null && me.queue() == queue) {
      throw new IllegalStateException(
          "work '" + runs.name() + "' would wait for ever for itself: " + queue);
    }
  }

  private void awaitIdle(long deadline) throws InterruptedException, TimeoutException {
    queue.awaitIdle(deadline == Waiter.NEVER ? deadline : deadline - queue.host.nanoTime());
  }

  /** False if something has got in. An unplug meanwhile has its way. */
  private boolean shutPlugged() {
    lock.lock();
    try {
      return !queue.isPlugged() || queue.shutIfIdle();
    } finally {
      lock.unlock();
    }
  }

  /** Accepts again, once no drain is under way; false if it was not plugged. */
  public boolean unplug() {
    lock.lock();
    try {
      boolean was = queue.unplug();
      if (was) {
        queue.reopen();
      }
      return was;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the queue is idle and stops it in that instant. */
  public void stop(long timeoutNanos) throws InterruptedException, TimeoutException {
    refuseStop();
    long deadline = Waiter.deadline(queue.host, timeoutNanos);
    do {
      awaitIdle(deadline);
    } while (!stopIfIdle());
  }

  private void refuseStop() {
    lock.lock();
    try {
      if (!state.runs()) {
        throw new IllegalStateException(queue + " " + describe() + ", refused to stop it");
      }
      if (!queue.isPlugged()) {
        throw new IllegalStateException(
            queue + " is not plugged, refused to stop it: call drainAndPlug first");
      }
    } finally {
      lock.unlock();
    }
  }

  /** False if it is not idle; true also if somebody else has ended this life. */
  private boolean stopIfIdle() {
    lock.lock();
    try {
      if (!state.runs()) {
        return true;
      }
      if (!queue.shutIfIdle()) {
        return false;
      }
      endLife(State.STOPPED);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void endLife(State end) {
    state = end;
    queue.refuseUntilStart();
    queue.hold(Freeze.START);
  }

  // ---- failure

  /** Refuses everything from now on, and cancels what has not started. */
  void fail() {
    List<Item> cancelled;
    lock.lock();
    try {
      if (state == State.STOPPED || state == State.FAILED || queue.isClosed()) {
        return;
      }
      endLife(State.FAILED);
      cancelled = Closing.sealAndTake(queue);
    } finally {
      lock.unlock();
    }
    drop(cancelled);
    queue.tasks().snapshot().forEach(Turn::interrupt);
  }
}
