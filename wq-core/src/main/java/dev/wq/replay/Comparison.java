package dev.wq.replay;

import dev.wq.replay.Fidelity.Pair;
import dev.wq.replay.Fidelity.PoolRow;
import dev.wq.replay.Fidelity.QueueRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares a prediction with its recording. */
/*
 * Fidelity. The question is whether the model would have told the recording apart from another run,
 * and no single figure answers it:
 *
 *   order, start error   A model that starts each work a constant time after its queueing keeps 99 %
 *                        of most recordings in order. They find gross errors only.
 *   latency p95, p99     Tell a pool from a single worker: there the tail is the queue.
 *   in flight            The same from the other side: how many works really overlapped.
 *   wake-ups, workers    Tell concurrency management from a plain pool. A pool that wakes a worker
 *                        for each work has the same starts, to the microsecond, where CPUs are free.
 *   CPU time, missing    Nothing lost and nothing done twice; without them the rest means nothing.
 *
 * What counts. Executions whose queueing was recorded: barriers have none, and the model inserts its
 * own. Not rescuers, which run only where memory is short, nor BH pools, which have no worker. All
 * figures of both sides are over the same executions: those that count and that the model ran. What
 * it did not run is reported beside them, so that a model can't look better by leaving out the hard
 * ones.
 *
 * Order is measured within a pool and summed over the pools, because between pools only the CPUs
 * decide. Ties of the model are broken by arrival: two works that a model starts at the same time
 * are as good as ordered if a list would have ordered them so.
 *
 * Latency runs from the recorded queueing on both sides. In causal replay the model's own queueing
 * moves with the work that causes it, and a latency from there would hide the drift.
 *
 * Everything is O(n log n) in the number of executions: sorts, patience sorting, a sweep.
 */
final class Comparison {
  private static final Set<PoolName.Kind> NO_POOL = Set.of(PoolName.Kind.RESCUER, PoolName.Kind.BH);

  private final Prediction prediction;
  private final Map<PoolName, Group> pools = new TreeMap<>();
  private final Map<String, Group> queues = new HashMap<>();
  private final Group all;
  private int counted;
  private long recordedRun;

  private Comparison(Prediction prediction) {
    this.prediction = prediction;
    this.all = new Group(prediction);
  }

  /** Whether figures are about this execution, see {@link Fidelity}. */
  static boolean counts(Execution execution) {
    return execution.queueing() != null && !NO_POOL.contains(execution.pool().kind());
  }

  static Fidelity of(Recording recording, Prediction prediction) {
    Comparison comparison = new Comparison(prediction);
    recording.executions().stream().filter(Comparison::counts).forEach(comparison::add);
    return comparison.fidelity(recording);
  }

  private void add(Execution execution) {
    counted++;
    recordedRun += execution.cpuTime();
    if (prediction.isPredicted(execution.index())) {
      all.add(execution);
      pools.computeIfAbsent(execution.pool(), _ -> new Group(prediction)).add(execution);
      queues.computeIfAbsent(execution.queue(), _ -> new Group(prediction)).add(execution);
    }
  }

  private Fidelity fidelity(Recording recording) {
    List<PoolRow> rows = new ArrayList<>();
    Totals totals = new Totals();
    Map<PoolName, Long> wakeups = recording.wakeUpsByPool();
    pools.forEach((pool, group) -> {
      StartOrder order = group.order();
      WorkerChanges changes = group.workerChanges(order);
      totals.add(order);
      totals.add(changes);
      rows.add(row(pool, group, changes, wakeups.getOrDefault(pool, 0L)));
    });
    return new Fidelity(
        counted,
        all.size(),
        totals.order(),
        totals.neighbours(),
        all.startError(),
        all.latency(),
        sum(rows),
        new Pair<>(totals.recordedChanges, totals.predictedChanges),
        totals.sameWorker(),
        new Pair<>(recordedRun, prediction.runNanos()),
        rows,
        queueRows());
  }

  private PoolRow row(PoolName pool, Group group, WorkerChanges changes, long wakeups) {
    Prediction.PoolUse use = prediction.pool(pool.toString());
    return new PoolRow(
        pool.toString(),
        group.size(),
        group.latency(),
        group.inFlight(),
        new Pair<>(wakeups, use.wakeups()),
        new Pair<>(group.workers(), use.workers()),
        new Pair<>(changes.recordedChanges(), changes.predictedChanges()));
  }

  private static Pair<Long> sum(List<PoolRow> rows) {
    return new Pair<>(
        rows.stream().mapToLong(row -> row.wakeups().recorded()).sum(),
        rows.stream().mapToLong(row -> row.wakeups().predicted()).sum());
  }

  private List<QueueRow> queueRows() {
    List<QueueRow> rows = new ArrayList<>();
    queues.forEach((queue, group) ->
        rows.add(new QueueRow(queue, group.size(), group.latency(), group.inFlight())));
    rows.sort(
        Comparator.comparingInt(QueueRow::executions).reversed().thenComparing(QueueRow::queue));
    return rows;
  }

  /** Sums over pools, and the shares made of them. */
  private static final class Totals {
    private int starts;
    private int pairs;
    private int inOrder;
    private int neighbours;
    private int recordedChanges;
    private int predictedChanges;
    private int compared;
    private int agreed;

    void add(StartOrder order) {
      starts += order.starts();
      pairs += order.starts() - 1;
      inOrder += order.longestIncreasing();
      neighbours += order.neighbours();
    }

    void add(WorkerChanges changes) {
      recordedChanges += changes.recordedChanges();
      predictedChanges += changes.predictedChanges();
      compared += changes.compared();
      agreed += changes.agreed();
    }

    double order() {
      return share(inOrder, starts);
    }

    double neighbours() {
      return share(neighbours, pairs);
    }

    double sameWorker() {
      return share(agreed, compared);
    }

    private static double share(int part, int whole) {
      return part / (double) Math.max(1, whole);
    }
  }
}
