package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * The end of a queue: drains it, takes armed works off the timers, seals it; and, when time runs
 * out, cancels what has not started and interrupts once what still runs.
 */
public final class Closing {
  private final DispatchQueue queue;
  private final Host host;
  private final List<Item> cancelled = new ArrayList<>();

  private Closing(DispatchQueue queue) {
    this.queue = queue;
    this.host = queue.host;
  }

  /** What a close did not let run, and what it could not stop. */
  public record Report(List<Item> cancelled, List<Item> running) {
    static final Report NOTHING = new Report(List.of(), List.of());
  }

  /**
   * Closes as far as possible within {@code timeoutNanos} for the drain, and as much again after
   * the interrupts.
   */
  public static Report close(DispatchQueue queue, long timeoutNanos) throws InterruptedException {
    return new Closing(queue).close(timeoutNanos);
  }

  private Report close(long timeoutNanos) throws InterruptedException {
    if (queue.isClosed() || !queue.beginClose()) {
      awaitOtherClose(timeoutNanos);
      return Report.NOTHING;
    }
    boolean sealed = false;
    try {
      refuseIfHeld();
      cancelArmed();
      drain(timeoutNanos);
      sealed = true;
      return new Report(List.copyOf(cancelled), List.of());
    } catch (TimeoutException outOfTime) {
      sealed = true;
      return abort(timeoutNanos);
    } finally {
      if (!sealed) {
        queue.abandonClose();
      }
    }
  }

  private void awaitOtherClose(long timeoutNanos) throws InterruptedException {
    try {
      queue.awaitIdle(timeoutNanos);
    } catch (TimeoutException stillBusy) {
      // The other close has its own deadline and reports; this one has nothing to add.
      return;
    }
  }

  private void refuseIfHeld() {
    long pending = queue.counts().pending();
    if (queue.isFrozen() && pending > 0) {
      throw new IllegalStateException(
          queue + " is frozen and holds " + pending + " works: thaw it before closing it");
    }
  }

  private void cancelArmed() {
    queue
        .dispatch()
        .timers()
        .cancelAll(
            node -> node instanceof Alarm alarm && alarm.target == queue,
            node -> drop(((Alarm) node).item));
  }

  private void drop(Item item) {
    cancelled.add(item);
    item.drop(host);
    queue.tellDiscarded(item);
  }

  private void drain(long timeoutNanos) throws InterruptedException, TimeoutException {
    long deadline = Waiter.deadline(host, timeoutNanos);
    do {
      queue.awaitIdle(deadline == Waiter.NEVER ? deadline : deadline - host.nanoTime());
    } while (!queue.sealIfIdle());
    queue.refuseAll();
    cancelArmed();
  }

  private Report abort(long timeoutNanos) throws InterruptedException {
    queue.refuseAll();
    cancelArmed();
    queue.sealNow().forEach(this::drop);
    Dispatch dispatch = queue.dispatch();
    dispatch.running(queue).forEach(dispatch::interrupt);
    try {
      queue.awaitIdle(timeoutNanos);
    } catch (TimeoutException stillRunning) {
      return new Report(List.copyOf(cancelled), dispatch.running(queue));
    }
    return new Report(List.copyOf(cancelled), List.of());
  }
}
