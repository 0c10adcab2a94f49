package dev.wq.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would have been different, as far as the model can tell. Latencies run from queueing to
 * start, on each side from its own queueing, in nanoseconds; figures are about executions that
 * count in {@link Fidelity}.
 *
 * @param whatIf what was asked
 * @param competing whether user tasks competed for the CPUs, in both predictions
 * @param before the prediction with everything as recorded
 * @param after the prediction with the changes
 * @param queues all, in the order of their executions, most first
 * @param changes executions whose latency changed by a microsecond or more, the largest changes
 *     first
 * @param causes how many executions waited longest for one thing before and for another after, most
 *     first
 */
public record WhatIfReport(
    WhatIf whatIf,
    boolean competing,
    Prediction before,
    Prediction after,
    List<QueueRow> queues,
    List<Change> changes,
    List<CauseChange> causes) {
  public WhatIfReport {
    queues = List.copyOf(queues);
    changes = List.copyOf(changes);
    causes = List.copyOf(causes);
  }

  /** A figure of the recording and of both predictions. */
  public record Triple<T>(T recorded, T before, T after) {}

  /**
   * A queue.
   *
   * @param peak most of its works in flight at once
   * @param better executions that waited less, by a microsecond or more
   * @param worse executions that waited more
   */
  public record QueueRow(
      String queue,
      int executions,
      Triple<Percentiles> latency,
      Triple<Integer> peak,
      int better,
      int worse) {}

  /**
   * An execution that waited more or less.
   *
   * @param execution index in the recording
   * @param nanos its latency after less that before
   */
  public record Change(int execution, long nanos) {}

  /**
   * What executions waited for longest.
   *
   * @param before null: they did not wait
   * @param after null: they do not wait
   */
  public record CauseChange(@Nullable Cause before, @Nullable Cause after, int executions) {}

  /**
   * Sleeps that would have been ended by a work which was held back, more than without the changes:
   * perhaps works that wait for each other. Each was given up after 10 ms.
   */
  public int waitsInVain() {
    return Math.max(0, after.waitsInVain() - before.waitsInVain());
  }
}
