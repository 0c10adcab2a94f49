package dev.wq.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The timers of pools with too many idle workers. They are deferrable (linux 59): they wake nothing
 * and are looked at when something else happens, so that they do not keep virtual time going.
 */
final class IdleTimers {
  private static final long NEVER = Long.MAX_VALUE;

  private final Map<KernelPool, Long> due = new LinkedHashMap<>();
  private long next = NEVER; // not after any of them

  void arm(KernelPool pool, long when) {
    due.put(pool, when);
    next = Math.min(next, when);
  }

  /** Lets those fire that are due. */
  void look(long now, PoolCore core) {
    if (now >= next) {
      fire(now, core);
      next = due.values().stream().min(Long::compare).orElse(NEVER);
    }
  }

  private void fire(long now, PoolCore core) {
    for (KernelPool pool : List.copyOf(due.keySet())) {
      @Nullable Long when = due.get(pool);
      if (when != null && when <= now) {
        due.remove(pool);
        core.expired(pool, PoolTimer.IDLE);
      }
    }
  }
}
