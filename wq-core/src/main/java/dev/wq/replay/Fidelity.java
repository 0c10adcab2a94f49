package dev.wq.replay;

import java.util.List;
import java.util.function.Function;

/**
 * How near a prediction comes to its recording. Counted are the executions whose queueing was
 * recorded, without those of rescuers and of BH pools; times are nanoseconds.
 *
 * @param counted executions that count
 * @param predicted those of them that the model ran, exactly once each
 * @param order starts of a pool in the order of the recording: its longest increasing subsequence,
 *     summed over pools, as a share of the starts
 * @param neighbours starts that follow each other in a pool and do so in the model, as a share
 * @param startError how far predicted starts are from recorded ones, either way
 * @param latency from queueing to start
 * @param wakeups idle workers woken
 * @param workerChanges starts by another worker than the start before in the pool
 * @param sameWorker share of starts where recording and model agree on whether the worker is that
 *     of the start before; 0 for a model without workers
 * @param cpu time that the works ran
 * @param pools in the order of their names
 * @param queues in the order of their executions, most first
 */
public record Fidelity(
    int counted,
    int predicted,
    double order,
    double neighbours,
    Percentiles startError,
    Pair<Percentiles> latency,
    Pair<Long> wakeups,
    Pair<Integer> workerChanges,
    double sameWorker,
    Pair<Long> cpu,
    List<PoolRow> pools,
    List<QueueRow> queues) {

  public Fidelity {
    pools = List.copyOf(pools);
    queues = List.copyOf(queues);
  }

  /** Compares a prediction with the recording that it is of. */
  public static Fidelity of(Recording recording, Prediction prediction) {
    return Comparison.of(recording, prediction);
  }

  /** Executions that the model did not run. */
  public int missing() {
    return counted - predicted;
  }

  /** A figure of the recording beside that of the model. */
  public record Pair<T>(T recorded, T predicted) {
    /** The same of both. */
    public <U> Pair<U> map(Function<? super T, ? extends U> function) {
      return new Pair<>(function.apply(recorded), function.apply(predicted));
    }
  }

  /** Executions in flight, from their start to their end: most at once, and mean while any are. */
  public record InFlight(int peak, double mean) {}

  /**
   * One pool.
   *
   * @param pool its printed name
   * @param workers different workers that ran something
   */
  public record PoolRow(
      String pool,
      int executions,
      Pair<Percentiles> latency,
      Pair<InFlight> inFlight,
      Pair<Long> wakeups,
      Pair<Integer> workers,
      Pair<Integer> workerChanges) {}

  /** One queue, over all of its pools. */
  public record QueueRow(
      String queue, int executions, Pair<Percentiles> latency, Pair<InFlight> inFlight) {}
}
