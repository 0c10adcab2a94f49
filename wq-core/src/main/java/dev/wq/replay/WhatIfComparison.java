package dev.wq.replay;

import dev.wq.replay.WhatIfReport.CauseChange;
import dev.wq.replay.WhatIfReport.Change;
import dev.wq.replay.WhatIfReport.QueueRow;
import dev.wq.replay.WhatIfReport.Triple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares two predictions of one recording. */
final class WhatIfComparison {
  private static final long NOTICED = 1_000;

  private record Causes(@Nullable Cause before, @Nullable Cause after) {}

  private final Prediction before;
  private final Prediction after;
  private final Map<String, List<Execution>> queues = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<Causes, Integer> causes = new HashMap<>();

  private WhatIfComparison(Prediction before, Prediction after) {
    this.before = before;
    this.after = after;
  }

  static WhatIfReport of(
      Recording recording, WhatIf whatIf, boolean competing, Prediction before, Prediction after) {
    WhatIfComparison comparison = new WhatIfComparison(before, after);
    for (Execution e : recording.executions()) {
      int i = e.index();
      if (Comparison.counts(e) && before.isPredicted(i) && after.isPredicted(i)) {
        comparison.add(e);
      }
    }
    return comparison.report(whatIf, competing);
  }

  private void add(Execution e) {
    queues.computeIfAbsent(e.queue(), _ -> new ArrayList<>()).add(e);
    long change = change(e);
    if (Math.abs(change) >= NOTICED) {
      changes.add(new Change(e.index(), change));
      Causes both = new Causes(mostly(before, e), mostly(after, e));
      if (both.before != both.after) {
        causes.merge(both, 1, Integer::sum);
      }
    }
  }

  private long change(Execution e) {
    return after.latency(e.index()) - before.latency(e.index());
  }

  /** What it waited for longest; null if it started in less than a microsecond. */
  private static @Nullable Cause mostly(Prediction prediction, Execution e) {
    if (prediction.latency(e.index()) < NOTICED) {
      return null;
    }
    Map<Cause, Long> sums = new HashMap<>();
    prediction.because(e.index()).forEach(b -> sums.merge(b.cause(), b.nanos(), Long::sum));
    return sums.entrySet().stream()
        .max(Map.Entry.<Cause, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private WhatIfReport report(WhatIf whatIf, boolean competing) {
    List<QueueRow> rows = new ArrayList<>();
    queues.forEach((queue, executions) -> rows.add(row(queue, executions)));
    rows.sort(
        Comparator.comparingInt(QueueRow::executions).reversed().thenComparing(QueueRow::queue));
    changes.sort(
        Comparator.comparingLong((Change c) -> Math.abs(c.nanos()))
            .reversed()
            .thenComparingInt(Change::execution));
    List<CauseChange> moved = new ArrayList<>();
    causes.forEach((both, count) -> moved.add(new CauseChange(both.before, both.after, count)));
    moved.sort(
        Comparator.comparingInt(CauseChange::executions)
            .reversed()
            .thenComparing(CauseChange::toString));
    return new WhatIfReport(whatIf, competing, before, after, rows, changes, moved);
  }

  private QueueRow row(String queue, List<Execution> executions) {
    int better = 0;
    int worse = 0;
    for (Execution e : executions) {
      better += change(e) <= -NOTICED ? 1 : 0;
      worse += change(e) >= NOTICED ? 1 : 0;
    }
    return new QueueRow(
        queue, executions.size(), latencies(executions), peaks(executions), better, worse);
  }

  private Triple<Percentiles> latencies(List<Execution> executions) {
    return new Triple<>(
        Percentiles.of(
            executions.stream().mapToLong(Execution::latency).toArray(), executions.size()),
        latency(before, executions),
        latency(after, executions));
  }

  private static Percentiles latency(Prediction prediction, List<Execution> executions) {
    long[] all = executions.stream().mapToLong(e -> prediction.latency(e.index())).toArray();
    return Percentiles.of(all, all.length);
  }

  private Triple<Integer> peaks(List<Execution> executions) {
    Flight recorded = new Flight(executions.size());
    executions.forEach(e -> recorded.add(e.startedAt(), e.endedAt()));
    return new Triple<>(
        recorded.inFlight().peak(), peak(before, executions), peak(after, executions));
  }

  private static int peak(Prediction prediction, List<Execution> executions) {
    Flight flight = new Flight(executions.size());
    for (Execution e : executions) {
      if (prediction.endedAt(e.index()) != Prediction.NONE) {
        flight.add(prediction.startedAt(e.index()), prediction.endedAt(e.index()));
      }
    }
    return flight.inFlight().peak();
  }
}
