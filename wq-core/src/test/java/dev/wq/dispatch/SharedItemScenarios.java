package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** Two queues share one item: it runs on one while it is queued to the other. */
final class SharedItemScenarios {
  private SharedItemScenarios() {}

  private static void shared(World w, int max, World.Side... more) {
    LiveQueue a = w.queue("a", max);
    LiveQueue b = w.queue("b", max);
    ProbeItem x = w.item("x");
    sharedBy(w, a, b, x, w.item("after"));
    for (int i = 0; i < more.length; i++) {
      w.go("side" + i, more[i]);
    }
  }

  /** x goes to both queues, and each queue has another item behind it. */
  private static void sharedBy(World w, LiveQueue a, LiveQueue b, ProbeItem x, ProbeItem after) {
    w.go(
        "to-a",
        () -> {
          x.enqueue(a);
          x.enqueue(b);
          after.enqueue(b);
        });
    w.go(
        "to-b",
        () -> {
          x.enqueue(b);
          x.enqueue(a);
        });
  }

  static void bothOrdered(World w) {
    shared(w, World.ORDERED);
  }

  static void bothTwoAtOnce(World w) {
    shared(w, 2);
  }

  static void cancelWhileDeferred(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.item("x");
    sharedBy(w, a, b, x, w.item("after"));
    w.go(
        "canceller",
        () -> {
          x.cancel();
          x.flush();
          x.cancel();
        });
  }

  /** A deferred queueing keeps its place in the order of its queue. */
  static void orderOfSecondQueue(World w) throws InterruptedException {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.item("x");
    ProbeItem before = w.item("before");
    ProbeItem after = w.item("after");
    boolean[] queued = {false};
    w.go(
        "to-a",
        () -> {
          x.enqueue(a);
          x.enqueue(a);
        });
    w.go(
        "to-b",
        () -> {
          before.enqueue(b);
          queued[0] = x.enqueue(b).queued();
          after.enqueue(b);
        });
    w.settle();
    List<String> order = w.order();
    int xForB = order.indexOf("x for b");
    assertEquals(queued[0], xForB >= 0, order::toString);
    assertTrue(order.indexOf("before for b") < order.indexOf("after for b"), order::toString);
    if (queued[0]) {
      assertTrue(order.indexOf("before for b") < xForB, order::toString);
      assertTrue(xForB < order.indexOf("after for b"), order::toString);
    }
  }

  /** A deferred queueing has the colour of its own queue. */
  static void queueFlushes(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.item("x");
    sharedBy(w, a, b, x, w.item("after"));
    for (LiveQueue q : new LiveQueue[] {a, b}) {
      w.go(
          "flusher-" + q.name(),
          () -> {
            int before = x.accepted();
            a.flush(Waiter.NEVER);
            b.flush(Waiter.NEVER);
            x.checkEnded(Math.min(before, 1), "flush of both queues");
          });
    }
  }

  /** An interrupt hits the run for which it was meant, or none. */
  static void interruptWhileDeferred(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.item("x");
    sharedBy(w, a, b, x, w.item("after"));
    w.go(
        "interrupter",
        () -> {
          w.dispatch.interrupt(x);
          w.dispatch.interrupt(x);
          x.cancel();
        });
  }

  static void secondQueueFrozen(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.item("x");
    sharedBy(w, a, b, x, w.item("after"));
    w.go(
        "freezer",
        () -> {
          b.hold(Freeze.QUEUE);
          b.awaitNoneActive(Waiter.NEVER);
          w.host.point();
          b.thaw(Freeze.QUEUE);
        });
  }

  static void secondQueueCloses(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.item("x");
    sharedBy(w, a, b, x, w.item("after"));
    w.go("closer", () -> DelayedScenarios.close(b, Waiter.NEVER));
  }

  /** Modifications move a queueing that waits for its runner from one queue to the other. */
  static void modifyWhileDeferred(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    LiveQueue runner = w.queue("runner", World.ORDERED);
    ProbeItem x = w.delayed("x").doing(() -> w.host.parkNanos(w, 10));
    x.enqueue(runner);
    w.go("to-a", () -> modifyTwice(w, x, a));
    w.go("to-b", () -> modifyTwice(w, x, b));
    w.go(
        "canceller",
        () -> {
          w.host.parkNanos(w, 10);
          x.cancel();
        });
  }

  private static void modifyTwice(World w, ProbeItem x, LiveQueue queue) {
    w.host.parkNanos(w, 5);
    x.modify(queue, 0);
    w.host.parkNanos(w, 5);
    x.modify(queue, 0);
  }
}
