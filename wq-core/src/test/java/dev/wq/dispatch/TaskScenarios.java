package dev.wq.dispatch;

import java.util.List;

/** Races of tasks with those who wait for their queue's end or make it. */
final class TaskScenarios {
  private TaskScenarios() {}

  /** A task that is suspended when its queue is closed by force still ends, and is waited for. */
  static void forcedClose(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeTask a = new ProbeTask(w, "a", q);
    ProbeTask b = new ProbeTask(w, "b", q);
    a.spawn();
    w.go("spawner", b::spawn);
    w.go("idler", () -> q.awaitIdle(Waiter.NEVER));
    w.go("closer", () -> Closing.close(q, 1));
    w.settle();
    List.of(a, b).forEach(task -> task.check(true));
  }

  /**
   * A task that a work spawns which came in just before the close is not cut off by it: it is
   * suspended when nothing is queued and nothing runs.
   */
  static void closeAgainstSpawn(World w) throws InterruptedException {
    LiveQueue q = w.queue("q", World.ORDERED);
    ProbeTask task = new ProbeTask(w, "task", q);
    ProbeItem x = w.item("x").doing(task::spawn);
    w.go("producer", () -> x.enqueue(q));
    w.go("closer", () -> Closing.closeUninterruptibly(q));
    w.settle();
    task.check(false);
  }
}
