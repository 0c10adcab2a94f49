package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** Several items that become due together and go to their queues as a bundle. */
final class BatchScenarios {
  private static final long SOON = 10;

  private BatchScenarios() {}

  /** Three items due together, {@code x} in the middle. */
  private static ProbeItem armThree(World w, LiveQueue q) {
    ProbeItem x = w.delayed("x");
    w.delayed("a").enqueueIn(q, SOON);
    x.enqueueIn(q, SOON);
    w.delayed("b").enqueueIn(q, SOON);
    return x;
  }

  private static void atDeadline(World w, String name, World.Side side) {
    w.go(
        name,
        () -> {
          w.host.parkNanos(w, SOON);
          side.run();
        });
  }

  static void againstCancel(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = armThree(w, q);
    atDeadline(w, "canceller", x::cancelSyncForGood);
    atDeadline(w, "flusher", () -> q.flush(Waiter.NEVER));
    w.settle();
    assertEquals(1, x.runs() + x.drops());
  }

  /** Nothing starts, so the item can be found in the bundle alone. */
  static void cancelOfAFrozenBundle(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = armThree(w, q);
    q.hold(Freeze.QUEUE);
    atDeadline(
        w,
        "canceller",
        () -> {
          assertTrue(x.cancel());
          q.thaw(Freeze.QUEUE);
        });
    w.settle();
    assertEquals(List.of("a for q", "b for q"), w.order());
  }

  static void againstModify(World w) {
    LiveQueue a = w.queue("a", World.ORDERED);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem x = armThree(w, a);
    w.delayed("y").enqueueIn(b, SOON);
    w.delayed("z").enqueueIn(a, SOON);
    atDeadline(w, "modifier", () -> x.modify(b, SOON));
    atDeadline(w, "rescheduler", () -> x.reschedule(a, 2 * SOON));
  }

  static void againstClose(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    armThree(w, q);
    ProbeItem y = w.item("y");
    atDeadline(w, "closer", () -> DelayedScenarios.close(q, Waiter.NEVER));
    atDeadline(w, "producer", () -> y.enqueue(q));
  }

  /** Nothing starts after the close. */
  static void againstForcedClose(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", 2);
    ProbeItem x = armThree(w, q);
    long[] started = new long[1];
    atDeadline(
        w,
        "closer",
        () -> {
          Closing.close(q, 0);
          started[0] = q.counts().started();
        });
    atDeadline(w, "flusher", x::flush);
    w.settle();
    assertEquals(started[0], q.counts().started());
  }

  /** What was queued before the deadline runs before what became due, and that in its order. */
  static void order(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", World.ORDERED);
    armThree(w, q);
    w.go("producer", () -> w.item("first").enqueue(q));
    w.go("busy", () -> w.item("second").doing(() -> w.host.parkNanos(w, SOON)).enqueue(q));
    w.go(
        "last",
        () -> {
          w.host.parkNanos(w, SOON - 1);
          w.item("before").enqueue(q);
        });
    w.settle();
    List<String> runs = w.order();
    assertEquals(List.of("before for q", "a for q", "x for q", "b for q"), runs.subList(2, 6));
  }

  /** A discarded item's listener takes another one of the same batch back. */
  static void discardThatCancels(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", World.ORDERED);
    LiveQueue open = w.queue("open", World.ORDERED);
    ProbeItem x = armThree(w, q);
    ProbeItem other = w.delayed("other");
    other.enqueueIn(open, SOON);
    q.listen(new CancelsOnDiscard(other));
    atDeadline(w, "sealer", () -> q.sealNow().forEach(item -> item.drop(w.host)));
    w.settle();
    assertEquals(1, x.runs() + x.drops());
    assertEquals(1, other.runs() + other.drops());
  }

  /** A run that waits for what is in a bundle behind it would wait for ever. */
  static void selfWait(World w) {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = armThree(w, q);
    ProbeItem y = w.item("y");
    y.doing(() -> {
      w.host.parkNanos(w, 2 * SOON);
      assertThrows(IllegalStateException.class, () -> ItemControl.flush(x, Waiter.NEVER));
    });
    y.enqueue(q);
    ProbeItem z = w.item("z");
    atDeadline(w, "producer", () -> z.enqueue(q));
    atDeadline(w, "flusher", z::flush);
    atDeadline(w, "queue flusher", () -> q.flush(Waiter.NEVER));
  }

  private record CancelsOnDiscard(ProbeItem other) implements QueueListener {
    @Override
    public void discarded(Item item) {
      other.cancel();
    }

    @Override
    public void failed(Item item, Throwable cause) {
      throw new AssertionError(item + " failed", cause);
    }

    @Override
    public void blocked(Item item) {}
  }
}
