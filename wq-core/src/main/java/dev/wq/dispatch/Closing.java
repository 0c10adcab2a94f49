package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * The end of a queue: drains it, seals it, takes armed works off the timers; and, when time runs
 * out, cancels what has not started and interrupts once what still runs. Until the drain has ended
 * nothing is cancelled, so that a close that is refused or interrupted has changed nothing.
 */
public final class Closing {
  private final DispatchQueue queue;
  private final Host host;
  private final boolean interruptible;
  private final List<Item> cancelled = new ArrayList<>();
  private boolean interrupted;

  private Closing(DispatchQueue queue, boolean interruptible) {
    this.queue = queue;
    this.host = queue.host;
    this.interruptible = interruptible;
  }

  /**
   * What a close did not let run, and what it could not stop. An item is named for each queueing,
   * so twice if it was queued and armed besides.
   */
  public record Report(List<Item> cancelled, List<Item> running) {
    static final Report NOTHING = new Report(List.of(), List.of());
  }

  /**
   * Closes as far as possible within {@code timeoutNanos} for the drain, and as much again after
   * the interrupts. Interrupted while it drains, it leaves the queue open; later, it stops waiting.
   */
  public static Report close(DispatchQueue queue, long timeoutNanos) throws InterruptedException {
    return new Closing(queue, true).close(timeoutNanos);
  }

  /** Closes, however long it takes; an interrupt is set again at the end. */
  public static Report closeUninterruptibly(DispatchQueue queue) {
    Closing closing = new Closing(queue, false);
    try {
      return closing.close(Waiter.NEVER);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    } finally {
      if (closing.interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Report close(long timeoutNanos) throws InterruptedException {
    int round = 0;
    while (!queue.isClosed()) {
      if (queue.beginClose()) {
        return closeAsFirst(timeoutNanos);
      }
      if (!awaitOtherClose(timeoutNanos)) {
        break;
      }
      round = host.spin(round);
    }
    return Report.NOTHING;
  }

  /** The other close has its own deadline and reports; if it gives up, this one begins. */
  private boolean awaitOtherClose(long timeoutNanos) throws InterruptedException {
    try {
      awaitIdle(timeoutNanos);
      return true;
    } catch (TimeoutException stillBusy) {
      return false;
    }
  }

  private Report closeAsFirst(long timeoutNanos) throws InterruptedException {
    boolean open = true;
    try {
      refuseIfHeld(queue);
      cancelUnstarted();
      drain(timeoutNanos);
      open = false;
      return new Report(List.copyOf(cancelled), List.of());
    } catch (TimeoutException outOfTime) {
      open = false;
      return abort(timeoutNanos);
    } finally {
      if (open) {
        queue.abandonClose();
      }
    }
  }

  /**
   * A frozen queue with works on it can't be drained: throws at once instead of waiting for a thaw.
   */
  public static void refuseIfHeld(DispatchQueue queue) {
    long pending = queue.counts().pending();
    if (queue.isFrozen() && pending > 0) {
      throw new IllegalStateException(
          queue + " is frozen and holds " + pending + " works: thaw it before closing it");
    }
    if (queue.isFrozen() && queue.hasTasks()) {
      throw new IllegalStateException(
          queue + " is frozen and has tasks that have not ended: thaw it before closing it");
    }
  }

  /** Cancels what a queue holds that nobody has started: it could not be drained. */
  private void cancelUnstarted() {
    if (queue.isUnstarted()) {
      sealAndTake(queue).forEach(this::drop);
    }
  }

  /** Shuts {@code queue} and takes everything off it that has not begun; the caller drops it. */
  static List<Item> sealAndTake(DispatchQueue queue) {
    List<Item> taken = new ArrayList<>(queue.sealNow());
    for (Item item : queue.dispatch().deferredTo(queue)) {
      if (item.grabDeferredOf(queue.host, queue)) {
        taken.add(item);
      }
    }
    return taken;
  }

  private void cancelArmed() {
    queue
        .dispatch()
        .timers()
        .cancelAll(
            node -> node instanceof Alarm alarm && alarm.target == queue,
            node -> dropArmed(((Alarm) node).item));
  }

  /** What the timer had is in our hands: a follow-up goes alone, what is queued before it stays. */
  private void dropArmed(Item item) {
    if (item.dropFollowUp(host)) {
      cancelled.add(item);
      queue.tellDiscarded(item);
    } else {
      drop(item);
    }
  }

  private void drop(Item item) {
    cancelled.add(item);
    item.drop(host);
    queue.tellDiscarded(item);
  }

  private void drain(long timeoutNanos) throws InterruptedException, TimeoutException {
    long deadline = Waiter.deadline(host, timeoutNanos);
    do {
      awaitIdle(deadline == Waiter.NEVER ? deadline : deadline - host.nanoTime());
    } while (!queue.sealIfIdle());
    queue.refuseAll();
    cancelArmed();
  }

  private void awaitIdle(long timeoutNanos) throws InterruptedException, TimeoutException {
    for (; ; ) {
      try {
        queue.awaitIdle(timeoutNanos);
        return;
      } catch (InterruptedException e) {
        if (interruptible) {
          throw e;
        }
        interrupted = true;
      }
    }
  }

  private Report abort(long timeoutNanos) {
    queue.refuseAll();
    cancelArmed();
    sealAndTake(queue).forEach(this::drop);
    Dispatch dispatch = queue.dispatch();
    works().forEach(dispatch::interrupt);
    queue.tasks().snapshot().forEach(Turn::interrupt);
    try {
      queue.awaitIdle(timeoutNanos);
    } catch (TimeoutException stillRunning) {
      return report();
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
      return report();
    }
    return new Report(List.copyOf(cancelled), List.of());
  }

  private Report report() {
    List<Item> running = works();
    queue.tasks().snapshot().forEach(task -> running.add(task.item()));
    return new Report(List.copyOf(cancelled), List.copyOf(running));
  }

  /** What runs and is no task. */
  private List<Item> works() {
    List<Item> running = new ArrayList<>(queue.dispatch().running(queue));
    running.removeIf(item -> item.turn() != null);
    return running;
  }
}
