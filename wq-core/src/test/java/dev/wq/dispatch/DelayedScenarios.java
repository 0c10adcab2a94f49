package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeoutException;

/** A timer that fires against everything that takes an armed item away from it. */
final class DelayedScenarios {
  private static final long SOON = 10;

  private DelayedScenarios() {}

  /** Starts {@code side} at the instant at which the timer fires, or next to it. */
  private static void atDeadline(World w, String name, World.Side side) {
    w.go(
        name,
        () -> {
          w.host.parkNanos(w, SOON);
          side.run();
        });
  }

  static void firingAgainstCancel(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.delayed("x");
    ProbeItem y = w.item("y");
    x.enqueueIn(q, SOON);
    atDeadline(w, "producer", () -> y.enqueue(q));
    atDeadline(w, "canceller", () -> takeBack(x));
  }

  private static void takeBack(ProbeItem x) {
    boolean taken = x.cancel();
    assertEquals(taken ? 1 : 0, x.drops());
    assertTrue(taken || x.runs() > 0 || ItemControl.isRunning(x), () -> x + " was not cancelled");
  }

  static void firingAgainstCancelSync(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.delayed("x");
    ProbeItem y = w.item("y");
    x.enqueueIn(q, SOON);
    atDeadline(w, "producer", () -> y.enqueue(q));
    atDeadline(w, "canceller", x::cancelSyncForGood);
  }

  static void firingAgainstModify(World w) {
    LiveQueue q = w.queue("q", 2);
    ProbeItem x = w.delayed("x");
    x.enqueueIn(q, SOON);
    atDeadline(w, "m1", () -> x.modify(q, SOON));
    atDeadline(
        w,
        "m2",
        () -> {
          x.modify(q, 2 * SOON);
          x.enqueueIn(q, SOON);
        });
  }

  static void firingAgainstFlush(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.delayed("x");
    ProbeItem y = w.item("y");
    x.enqueueIn(q, SOON);
    atDeadline(w, "f1", x::flush);
    atDeadline(
        w,
        "f2",
        () -> {
          y.enqueue(q);
          x.flush();
          x.enqueueIn(q, SOON);
          x.flush();
        });
  }

  static void firingAgainstModifyToAnotherQueue(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    x.enqueueIn(a, SOON);
    atDeadline(w, "to-b", () -> x.modify(b, SOON));
    atDeadline(w, "to-a", () -> x.modify(a, 0));
  }

  /** The flush expedites the item to the queue for which it is armed at that moment. */
  static void modifyToAnotherQueueAgainstFlush(World w) throws InterruptedException {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    x.enqueueIn(a, SOON);
    w.go("to-b", () -> x.modify(b, SOON));
    w.go("flusher", x::flush);
    w.go("flusher2", x::flush);
    w.settle();
    assertSame(b, x.lastQueue(), "moved to b, ran for a");
  }

  static void firingAgainstClose(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    x.enqueueIn(a, SOON);
    atDeadline(w, "closer", () -> close(a, Waiter.NEVER));
    atDeadline(
        w,
        "to-b",
        () -> {
          x.modify(b, SOON);
          x.modify(a, SOON);
        });
  }

  /** Who finds its queue closed takes back its own arming, not one made for another queue since. */
  static void closeAgainstArmForAnotherQueue(World w) throws InterruptedException {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    w.go("closer", () -> close(a, Waiter.NEVER));
    w.go("armer", () -> x.enqueueIn(a, SOON));
    w.go(
        "other",
        () -> {
          while (x.enqueueIn(b, SOON) == Outcome.ALREADY_QUEUED) {
            w.host.parkNanos(w, SOON);
          }
        });
    w.settle();
    assertSame(b, x.lastQueue(), "armed for b, which is open");
  }

  static void closeAgainstEnqueueAndArm(World w) {
    LiveQueue q = w.queue("q", 2);
    ProbeItem x = w.delayed("x");
    ProbeItem y = w.item("y");
    w.go("closer", () -> close(q, Waiter.NEVER));
    w.go(
        "armer",
        () -> {
          x.enqueueIn(q, SOON);
        });
    w.go(
        "producer",
        () -> {
          for (int i = 0; i < 2; i++) {
            y.enqueue(q);
          }
        });
  }

  /** The time is up while a work runs: it is interrupted once, and what waits is cancelled. */
  static void closeInTime(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.item("x").doing(() -> w.host.parkNanos(w, 2 * SOON));
    ProbeItem y = w.delayed("y");
    x.enqueue(q);
    w.go("closer", () -> close(q, SOON));
    w.go(
        "producer",
        () -> {
          y.enqueueIn(q, 1);
          w.host.parkNanos(w, SOON);
          x.enqueue(q);
        });
    w.go(
        "second closer",
        () -> {
          w.host.parkNanos(w, 1);
          Closing.close(q, Waiter.NEVER);
        });
  }

  /** Waits that give up while what they wait for comes about. */
  static void timedWaitsAgainstEnd(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.item("x").doing(() -> w.host.parkNanos(w, SOON));
    x.enqueue(q);
    w.go("flusher", () -> inTime(() -> ItemControl.flush(x, SOON)));
    w.go("canceller", () -> inTime(() -> ItemControl.cancelSync(x, SOON)));
    w.go("queue flusher", () -> inTime(() -> q.flush(SOON)));
    w.go("idle", () -> inTime(() -> q.awaitIdle(SOON)));
  }

  private static void inTime(World.Side wait) throws Exception {
    try {
      wait.run();
    } catch (TimeoutException late) {
      assertTrue(late.getMessage().endsWith("timed out"), late::getMessage);
    }
  }

  /** After close nothing of the queue runs, waits or is armed. */
  static void close(LiveQueue q, long timeout) throws InterruptedException {
    Closing.Report report = Closing.close(q, timeout);
    for (Item item : report.cancelled()) {
      boolean followUp = item.alarm != null; // it may have gone alone
      assertTrue(followUp || ((ProbeItem) item).drops() > 0, item::toString);
    }
    assertTrue(q.isClosed(), q::toString);
    assertTrue(q.isIdle(), q::toString);
  }
}
