package dev.wq.kernel;

import dev.wq.timer.TimerNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The timers of the pools.
 *
 * <p>The core arms and disarms them from within its methods, where nothing may be switched, so what
 * it wants is noted and done afterwards, by {@link #settle}. A management that takes no time never
 * comes to the wheel.
 */
final class KernelTimers {
  private static final long NEVER = Long.MAX_VALUE;

  private final KernelDispatch kernel;
  private final IdentityHashMap<KernelPool, EnumMap<PoolTimer, Node>> nodes =
      new IdentityHashMap<>();
  private final List<Node> changed = new ArrayList<>(); // wanted is not yet what the wheel has
  private final IdleTimers idle;

  KernelTimers(KernelDispatch kernel, IdleTimers idle) {
    this.kernel = kernel;
    this.idle = idle;
  }

  private final class Node extends TimerNode {
    private final KernelPool pool;
    private final PoolTimer timer;
    private long wanted = NEVER; // when it is to fire

    Node(KernelPool pool, PoolTimer timer) {
      this.pool = pool;
      this.timer = timer;
    }

    void want(long due) {
      wanted = due;
      changed.add(this);
    }

    void settle() {
      if (wanted == NEVER) {
        kernel.timers().cancel(this);
      } else if (!kernel.timers().move(this, wanted)) {
        kernel.timers().arm(this, wanted);
      }
    }

    @Override
    protected void expired() {
      if (wanted != NEVER) {
        wanted = NEVER;
        kernel.core().expired(pool, timer);
        KernelTimers.this.settle();
      }
    }
  }

  void arm(KernelPool pool, PoolTimer timer, long delayTicks) {
    long now = kernel.jiffies().tickAt(kernel.host().nanoTime());
    long due = kernel.jiffies().nanosAt(kernel.jiffies().expiry(now, delayTicks));
    if (timer == PoolTimer.IDLE) {
      idle.arm(pool, due);
    } else {
      node(pool, timer).want(due);
    }
  }

  void disarm(KernelPool pool, PoolTimer timer) {
    node(pool, timer).want(NEVER);
  }

  private Node node(KernelPool pool, PoolTimer timer) {
    return nodes
        .computeIfAbsent(pool, p -> new EnumMap<>(PoolTimer.class))
        .computeIfAbsent(timer, t -> new Node(pool, t));
  }

  /** Brings the wheel to what the core wants. */
  void settle() {
    while (!changed.isEmpty()) {
      changed.removeLast().settle();
    }
  }
}
