package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Races around one item on one queue. Each leaves a world to be settled. */
final class ItemScenarios {
  private ItemScenarios() {}

  /** Two producers of one item: each request is coalesced or runs once more. */
  static void claimAgainstBeginAndEnd(World w) {
    LiveQueue q = w.queue("q", 2);
    ProbeItem x = w.item("x");
    for (String name : new String[] {"p1", "p2"}) {
      w.go(
          name,
          () -> {
            for (int i = 0; i < 3; i++) {
              x.enqueue(q);
              w.host.point();
            }
          });
    }
  }

  static void cancelAgainstRun(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", 2);
    ProbeItem x = w.item("x");
    w.go(
        "producer",
        () -> {
          for (int i = 0; i < 3; i++) {
            x.enqueue(q);
            w.host.point();
          }
        });
    int[] taken = {0};
    for (String name : new String[] {"c1", "c2"}) {
      w.go(
          name,
          () -> {
            for (int i = 0; i < 2; i++) {
              if (x.cancel()) {
                taken[0]++;
              }
            }
          });
    }
    w.join();
    assertEquals(taken[0], x.drops());
  }

  /** While somebody is in cancelSync nothing is queued; afterwards it is again. */
  static void cancelSyncAgainstEnqueue(World w) {
    LiveQueue q = w.queue("q", 2);
    ProbeItem x = w.item("x");
    w.go(
        "producer",
        () -> {
          for (int i = 0; i < 3; i++) {
            Outcome outcome = x.enqueue(q);
            assertNotEquals(Outcome.DISABLED, outcome, "nobody disables it");
          }
        });
    w.go("canceller", x::cancelSync);
    w.go("flusher", x::flush);
  }

  static void twoCancelSyncs(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeItem x = w.item("x");
    w.item("ahead").enqueue(q);
    x.enqueue(q);
    int[] taken = {0};
    for (String name : new String[] {"c1", "c2", "c3"}) {
      w.go(
          name,
          () -> {
            if (x.cancelSyncForGood()) {
              taken[0]++;
            }
          });
    }
    w.join();
    assertTrue(taken[0] <= 1, () -> taken[0] + " cancelSyncs took one queueing");
    assertEquals(taken[0], x.drops());
  }

  static void flushAgainstRequeue(World w) {
    LiveQueue q = w.queue("q", 2);
    ProbeItem x = w.item("x");
    int[] left = {3};
    x.doing(() -> {
      if (left[0]-- > 0) {
        x.enqueue(q);
      }
    });
    w.go("producer", () -> x.enqueue(q));
    w.go("f1", x::flush);
    w.go(
        "f2",
        () -> {
          x.flush();
          x.flush();
        });
  }

  static void disableAgainstEnqueue(World w) {
    LiveQueue q = w.queue("q", 2);
    ProbeItem x = w.item("x");
    w.go(
        "producer",
        () -> {
          for (int i = 0; i < 4; i++) {
            x.enqueue(q);
          }
        });
    w.go(
        "d1",
        () -> {
          ItemControl.disableSync(x, Waiter.NEVER);
          assertTrue(Item.isIdle(x.state()), x::toString);
          w.host.point();
          assertTrue(Item.isIdle(x.state()), x::toString);
          ItemControl.enable(x);
        });
    w.go(
        "d2",
        () -> {
          ItemControl.disable(x);
          assertEquals(0, x.state() & Item.PENDING, x::toString);
          ItemControl.enable(x);
        });
  }
}
