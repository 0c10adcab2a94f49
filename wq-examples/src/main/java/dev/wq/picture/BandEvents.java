package dev.wq.picture;

import dev.wq.replay.Because;
import dev.wq.replay.Execution;
import dev.wq.replay.IntervalList;
import dev.wq.replay.PoolName;
import dev.wq.replay.Queueing;
import dev.wq.replay.Recording;
import dev.wq.replay.Stints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The events of one band: a process of the trace. */
/*
 * Tracks. A thread for each CPU, one for what is no worker on it while a worker was ready (in the
 * recording), one for each worker, and one where works arrive that no work queued. What waits in a
 * queue overlaps, so it is no thread: begin and end, under the queue's name, which is what Perfetto
 * makes a track of.
 *
 * Arrows bind to the slice that was opened last on their thread, by the order in the file, and begin
 * before they end. At one time, therefore: arrivals, each a slice of no length and the arrow that
 * begins there; executions, each a slice and the arrow that ends there; arrows that begin in a
 * slice; and the ends of those among them that end at once. A cause that does not run when its work
 * is queued (an open replay moves one and not the other) has no open slice: the work then arrives
 * from outside.
 *
 * Thread ids are taken for the whole trace, not per process, and none may equal a process id, which
 * would make it the main thread: hence the bases.
 *
 * Slices of one thread must nest. A worker runs one work after the other. On a CPU the recorded
 * stints may overlap by the microsecond to which their ends are cut: the later one begins later.
 */
final class BandEvents {
  private static final int THREADS = 100_000; // of a process, at most
  private static final int WORKER = 10_000; // CPUs are below
  private static final int OTHERS = 5_000; // on a CPU
  private static final int ARRIVALS = 9_999;

  private final TraceEvents out;
  private final Band band;
  private final Recording recording;
  private final List<Execution> executions;
  private final Set<Integer> late;
  private final int pid;
  private final long ids; // arrows and waits of other bands have other ones
  private final long[] cpuFree; // until then the CPU's track is written
  private final List<Feed> feeds = new ArrayList<>();

  /**
   * @param number of the band
   */
  BandEvents(TraceEvents out, Band band, Picture picture, int number) {
    this.out = out;
    this.band = band;
    this.recording = picture.recording();
    this.executions = recording.executions();
    this.late = new HashSet<>(picture.late());
    this.pid = number + 1;
    this.ids = (long) number * band.size();
    this.cpuFree = new long[band.cpus];
    Arrays.fill(cpuFree, Long.MIN_VALUE);
  }

  /** Names the process and its threads. */
  void names() {
    out.named("process", pid, thread(0), band.name, pid);
    for (int cpu = 0; cpu < band.cpus; cpu++) {
      out.named("thread", pid, thread(cpu), "CPU " + cpu, cpu);
    }
    for (int cpu = 0; cpu < others(); cpu++) {
      out.named("thread", pid, thread(OTHERS + cpu), "others on CPU " + cpu, OTHERS + cpu);
    }
    out.named("thread", pid, thread(ARRIVALS), "arrivals from outside", ARRIVALS);
    for (int i = 0; i < band.workers.size(); i++) {
      out.named("thread", pid, thread(WORKER + i), band.workers.get(i).name(), WORKER + i);
    }
  }

  private int thread(int number) {
    return pid * THREADS + number;
  }

  /** CPUs of which it is known when something else than a worker had them: the recording's. */
  private int others() {
    return band.column == null ? recording.cpus() : 0;
  }

  private int workerThread(int execution) {
    return thread(WORKER + band.worker[execution]);
  }

  /** All events, those that open something before those that need it open. */
  List<Feed> feeds() {
    Stints stints = band.stints;
    feeds.add(Feed.of(stints.size(), _ -> true, stints::from, this::stint));
    for (int cpu = 0; cpu < others(); cpu++) {
      others(cpu, recording.blocked(cpu));
    }
    feed(i -> band.waited(i) && cause(i) == Band.NONE, band.queuedAt, this::arrival);
    feed(this::hasWorker, band.startedAt, this::execution);
    feed(i -> hasArrow(i) && cause(i) != Band.NONE, band.queuedAt, this::arrowFromCause);
    feed(this::startsAtOnce, band.startedAt, this::arrowEnd);
    feed(band::waited, band.queuedAt, i -> waiting('b', i, band.queuedAt[i]));
    feed(band::waited, band.startedAt, i -> waiting('e', i, band.startedAt[i]));
    counters("in flight, pool ", band::ran, this::pool, band.startedAt, band.endedAt);
    counters(
        "waiting, ", band::waited, i -> executions.get(i).queue(), band.queuedAt, band.startedAt);
    return feeds;
  }

  private PoolName pool(int execution) {
    return band.pool(execution, executions.get(execution).pool());
  }

  private void feed(IntPredicate wanted, long[] at, IntConsumer write) {
    feeds.add(Feed.of(band.size(), wanted, i -> at[i], write));
  }

  private boolean hasWorker(int execution) {
    return band.ran(execution) && band.worker[execution] != Band.NONE;
  }

  private boolean hasArrow(int execution) {
    return hasWorker(execution) && band.waited(execution);
  }

  private void stint(int stint) {
    int cpu = band.stints.cpu(stint);
    long from = Math.max(band.stints.from(stint), cpuFree[cpu]);
    long to = band.stints.to(stint);
    if (from < to) {
      cpuFree[cpu] = to;
      Execution execution = executions.get(band.stints.execution(stint));
      out.slice(
          execution.function(),
          "cpu",
          pid,
          thread(cpu),
          from,
          to,
          args -> args.arg("queue", execution.queue()));
    }
  }

  private void others(int cpu, IntervalList blocked) {
    int tid = thread(OTHERS + cpu);
    feeds.add(
        Feed.of(
            blocked.size(),
            _ -> true,
            blocked::from,
            i ->
                out.slice(
                    "no worker",
                    "others",
                    pid,
                    tid,
                    blocked.from(i),
                    blocked.to(i),
                    TraceEvents.Args.NONE)));
  }

  /** Whether a work starts in the moment in which another one queues it. */
  private boolean startsAtOnce(int index) {
    return hasArrow(index)
        && band.queuedAt[index] == band.startedAt[index]
        && cause(index) != Band.NONE;
  }

  private void execution(int index) {
    out.slice(
        executions.get(index).function(),
        "work",
        pid,
        workerThread(index),
        band.startedAt[index],
        band.endedAt[index],
        args -> details(args, index));
    if (hasArrow(index) && !startsAtOnce(index)) {
      arrowEnd(index);
    }
  }

  private void details(TraceEvents args, int index) {
    Execution execution = executions.get(index);
    args.arg("execution", index);
    args.arg("queue", execution.queue());
    args.arg("work", execution.work().hex());
    if (band.waited(index)) {
      args.micros("queued_at_us", band.queuedAt[index]);
      args.micros("latency_us", band.startedAt[index] - band.queuedAt[index]);
    }
    if (band.activatedAt[index] != Band.NONE) {
      args.micros("activated_at_us", band.activatedAt[index]);
    }
    Column column = band.column;
    if (column != null && late.contains(index)) {
      why(args, column.because(index));
    }
  }

  private static void why(TraceEvents args, List<Because> reasons) {
    for (int i = 0; i < reasons.size(); i++) {
      Because because = reasons.get(i);
      args.arg("why_late_" + (i + 1), because.nanos() / 1_000 + " us: " + because.what());
    }
  }

  /** The execution that queued it, if that runs then and has a slice where an arrow can begin. */
  private int cause(int index) {
    Queueing queueing = executions.get(index).queueing();
    Execution cause = queueing == null ? null : queueing.cause();
    if (cause == null || cause.index() < 0 || !hasWorker(cause.index())) {
      return Band.NONE;
    }
    long at = band.queuedAt[index];
    boolean runs = band.startedAt[cause.index()] <= at && at < band.endedAt[cause.index()];
    return runs ? cause.index() : Band.NONE;
  }

  private void arrival(int index) {
    Execution execution = executions.get(index);
    long at = band.queuedAt[index];
    out.slice(
        execution.function(),
        "arrival",
        pid,
        thread(ARRIVALS),
        at,
        at,
        args -> args.arg("queue", execution.queue()));
    if (hasArrow(index)) {
      out.arrow('s', ids + index, pid, thread(ARRIVALS), at);
    }
  }

  private void arrowFromCause(int index) {
    out.arrow('s', ids + index, pid, workerThread(cause(index)), band.queuedAt[index]);
  }

  private void arrowEnd(int index) {
    out.arrow('f', ids + index, pid, workerThread(index), band.startedAt[index]);
  }

  private void waiting(char phase, int index, long at) {
    Execution execution = executions.get(index);
    out.overlapping(
        phase,
        execution.queue(),
        ids + index,
        pid,
        thread(ARRIVALS),
        at,
        phase == 'e'
            ? TraceEvents.Args.NONE
            : args -> {
              args.arg("function", execution.function());
              args.arg("work", execution.work().hex());
            });
  }

  /** A counter for each group of executions, of those between two of their times. */
  private <K extends Comparable<K>> void counters(
      String prefix, IntPredicate wanted, IntFunction<K> group, long[] from, long[] to) {
    Map<K, Level.Builder> levels = new TreeMap<>();
    IntStream.range(0, band.size())
        .filter(wanted)
        .forEach(i ->
            levels.computeIfAbsent(group.apply(i), _ -> new Level.Builder()).add(from[i], to[i]));
    levels.forEach((key, builder) -> counter(prefix + key, builder.build()));
  }

  private void counter(String name, Level level) {
    feeds.add(
        Feed.of(
            level.size(),
            _ -> true,
            level::at,
            i -> out.counter(name, pid, thread(ARRIVALS), level.at(i), level.value(i))));
  }
}
