package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/** Those who wait for a state of the queue that only the pump can judge. */
final class Watchers {
  private final ConcurrentLinkedQueue<Watcher> all = new ConcurrentLinkedQueue<>();

  private static final class Watcher extends Waiter {
    private final BooleanSupplier state;

    Watcher(BooleanSupplier state) {
      this.state = state;
    }
  }

  /**
   * Waits until the pump has seen that {@code state} holds; false if the deadline came first.
   *
   * @param ring makes the pump look; false: it has ended
   */
  boolean await(BooleanSupplier state, Host host, long deadline, BooleanSupplier ring)
      throws InterruptedException {
    Watcher me = new Watcher(state);
    all.add(me);
    try {
      return !ring.getAsBoolean() || me.await(host, deadline);
    } finally {
      all.remove(me);
    }
  }

  /** Wakes those whose state holds; by the pump. */
  void look() {
    if (!all.isEmpty()) {
      all.removeIf(Watchers::isServed);
    }
  }

  private static boolean isServed(Watcher watcher) {
    boolean holds = watcher.state.getAsBoolean();
    if (holds) {
      watcher.wake();
    }
    return holds;
  }
}
