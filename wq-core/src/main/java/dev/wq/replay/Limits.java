package dev.wq.replay;

import dev.wq.replay.Workload.QueueUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns the max_active of a queue from a recording: as many works as were active while others
 * waited to be.
 */
final class Limits {
  /** An activation later than this after the queueing was waited for. */
  private static final long AT_ONCE = 5_000;

  private Limits() {}

  static void learn(QueueUse queue, List<Execution> executions, boolean heldBack) {
    Map<String, List<Execution>> byPool = new HashMap<>();
    for (Execution e : executions) {
      byPool.computeIfAbsent(e.pool().toString(), _ -> new ArrayList<>()).add(e);
    }
    int limit = 0;
    for (List<Execution> pool : byPool.values()) {
      if (heldBack || pool.stream().anyMatch(Limits::waited)) {
        limit = Math.max(limit, most(pool));
      }
    }
    if (limit > 0) {
      queue.limits.add(new long[] {0, limit});
    }
  }

  static boolean waited(Execution e) {
    return e.activatedAt() >= 0 && e.activatedAt() - e.queuedAt() > AT_ONCE;
  }

  private static int most(List<Execution> executions) {
    List<long[]> edges = new ArrayList<>();
    for (Execution e : executions) {
      edges.add(new long[] {e.activatedAt() >= 0 ? e.activatedAt() : e.queuedAt(), 1});
      edges.add(new long[] {e.endedAt(), -1});
    }
    edges.sort(Comparator.<long[]>comparingLong(x -> x[0]).thenComparingLong(x -> x[1]));
    int now = 0;
    int most = 0;
    for (long[] edge : edges) {
      now += (int) edge[1];
      most = Math.max(most, now);
    }
    return most;
  }
}
