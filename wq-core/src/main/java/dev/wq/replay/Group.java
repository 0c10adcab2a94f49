package dev.wq.replay;

import dev.wq.replay.Fidelity.InFlight;
import dev.wq.replay.Fidelity.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Executions that are looked at together, those of a pool or of a queue, and a prediction of them.
 */
final class Group {
  private final Prediction prediction;
  private final List<Execution> executions = new ArrayList<>(); // in the order of recorded starts

  Group(Prediction prediction) {
    this.prediction = prediction;
  }

  void add(Execution execution) {
    executions.add(execution);
  }

  int size() {
    return executions.size();
  }

  /** How far predicted starts are from recorded ones, either way. */
  Percentiles startError() {
    long[] errors = new long[size()];
    int n = 0;
    for (Execution execution : executions) {
      errors[n++] = Math.abs(prediction.startedAt(execution.index()) - execution.startedAt());
    }
    return Percentiles.of(errors, n);
  }

  /**
   * From the recorded queueing to both starts: a model that queues a work too late has to answer
   * for it.
   */
  Pair<Percentiles> latency() {
    long[] recorded = new long[size()];
    long[] predicted = new long[size()];
    int n = 0;
    for (Execution execution : executions) {
      recorded[n] = execution.startedAt() - execution.queuedAt();
      predicted[n] = prediction.startedAt(execution.index()) - execution.queuedAt();
      n++;
    }
    return new Pair<>(Percentiles.of(recorded, n), Percentiles.of(predicted, n));
  }

  Pair<InFlight> inFlight() {
    Flight recorded = new Flight(size());
    Flight predicted = new Flight(size());
    for (Execution execution : executions) {
      recorded.add(execution.startedAt(), execution.endedAt());
      long end = prediction.endedAt(execution.index());
      if (end != Prediction.NONE) {
        predicted.add(prediction.startedAt(execution.index()), end);
      }
    }
    return new Pair<>(recorded.inFlight(), predicted.inFlight());
  }

  /** Starts in the order in which the model has them; equal ones as they were queued. */
  StartOrder order() {
    List<Integer> order = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparingLong((Integer i) -> prediction.startedAt(executions.get(i).index()))
            .thenComparingLong(i -> queueLine(executions.get(i))));
    return new StartOrder(order.stream().mapToInt(Integer::intValue).toArray());
  }

  private static long queueLine(Execution execution) {
    return Objects.requireNonNull(execution.queueing()).line();
  }

  WorkerChanges workerChanges(StartOrder order) {
    WorkerChanges changes = new WorkerChanges(size());
    for (Execution execution : executions) {
      changes.recorded(execution.worker());
    }
    for (int i = 0; i < size() && prediction.hasWorkers(); i++) {
      int start = order.start(i);
      changes.predicted(start, prediction.worker(executions.get(start).index()));
    }
    return changes;
  }

  int workers() {
    return (int) executions.stream().mapToInt(Execution::worker).distinct().count();
  }
}
