package dev.wq.scenario;

import dev.wq.QueueAttrs;
import dev.wq.replay.Execution;
import dev.wq.replay.Queueing;
import dev.wq.replay.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the works of one queue did, in nanoseconds.
 *
 * @param runs that have ended
 * @param p50 latency from queueing to start; the value at p is the one with the index floor(p * n)
 * @param runMean from start to end, on average
 * @param peak most in flight at once
 * @param running that had not ended at the end
 * @param waiting that had not begun at the end
 */
public record QueueFigures(
    String queue,
    int runs,
    long p50,
    long p95,
    long p99,
    long max,
    long runMean,
    int peak,
    int running,
    int waiting) {

  /** Of all queues of a run, in the order of the scenario. */
  public static List<QueueFigures> of(ScenarioRun run) {
    return run.scenario().queues().stream()
        .map(QueueAttrs::name)
        .map(name -> of(name, run.recording()))
        .toList();
  }

  private static QueueFigures of(String queue, Recording recording) {
    List<Execution> ended = on(queue, recording.executions());
    List<Execution> running = on(queue, recording.unfinished());
    List<Execution> begun = new ArrayList<>(ended);
    begun.addAll(running);
    long[] latencies = begun.stream().mapToLong(Execution::latency).sorted().toArray();
    return new QueueFigures(
        queue,
        ended.size(),
        at(latencies, 0.50),
        at(latencies, 0.95),
        at(latencies, 0.99),
        at(latencies, 1),
        Math.round(ended.stream().mapToLong(e -> e.endedAt() - e.startedAt()).average().orElse(0)),
        peak(begun),
        running.size(),
        (int) recording.pending().stream().map(Queueing::queue).filter(queue::equals).count());
  }

  private static List<Execution> on(String queue, List<Execution> executions) {
    return executions.stream().filter(e -> e.queue().equals(queue)).toList();
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }

  /** Where one ends when another starts, the end comes first. */
  private static int peak(List<Execution> executions) {
    long[] starts = executions.stream().mapToLong(Execution::startedAt).sorted().toArray();
    long[] ends =
        executions.stream()
            .mapToLong(e -> e.endedAt() < 0 ? Long.MAX_VALUE : e.endedAt())
            .sorted()
            .toArray();
    int peak = 0;
    for (int i = 0; i < starts.length; i++) {
      int over = Arrays.binarySearch(ends, starts[i] + 1);
      peak = Math.max(peak, i + 1 - (over >= 0 ? over : -over - 1));
    }
    return peak;
  }
}
