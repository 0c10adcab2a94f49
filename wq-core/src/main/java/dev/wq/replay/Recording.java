package dev.wq.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the workers of a recorded kernel did. Immutable. */
public final class Recording {
  private final TraceReport report;
  private final List<Diagnosis> diagnoses;
  private final List<Execution> executions;
  private final List<Execution> unfinished;
  private final List<Queueing> takenBack;
  private final List<Queueing> pending;
  private final List<WakeUp> wakeUps;
  private final List<TimerArming> timers;
  private final List<TraceWorker> workers;
  private final IntervalList[] blocked;
  private final Trail trail;
  private final Stints stints;
  private final int swapped;
  private final long startsWithoutQueueing;
  private final long endsWithoutStart;
  private final long inferredSwitches;
  private final long timersExpired;

  Recording(TraceReport report, RecordingBuilder builder) {
    this.report = report;
    executions = List.copyOf(builder.executions.finished());
    unfinished = List.copyOf(builder.executions.endless());
    takenBack = List.copyOf(builder.queueings.takenBack());
    pending = List.copyOf(builder.queueings.pending());
    wakeUps = List.copyOf(builder.wakeUps);
    timers = List.copyOf(builder.timers.armings());
    workers = Roster.of(report.header(), builder.tasks);
    blocked = builder.blocked.intervals(report.cpus());
    trail = builder.trail.build(report.cpus(), costs(report.header()));
    stints = stints(builder.trail.stints(), executions);
    swapped = builder.queueings.swapped();
    startsWithoutQueueing = builder.diagnoses.count(Diagnosis.Kind.NO_QUEUEING);
    endsWithoutStart = builder.diagnoses.count(Diagnosis.Kind.NO_START);
    diagnoses =
        Stream.concat(report.diagnoses().stream(), builder.diagnoses.list().stream()).toList();
    inferredSwitches = builder.executions.inferred();
    timersExpired = builder.timers.expired();
  }

  private static @Nullable Costs costs(TraceHeader header) {
    return SimulatedMachine.isIn(header) ? SimulatedMachine.costs(header) : null;
  }

  private static Stints stints(Stints.Builder byLine, List<Execution> executions) {
    LongTable<Execution> starts = new LongTable<>();
    executions.forEach(e -> starts.put(e.startLine(), e));
    return byLine.build(line -> {
      Execution execution = starts.get(line);
      return execution == null ? -1 : execution.index();
    });
  }

  /**
   * Reads a file; {@code others} are told the same events.
   *
   * @throws TraceFormatException if it holds no event of a work queue
   * @throws IOException if it cannot be read
   */
  public static Recording read(Path file, TraceSink... others) throws IOException {
    RecordingBuilder builder = new RecordingBuilder();
    return builder.build(TraceReader.read(file, with(builder, others)));
  }

  /**
   * Reads a stream to its end, without closing it; {@code others} are told the same events.
   *
   * @throws TraceFormatException if it holds no event of a work queue
   * @throws IOException if it cannot be read
   */
  public static Recording read(InputStream in, String name, TraceSink... others)
      throws IOException {
    return read(in, name, Window.ALL, others);
  }

  /**
   * Reads a part of a stream, to the end of that part, in memory for that part alone. Works that
   * were queued before it are missing.
   *
   * @throws TraceFormatException if there is no event of a work queue up to there
   * @throws IOException if it cannot be read
   */
  public static Recording read(InputStream in, String name, Window window, TraceSink... others)
      throws IOException {
    RecordingBuilder builder = new RecordingBuilder();
    return builder.build(TraceReader.read(in, name, window, with(builder, others)));
  }

  private static TraceSink[] with(RecordingBuilder builder, TraceSink[] others) {
    TraceSink[] all = new TraceSink[others.length + 2];
    all[0] = builder;
    all[1] = builder.trail;
    System.arraycopy(others, 0, all, 2, others.length);
    return all;
  }

  /** What the reader said: header, line count, diagnoses, times, number of CPUs. */
  public TraceReport report() {
    return report;
  }

  /** What is wrong with the file or was left out: the reader's findings and then the recovery's. */
  public List<Diagnosis> diagnoses() {
    return diagnoses;
  }

  /** All executions with start and end, barriers among them, in order of start. */
  public List<Execution> executions() {
    return executions;
  }

  /** Executions without an end, in order of start: still running at the end, or cut by a loss. */
  public List<Execution> unfinished() {
    return unfinished;
  }

  /** The barriers of flushes among the executions. */
  public List<Execution> barriers() {
    return executions.stream().filter(Execution::isBarrier).toList();
  }

  /** Queueings that were undone before the work was run. */
  public List<Queueing> takenBack() {
    return takenBack;
  }

  /** Queueings that were neither run nor undone, in order. */
  public List<Queueing> pending() {
    return pending;
  }

  /** Wake-ups of idle workers, in order. */
  public List<WakeUp> wakeUps() {
    return wakeUps;
  }

  /** How many wake-ups of idle workers there were, by pool. */
  public Map<PoolName, Long> wakeUpsByPool() {
    return wakeUps.stream()
        .collect(Collectors.groupingBy(WakeUp::pool, TreeMap::new, Collectors.counting()));
  }

  /** Each time that a delayed work's timer was armed, in order. */
  public List<TimerArming> timers() {
    return timers;
  }

  /** Every worker that is named anywhere, by pool and then pid. */
  public List<TraceWorker> workers() {
    return workers;
  }

  /** The number of CPUs. */
  public int cpus() {
    return report.cpus();
  }

  /**
   * When a worker was ready for {@code cpu} and something that is no worker had it.
   *
   * @throws IndexOutOfBoundsException if there is no such CPU
   */
  public IntervalList blocked(int cpu) {
    return blocked[cpu];
  }

  /** Which of the executions had which CPU, and when. */
  public Stints stints() {
    return stints;
  }

  /** What a model of the CPUs has to be told. */
  Trail trail() {
    return trail;
  }

  /** Starts and queueings of the rare race that were sorted out. */
  public int swapped() {
    return swapped;
  }

  /** Starts of works whose queueing is not in the file, barriers left out. */
  public long startsWithoutQueueing() {
    return startsWithoutQueueing;
  }

  /** Ends of works whose start is not in the file. */
  public long endsWithoutStart() {
    return endsWithoutStart;
  }

  /** Switches back to a worker that were not recorded and were told from its next event. */
  public long inferredSwitches() {
    return inferredSwitches;
  }

  /** Timers of delayed works that fired, also those armed before the recording. */
  public long timersExpired() {
    return timersExpired;
  }

  /** CPU time of all executions, barriers among them. */
  public long cpuTime() {
    return executions.stream().mapToLong(Execution::cpuTime).sum();
  }

  /** Time that was not to be had, on all CPUs. */
  public long blockedTime() {
    return Arrays.stream(blocked).mapToLong(IntervalList::total).sum();
  }
}
