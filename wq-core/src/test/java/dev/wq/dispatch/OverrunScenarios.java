package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The timer of a run against its end, and against everything else that takes its item. */
final class OverrunScenarios {
  private static final long LIMIT = 10;

  private OverrunScenarios() {}

  private static LiveQueue queue(World w, boolean stops) {
    LiveQueue q = w.rtos("q", World.ORDERED, new QueueSettings.Rtos(true, LIMIT, !stops, stops));
    w.allow(q, 3); // one that runs too long does not count for the queue, but for the books
    return q;
  }

  /** Takes exactly as long as it may. */
  private static ProbeItem exact(World w, String name) {
    return w.item(name).doing(() -> w.host.parkNanos(w, LIMIT));
  }

  /** Is not to be interrupted by what was meant for another one. */
  private static ProbeItem quick(World w, String name) {
    return w.item(name)
        .doing(() -> {
          w.host.point();
          assertFalse(Thread.currentThread().isInterrupted(), () -> name + " interrupted");
        });
  }

  static void overrunAgainstEnd(World w) {
    LiveQueue q = queue(w, false);
    new Lifecycle(q).start();
    ProbeItem x = exact(w, "x");
    ProbeItem y = quick(w, "y");
    w.go("producer", () -> QueueScenarios.enqueueAll(q, x, y));
    w.go(
        "late",
        () -> {
          w.host.parkNanos(w, LIMIT);
          QueueScenarios.enqueueAll(q, y, x);
          q.flush(Waiter.NEVER);
        });
  }

  /** The worker that has just ended a run that took too long goes on with another item. */
  static void overrunAgainstNextItem(World w) {
    LiveQueue q = w.rtos("q", 3, new QueueSettings.Rtos(true, LIMIT, true, false));
    w.allow(q, 4);
    new Lifecycle(q).start();
    ProbeItem x = exact(w, "x");
    ProbeItem y = quick(w, "y");
    ProbeItem z = quick(w, "z");
    x.enqueue(q);
    w.go(
        "producer",
        () -> {
          w.host.parkNanos(w, LIMIT);
          QueueScenarios.enqueueAll(q, y, z, y, z);
        });
  }

  static void overrunAgainstRequeue(World w) {
    LiveQueue q = queue(w, false);
    new Lifecycle(q).start();
    ProbeItem x = w.item("x").doing(() -> parkThrough(w, 3 * LIMIT));
    ProbeItem y = quick(w, "y");
    QueueScenarios.enqueueAll(q, x, y);
    w.go(
        "requeuer",
        () -> {
          w.host.parkNanos(w, LIMIT);
          x.enqueue(q);
          q.awaitIdle(Waiter.NEVER);
        });
    w.go(
        "canceller",
        () -> {
          w.host.parkNanos(w, 2 * LIMIT);
          x.cancel();
          y.enqueue(q);
        });
  }

  private static void parkThrough(World w, long nanos) {
    long end = w.host.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - w.host.nanoTime()) {
      w.host.parkNanos(w, left);
      Thread.interrupted();
    }
  }

  static void overrunThatStops(World w) {
    LiveQueue q = queue(w, true);
    Lifecycle life = new Lifecycle(q);
    life.start();
    ProbeItem x = w.item("x").doing(() -> parkThrough(w, 2 * LIMIT));
    ProbeItem y = quick(w, "y");
    QueueScenarios.enqueueAll(q, x, y);
    w.go("drainer", () -> q.awaitIdle(Waiter.NEVER));
    w.go(
        "producer",
        () -> {
          w.host.parkNanos(w, LIMIT);
          y.enqueue(q);
          w.host.parkNanos(w, LIMIT / 2);
          assertTrue(life.state() == Lifecycle.State.FAILED, () -> "" + life.state());
          assertTrue(y.enqueue(q) == Outcome.STOPPED, "accepted by a failed queue");
          life.start();
          y.enqueue(q);
        });
  }
}
