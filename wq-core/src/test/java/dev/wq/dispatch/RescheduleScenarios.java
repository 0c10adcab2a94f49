package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** An item that is queued and has a timer besides, against everything that takes one or both. */
final class RescheduleScenarios {
  private static final long SOON = 10;
  private static final long FAR = 1_000;

  private RescheduleScenarios() {}

  private static void atDeadline(World w, String name, World.Side side) {
    w.go(
        name,
        () -> {
          w.host.parkNanos(w, SOON);
          side.run();
        });
  }

  /** Deadlines after everything queued has run: no request is lost, none coalesces. */
  static void againstBegin(World w) throws InterruptedException {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    w.go("producer", () -> x.enqueue(a));
    w.go("follows", () -> x.reschedule(a, FAR));
    w.go("moves", () -> x.reschedule(b, FAR));
    w.settle();
    assertEquals(x.accepted() + x.followed(), x.runs(), x::toString);
  }

  static void againstExpiry(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    x.enqueue(a);
    x.reschedule(a, SOON);
    atDeadline(w, "producer", () -> x.enqueue(a));
    atDeadline(
        w,
        "mover",
        () -> {
          x.reschedule(b, SOON);
          x.reschedule(a, 0);
        });
  }

  static void againstCancel(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.delayed("x");
    x.enqueue(q);
    atDeadline(w, "follows", () -> x.reschedule(q, SOON));
    atDeadline(w, "producer", () -> x.enqueue(q));
    atDeadline(
        w,
        "canceller",
        () -> {
          int drops = x.drops();
          assertEquals(drops + (x.cancel() ? 1 : 0), x.drops());
        });
  }

  /** Nobody queues meanwhile: nothing is queued, armed or running afterwards. */
  static void bothAgainstCancelSync(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.delayed("x").doing(() -> w.host.parkNanos(w, 1));
    atDeadline(w, "flusher", () -> ItemControl.flush(x, Waiter.NEVER));
    w.go(
        "canceller",
        () -> {
          x.enqueue(q);
          x.reschedule(q, SOON);
          w.host.parkNanos(w, SOON);
          x.cancelSyncForGood();
        });
  }

  static void againstCancelSync(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.delayed("x");
    w.go(
        "producer",
        () -> {
          x.enqueue(q);
          x.reschedule(q, SOON);
          x.enqueue(q);
        });
    w.go("follows", () -> x.reschedule(q, 2 * SOON));
    w.go("canceller", x::cancelSync);
    atDeadline(w, "canceller2", x::cancelSync);
  }

  /** Once it is disabled nothing is pending, whatever was about to be armed. */
  static void againstDisable(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.delayed("x");
    w.go("producer", () -> x.enqueue(q));
    w.go(
        "follows",
        () -> {
          x.reschedule(q, SOON);
          x.reschedule(q, 2 * SOON);
        });
    w.go(
        "disabler",
        () -> {
          ItemControl.disable(x);
          assertFalse(ItemControl.isPending(x), x::toString);
          w.host.parkNanos(w, SOON);
          assertFalse(ItemControl.isPending(x), x::toString);
          ItemControl.enable(x);
        });
  }

  /** A modify leaves one queueing, on its own queue. */
  static void againstModify(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    x.enqueue(a);
    w.go("follows", () -> x.reschedule(a, SOON));
    atDeadline(w, "to-b", () -> x.modify(b, SOON));
    atDeadline(
        w,
        "to-a",
        () -> {
          x.reschedule(a, SOON);
          x.modify(a, 0);
        });
  }

  static void againstFlush(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    x.enqueue(a);
    w.go("follows", () -> x.reschedule(b, FAR));
    w.go("flusher", x::flush);
    w.go(
        "flusher2",
        () -> {
          x.rescheduleAndFlush(a, FAR);
          x.rescheduleAndFlush(b, FAR);
        });
  }

  static void againstClose(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    x.enqueue(b);
    w.go("closer", () -> DelayedScenarios.close(a, Waiter.NEVER));
    w.go("follows on a", () -> x.reschedule(a, SOON));
    atDeadline(w, "to-b", () -> x.reschedule(b, SOON));
    w.go("producer", () -> x.enqueue(a));
  }

  /** What is queued is cancelled by the close of its queue; what follows on another one runs. */
  static void closeOfTheFirstQueue(World w) throws InterruptedException {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = w.delayed("x");
    ProbeItem slow = w.item("slow").doing(() -> w.host.parkNanos(w, FAR));
    slow.enqueue(a);
    x.enqueue(a);
    w.go("closer", () -> DelayedScenarios.close(a, SOON));
    atDeadline(w, "follows on b", () -> x.reschedule(b, FAR));
    w.go("interrupter", () -> x.enqueue(b));
    w.settle();
    assertEquals(1, x.runs(), x::toString);
  }

  /** The queueing that is followed waits for its runner. */
  static void whileDeferred(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    LiveQueue runner = w.queue("runner", World.ORDERED);
    ProbeItem x = w.delayed("x").doing(() -> w.host.parkNanos(w, SOON));
    x.enqueue(runner);
    atDeadline(
        w,
        "to-a",
        () -> {
          x.enqueue(a);
          x.reschedule(a, 1);
        });
    atDeadline(w, "to-b", () -> x.reschedule(b, SOON));
    w.go(
        "canceller",
        () -> {
          w.host.parkNanos(w, 2 * SOON);
          x.cancel();
        });
  }
}
