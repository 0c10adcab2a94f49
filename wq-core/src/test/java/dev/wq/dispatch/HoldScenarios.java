package dev.wq.dispatch;

/** Items that become due while their promotion is held, against everybody who wants them. */
final class HoldScenarios {
  private static final long SOON = 10;

  private HoldScenarios() {}

  private static LiveQueue held(World w) {
    LiveQueue q = w.rtos("q", World.ORDERED, new QueueSettings.Rtos(true, 0, false, false));
    new Lifecycle(q).start();
    q.holdAlarms();
    return q;
  }

  private static void at(World w, long nanos, String name, World.Side side) {
    w.go(
        name,
        () -> {
          w.host.parkNanos(w, nanos);
          side.run();
        });
  }

  static void releaseAgainstTimer(World w) {
    LiveQueue q = held(w);
    ProbeItem x = w.delayed("x");
    ProbeItem y = w.delayed("y");
    x.enqueueIn(q, SOON);
    y.enqueueIn(q, SOON);
    at(w, SOON, "releaser", q::releaseAlarms);
    at(w, SOON, "producer", () -> x.enqueueIn(q, SOON));
    at(w, SOON, "second releaser", q::releaseAlarms);
  }

  static void heldAgainstTakers(World w) {
    LiveQueue q = held(w);
    ProbeItem x = w.delayed("x");
    ProbeItem y = w.delayed("y");
    ProbeItem z = w.delayed("z");
    for (ProbeItem item : new ProbeItem[] {x, y, z}) {
      item.enqueueIn(q, SOON);
    }
    at(
        w,
        SOON,
        "canceller",
        () -> {
          x.cancel();
          x.enqueueIn(q, SOON);
        });
    at(w, SOON, "mover", () -> y.modify(q, SOON));
    at(w, SOON, "flusher", z::flush);
    at(w, SOON, "releaser", q::releaseAlarms);
  }

  static void heldAgainstReschedule(World w) {
    LiveQueue q = held(w);
    ProbeItem x = w.delayed("x");
    ProbeItem y = w.delayed("y");
    x.enqueueIn(q, SOON);
    y.enqueueIn(q, SOON);
    at(
        w,
        SOON,
        "rescheduler",
        () -> {
          x.enqueue(q);
          x.reschedule(q, SOON);
          y.reschedule(q, 0);
        });
    at(w, SOON, "canceller", x::cancel);
    at(w, 2 * SOON, "releaser", q::releaseAlarms);
  }

  static void heldAgainstClose(World w) {
    LiveQueue q = held(w);
    ProbeItem x = w.delayed("x");
    ProbeItem y = w.item("y");
    x.enqueueIn(q, SOON);
    at(w, SOON, "releaser", q::releaseAlarms);
    at(w, SOON, "closer", () -> DelayedScenarios.close(q, Waiter.NEVER));
    at(w, SOON, "producer", () -> y.enqueue(q));
  }
}
