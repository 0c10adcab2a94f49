package dev.wq.dispatch;

import static dev.wq.dispatch.QueueScenarios.enqueueAll;
import static dev.wq.dispatch.QueueScenarios.items;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;

/** Races around workers: who serves which queue, and when none is to be had. */
final class WorkerScenarios {
  private WorkerScenarios() {}

  static void urgentAgainstNormal(World w) {
    LiveQueue normal = w.queue("normal", 2);
    LiveQueue high = w.queue("high", World.Kind.HIGH_PRIORITY);
    ProbeItem[] x = items(w, 3);
    w.go("p1", () -> enqueueAll(normal, x[0], x[1], x[0]));
    w.go("p2", () -> enqueueAll(high, x[2], x[2]));
  }

  /** The reserved worker gets on when no thread can be started; see {@link NoMoreThreads}. */
  static void reservedWorker(World w) {
    LiveQueue q = w.queue("q", World.Kind.MEM_RECLAIM);
    ProbeItem[] x = items(w, 3);
    x[0].doing(() -> w.host.parkNanos(w, 5));
    w.go("p1", () -> enqueueAll(q, x[0], x[1]));
    w.go("p2", () -> enqueueAll(q, x[2], x[0]));
  }

  /** No thread can be started at first and nothing runs that could help: the pool tries again. */
  static void retriedStart(World w) {
    LiveQueue a = w.queue("a", 2);
    LiveQueue b = w.queue("b", World.ORDERED);
    ProbeItem[] x = items(w, 4);
    w.go("p1", () -> enqueueAll(a, x[0], x[1]));
    w.go("p2", () -> enqueueAll(b, x[2], x[3], x[2]));
  }

  /** More items than a batch has: the worker passes the queue on in between. */
  static void batches(World w) {
    LiveQueue q = w.queue("q", World.Kind.BH);
    ProbeItem[] x = items(w, 14);
    ProbeItem[] half = Arrays.copyOf(x, 7);
    w.go("p1", () -> enqueueAll(q, x));
    w.go("p2", () -> enqueueAll(q, half));
  }

  /** Works that flush each other in a circle: the one that would close it is told so. */
  static void circleOfFlushes(World w) throws InterruptedException {
    ProbeItem[] x = items(w, 3);
    int[] refused = {0};
    for (int i = 0; i < 3; i++) {
      LiveQueue q = w.queue("q" + i, World.ORDERED);
      ProbeItem me = x[i];
      ProbeItem next = x[(i + 1) % 3];
      me.doing(() -> {
        if (!flushOrRefuse(next)) {
          refused[0]++;
        }
      });
      w.go("p" + i, () -> me.enqueue(q));
    }
    w.settle();
    assertTrue(refused[0] <= 1, () -> refused[0] + " waits were refused");
  }

  private static boolean flushOrRefuse(ProbeItem item) {
    try {
      item.flush();
      return true;
    } catch (IllegalStateException circle) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** More queues than workers that may be on their way: some wait on the ready list. */
  static void moreQueuesThanWorkers(World w) {
    LiveQueue[] queues = new LiveQueue[6];
    ProbeItem[] x = items(w, 6);
    for (int i = 0; i < 6; i++) {
      queues[i] = w.queue("q" + i, i == 5 ? World.Kind.HIGH_PRIORITY : World.Kind.PLAIN);
    }
    x[1].doing(() -> w.host.parkNanos(w, 5));
    w.go("p1", () -> enqueueEach(queues, x, 0, 1, 2));
    w.go("p2", () -> enqueueEach(queues, x, 3, 4, 5, 0));
    w.go("canceller", () -> x[4].cancel());
  }

  private static void enqueueEach(LiveQueue[] queues, ProbeItem[] x, int... which) {
    for (int i : which) {
      x[i].enqueue(queues[i]);
    }
  }

  static void freshThreads(World w) {
    LiveQueue q = w.queue("q", World.Kind.FRESH_THREADS);
    ProbeItem[] x = items(w, 3);
    w.go("p1", () -> enqueueAll(q, x[0], x[1], x[0]));
    w.go("p2", () -> enqueueAll(q, x[2], x[1]));
  }

  /**
   * So many items that the queue counts as fast and its second worker watches; one blocks, one is
   * cancelled, and the queue is frozen meanwhile.
   */
  static void fastQueue(World w) {
    LiveQueue q = w.queue("q", World.Kind.PLAIN);
    ProbeItem[] x = items(w, 4);
    int[] left = {90};
    for (ProbeItem item : x) {
      item.doing(() -> {
        if (--left[0] > 0) {
          item.enqueue(q);
        }
      });
    }
    ProbeItem blocks = w.item("blocks");
    blocks.doing(() -> w.host.parkNanos(w, 5));
    w.go("p1", () -> enqueueAll(q, x));
    w.go("p2", () -> enqueueAll(q, blocks, x[0], blocks));
    w.go(
        "freezer",
        () -> {
          x[1].cancel();
          q.hold(Freeze.QUEUE);
          q.thaw(Freeze.QUEUE);
          w.host.parkNanos(w, 20_000);
          enqueueAll(q, x[2], blocks);
        });
  }

  /** Works that keep two queues busy for so long that workers make way for others. */
  static void quietWindow(World w) {
    LiveQueue a = w.queue("a", 2);
    LiveQueue b = w.queue("b", World.ORDERED);
    for (LiveQueue q : new LiveQueue[] {a, b}) {
      ProbeItem self = w.item("self-" + q.name());
      int[] left = {q == a ? 30 : 8};
      self.doing(() -> {
        w.host.compute(Duration.ofNanos(7_000));
        if (left[0]-- > 0) {
          self.enqueue(q);
        }
      });
      w.go("p-" + q.name(), () -> self.enqueue(q));
    }
    ProbeItem[] x = items(w, 2);
    w.go(
        "late",
        () -> {
          for (int i = 0; i < 10; i++) {
            w.host.parkNanos(w, 35_000);
            enqueueAll(a, x);
          }
        });
  }
}
