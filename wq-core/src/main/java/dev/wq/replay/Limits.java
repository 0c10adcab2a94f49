package dev.wq.replay;

import dev.wq.replay.Workload.QueueUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns the max_active of a queue from a recording: where works waited for activation, as many as
 * were active at most. Some queues change it as they go; then this is too much for some of the
 * time.
 */
final class Limits {
  /** An activation later than this after the queueing was waited for. */
  private static final long AT_ONCE = 5_000;

  private Limits() {}

  /**
   * @param heldBack whether a queueing that was taken back had waited
   */
  static void learn(QueueUse queue, List<Execution> executions, boolean heldBack) {
    Map<String, List<Execution>> byPool = new HashMap<>();
    for (Execution e : executions) {
      byPool.computeIfAbsent(e.pool().toString(), _ -> new ArrayList<>()).add(e);
    }
    for (List<Execution> pool : byPool.values()) {
      if (heldBack || pool.stream().anyMatch(Limits::waited)) {
        queue.maxActive = Math.max(queue.maxActive, mostActive(pool));
      }
    }
  }

  private static boolean waited(Execution e) {
    return e.activatedAt() >= 0 && e.activatedAt() - e.queuedAt() > AT_ONCE;
  }

  /** Of one that was taken back; one that was never activated had waited. */
  static boolean waited(Queueing queueing) {
    return queueing.activatedAt() < 0 || queueing.activatedAt() - queueing.at() > AT_ONCE;
  }

  private record Edge(long at, int change) {}

  private static int mostActive(List<Execution> executions) {
    List<Edge> edges = new ArrayList<>();
    for (Execution e : executions) {
      edges.add(new Edge(e.activatedAt() >= 0 ? e.activatedAt() : e.queuedAt(), 1));
      edges.add(new Edge(e.endedAt(), -1));
    }
    edges.sort(Comparator.comparingLong(Edge::at).thenComparingInt(Edge::change));
    int active = 0;
    int most = 0;
    for (Edge edge : edges) {
      active += edge.change;
      most = Math.max(most, active);
    }
    return most;
  }
}
