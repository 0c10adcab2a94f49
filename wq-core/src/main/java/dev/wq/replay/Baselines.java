package dev.wq.replay;

/** Predictions without a model, to see what a model is worth. */
public final class Baselines {
  private Baselines() {}

  /**
   * {@link Model#BASE}: each work starts the median latency of this very recording after it was
   * queued. Says nothing of ends and workers.
   */
  public static Prediction base(Recording recording) {
    Prediction.Builder base = new Prediction.Builder(Model.BASE, recording.executions().size());
    long median = medianLatency(recording);
    for (Execution execution : recording.executions()) {
      if (Comparison.counts(execution)) {
        base.queued(execution.index(), execution.queuedAt());
        base.started(execution.index(), execution.queuedAt() + median, null, Prediction.NONE);
      }
    }
    return base.build(Reasons.NONE);
  }

  private static long medianLatency(Recording recording) {
    long[] latencies =
        recording.executions().stream()
            .filter(Comparison::counts)
            .mapToLong(Execution::latency)
            .toArray();
    return Percentiles.of(latencies, latencies.length).p50();
  }
}
