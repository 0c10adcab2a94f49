package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** Races around a whole queue and its workers. */
final class QueueScenarios {
  private QueueScenarios() {}

  static ProbeItem[] items(World w, int count) {
    ProbeItem[] items = new ProbeItem[count];
    for (int i = 0; i < count; i++) {
      items[i] = w.item("x" + i);
    }
    return items;
  }

  static void enqueueAll(LiveQueue q, ProbeItem... items) {
    for (ProbeItem item : items) {
      item.enqueue(q);
    }
  }

  /** A producer's push against the worker that goes idle. */
  static void idleTransition(World w) {
    LiveQueue q = w.queue("q", 2);
    ProbeItem[] x = items(w, 2);
    w.go("p1", () -> enqueueAll(q, x[0], x[0], x[0]));
    w.go("p2", () -> enqueueAll(q, x[1], x[1]));
  }

  static void orderedQueueKeepsOrder(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem[] x = items(w, 4);
    w.go("p1", () -> enqueueAll(q, x[0], x[1]));
    w.go("p2", () -> enqueueAll(q, x[2], x[3]));
    w.go("flusher", () -> q.flush(Waiter.NEVER));
    w.settle();
    List<String> order = w.order();
    assertTrue(order.indexOf("x0 for q") < order.indexOf("x1 for q"), order::toString);
    assertTrue(order.indexOf("x2 for q") < order.indexOf("x3 for q"), order::toString);
  }

  static void freezeAgainstEnqueue(World w) {
    LiveQueue q = w.queue("q", 2);
    ProbeItem[] x = items(w, 2);
    w.go("producer", () -> enqueueAll(q, x[0], x[1], x[0]));
    w.go("freezer", () -> freezeAndThaw(w, q, Freeze.QUEUE));
  }

  static void freezeAgainstCompletion(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem[] x = items(w, 2);
    enqueueAll(q, x);
    w.go("f1", () -> freezeAndThaw(w, q, Freeze.QUEUE));
    w.go("f2", () -> freezeAndThaw(w, q, Freeze.MACHINE));
    w.go("canceller", x[1]::cancel);
  }

  /** Between the end of the freeze and the thaw nothing starts. */
  private static void freezeAndThaw(World w, LiveQueue q, Freeze reason) throws Exception {
    q.hold(reason);
    q.awaitNoneActive(Waiter.NEVER);
    int before = w.order().size();
    w.host.point();
    w.host.point();
    assertEquals(before, w.order().size(), "started in a frozen queue");
    q.thaw(reason);
  }

  static void setMaxActiveAgainstEnqueue(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem[] x = items(w, 3);
    w.go("p1", () -> enqueueAll(q, x[0], x[1]));
    w.go("p2", () -> enqueueAll(q, x[2], x[0]));
    w.go(
        "tuner",
        () -> {
          w.allow(q, 3);
          q.setMaxActive(3);
          w.host.point();
          q.setMaxActive(2);
        });
    w.settle();
    w.allow(q, 2);
    enqueueAll(q, x);
  }

  static void flushersAgainstRequeue(World w) {
    LiveQueue q = w.queue("q", 2);
    ProbeItem[] x = items(w, 2);
    int[] left = {2};
    x[0].doing(() -> {
      if (left[0]-- > 0) {
        x[0].enqueue(q);
      }
    });
    w.go("producer", () -> enqueueAll(q, x[0], x[1]));
    w.go("f1", () -> flush(q, x));
    w.go(
        "f2",
        () -> {
          flush(q, x);
          flush(q, x);
        });
  }

  /** Every queueing accepted before the flush has ended after it. */
  private static void flush(LiveQueue q, ProbeItem... items) throws Exception {
    int[] before = new int[items.length];
    for (int i = 0; i < items.length; i++) {
      before[i] = items[i].accepted();
    }
    q.flush(Waiter.NEVER);
    for (int i = 0; i < items.length; i++) {
      items[i].checkEnded(before[i], "flush of the queue");
    }
  }

  /** A drain lets the queue's own items queue others and refuses everybody else. */
  static void drainAgainstChained(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem[] x = items(w, 2);
    x[0].doing(() -> {
      Outcome chained = x[1].enqueue(q);
      assertTrue(chained != Outcome.DRAINING, chained::toString);
    });
    w.go(
        "producer",
        () -> {
          for (int i = 0; i < 4; i++) {
            x[0].enqueue(q);
          }
        });
    w.go(
        "drainer",
        () -> {
          q.beginDrain();
          q.awaitIdle(Waiter.NEVER);
          q.endDrain();
        });
  }
}
