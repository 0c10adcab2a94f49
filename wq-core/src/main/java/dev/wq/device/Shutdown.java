package dev.wq.device;

import dev.wq.CloseReport;
import dev.wq.Work;
import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import dev.wq.poll.CountingSemaphore;
import dev.wq.poll.TakeResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The end of a runner. */
/*
 *   1. CLOSING, and one piece of room more, so that blocked submitters leave.
 *   2. A first work is queued behind everything and waited for: what was queued before has run then, and the runner owes no
 *      room from here on. If the wait can't end, because the runner waits for the caller, it is refused here, and all is as
 *      before. If the extra piece is in use then, it stays in until the next shutdown, which puts in no other: the room that
 *      tasks give back as they begin lets blocked submitters go as well, only later.
 *   3. All room is taken: nobody is on the way.
 *   4. A last work closes the services; then the queue is closed, which ends the thread.
 *
 * When time runs out before that, the queue is closed by force: what has not begun is cancelled, and who waits for it is
 * told; what runs is interrupted once. If it does not end, its thread is left to it, and the services to be closed are the
 * thread's, at the end of that task. Whoever comes second closes them: the runner, which says at the end of each work that
 * it is between tasks and then looks whether it is left alone, or the shutdown, which says that it has left and then looks
 * whether the runner is between tasks (both may come second, so a flag decides).
 */
final class Shutdown {
  private final Runner runner; // I
  private volatile CountingSemaphore over = new CountingSemaphore(0, 1); // a fresh one if refused
  private final AtomicBoolean servicesClosed = new AtomicBoolean();
  private final int capacity; // I
  private int pieces; // whoever shuts down: how much room there is in all
  private volatile DeviceTask.@Nullable Internal first; // null -> step 2
  private volatile boolean betweenTasks; // by the runner
  private volatile boolean left; // false -> true: a task has not ended in time

  Shutdown(Runner runner, int capacity) {
    this.runner = runner;
    this.capacity = capacity;
    this.pieces = capacity;
  }

  // ---- whoever shuts down

  /**
   * Shuts the runner down, or waits until somebody else has.
   *
   * @param deadline of the caller's host; {@link Waiter#NEVER}: however long it takes
   */
  ShutdownReport run(long deadline) {
    Steps steps = new Steps(deadline);
    steps.interrupted = Thread.interrupted();
    try {
      for (; ; ) {
        if (runner.moves(Runner.OPEN, Runner.CLOSING)) {
          return runAsFirst(steps);
        }
        ShutdownReport report = awaitOver(steps);
        if (report != null) {
          return report;
        }
      }
    } finally {
      if (steps.interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ShutdownReport runAsFirst(Steps steps) {
    boolean done = false;
    try {
      if (pieces == capacity) {
        pieces++;
        runner.giveRoom();
      }
      ShutdownReport report = steps.drain() ? ShutdownReport.CLEAN : force(steps);
      done = true;
      return report;
    } finally {
      if (done) {
        runner.ended();
        runner.giveRoom();
        over.give();
      } else {
        giveUp();
      }
    }
  }

  /** Takes the extra piece back, if nobody has it; those who wait for the end look again. */
  private void giveUp() {
    if (runner.room.pieces().tryTake()) {
      pieces--;
    }
    runner.moves(Runner.CLOSING, Runner.OPEN);
    CountingSemaphore before = over;
    over = new CountingSemaphore(0, 1);
    before.give();
  }

  /** Waits until a shutdown that is under way is over, one way or the other. */
  void await() {
    Steps steps = new Steps(Waiter.NEVER);
    awaitOver(steps);
    if (steps.interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null if it has been refused, so that somebody has to begin another one. */
  private @Nullable ShutdownReport awaitOver(Steps steps) {
    CountingSemaphore its = over;
    if (runner.is(Runner.CLOSING)) {
      DeviceTask.Internal begin = first;
      if ((begin != null && !steps.awaitEnd(begin)) || !steps.take(its)) {
        return new ShutdownReport(0, runner.queue.running().size());
      }
      its.give();
    }
    return runner.is(Runner.ENDED) ? ShutdownReport.CLEAN : null;
  }

  /** The waits of one caller, which no interrupt ends. */
  private final class Steps {
    private final Host host = CurrentHost.get();
    private final long deadline;
    private boolean interrupted;

    Steps(long deadline) {
      this.deadline = deadline;
    }

    /** Steps 2 to 4; false if time ran out. */
    boolean drain() {
      DeviceTask.Internal begin = queue(() -> {});
      first = begin;
      boolean refused = true;
      try {
        if (!awaitEnd(begin)) {
          return false;
        }
        refused = false;
      } finally {
        if (refused) {
          begin.cancel();
          first = null;
        }
      }
      for (int taken = 0; taken < pieces; taken++) {
        if (!take(runner.room.pieces())) {
          runner.room.give(taken);
          return false;
        }
      }
      if (!awaitEnd(queue(Shutdown.this::closeServices))) {
        runner.room.give(pieces);
        return false;
      }
      runner.queue.close();
      return true;
    }

    private DeviceTask.Internal queue(Runnable body) {
      DeviceTask.Internal work = new DeviceTask.Internal(runner, body);
      runner.queue.enqueue(work);
      return work;
    }

    private Duration left() {
      return deadline == Waiter.NEVER
          ? Duration.ofNanos(Waiter.NEVER)
          : Duration.ofNanos(Math.max(0, deadline - host.nanoTime()));
    }

    boolean awaitEnd(Work work) {
      for (; ; ) {
        try {
          if (deadline == Waiter.NEVER) {
            work.flush();
          } else {
            work.flush(left());
          }
          return true;
        } catch (TimeoutException e) {
          return false;
        } catch (InterruptedException | CancellationException e) {
          interrupted = true;
        }
      }
    }

    boolean take(CountingSemaphore from) {
      for (; ; ) {
        try {
          TakeResult result = deadline == Waiter.NEVER ? from.take() : from.take(left());
          return result == TakeResult.TAKEN;
        } catch (InterruptedException | CancellationException e) {
          interrupted = true;
        }
      }
    }
  }

  private ShutdownReport force(Steps steps) {
    List<LaneTask> ofLane = runner.sealLane();
    CloseReport report = closeByForce(steps);
    ofLane.forEach(LaneTask::cancelled);
    runner.room.give(ofLane.size());
    int cancelled = ofLane.size();
    for (Work work : report.cancelled()) {
      cancelled += work instanceof DeviceTask.Blocking ? 1 : 0;
    }
    leave();
    return new ShutdownReport(cancelled, report.stillRunning().size());
  }

  private CloseReport closeByForce(Steps steps) {
    for (; ; ) {
      try {
        return runner.queue.close(Duration.ZERO);
      } catch (InterruptedException e) {
        steps.interrupted = true;
      }
    }
  }

  private void leave() {
    left = true;
    runner.point();
    if (betweenTasks || runner.queue.running().isEmpty()) {
      closeServices();
    }
  }

  private void closeServices() {
    if (servicesClosed.compareAndSet(false, true)) {
      runner.closeServices();
    }
  }

  // ---- the runner

  /** It may take a task of the lane, or begins one. */
  void begins() {
    if (betweenTasks) {
      betweenTasks = false;
    }
  }

  /** It takes none any more, in the work that it runs. */
  void ends() {
    betweenTasks = true;
    runner.point();
    if (left) {
      closeServices();
    }
  }
}
