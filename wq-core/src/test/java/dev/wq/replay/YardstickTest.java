package dev.wq.replay;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The figures of every recording are those of the yardstick, the script {@code trace_stats.py} that
 * came with the recordings. They were printed once by that script.
 *
 * <p>Where a work is taken back before it was activated, the script gives the activation of its
 * next queueing to the earlier one; {@code activated} and {@code activationWaits} of 03-xfs-rm and
 * 19-quiet-xfs-rm are those of the queueing that was activated.
 *
 * <p>One more figure differs from the script, {@code blocked} of 20-quiet-btrfs: the script lets a
 * worker that was woken on one CPU and preempted on another stay ready on the first for ever, and
 * counts 85 ms that nobody waited. With that worker taken off the first CPU the script prints the
 * figure here.
 */
class YardstickTest {
  private static final Path RECORDINGS = Path.of("..", "wq-examples", "recordings");

  /** One recording and its figures, by name of the figure. */
  record Expected(Map<String, String> figures) {
    @Override
    public String toString() {
      return figures.get("file");
    }
  }

  static Stream<Expected> recordings() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(YardstickTest.class.getResourceAsStream("yardstick.tsv")),
                StandardCharsets.UTF_8))) {
      List<String[]> rows = in.lines().map(line -> line.split("\t", -1)).toList();
      return rows.stream().skip(1).map(row -> expected(rows.getFirst(), row)).toList().stream();
    }
  }

  private static Expected expected(String[] names, String[] row) {
    Map<String, String> figures = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      figures.put(names[i], row[i]);
    }
    return new Expected(figures);
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void figures_areTheYardsticks(Expected expected) throws IOException {
    Consistency consistency = new Consistency();
    Recording recording = Recording.read(RECORDINGS.resolve(expected.toString()), consistency);
    assertEquals(lines(expected.figures()), lines(figures(expected.toString(), recording)));
    assertEquals("[]", recording.diagnoses().toString());
    LineCount count = recording.report().lines();
    assertEquals(count.total(), count.header() + count.used(), "every line is used");
    consistency.check(recording);
  }

  private static String lines(Map<String, String> figures) {
    return figures.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(joining("\n"));
  }

  private static Map<String, String> figures(String file, Recording recording) {
    List<Execution> all = recording.executions();
    List<Execution> works = all.stream().filter(e -> !e.isBarrier()).toList();
    List<Execution> queued = works.stream().filter(e -> e.queueing() != null).toList();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("file", file);
    figures.put("lines", recording.report().lines().total());
    figures.put("executions", works.size());
    figures.put("barriers", recording.barriers().size());
    figures.put("takenBack", recording.takenBack().size());
    figures.put("swapped", recording.swapped());
    figures.put("startsWithoutQueueing", recording.startsWithoutQueueing());
    figures.put("unstarted", recording.pending().size());
    figures.put("running", recording.unfinished().size());
    figures.put("endsWithoutStart", recording.endsWithoutStart());
    figures.put("cpuUs", micros(all, Execution::cpuTime));
    figures.put("sleptUs", micros(all, Execution::slept));
    figures.put("preemptedUs", micros(all, Execution::preempted));
    figures.put("waitedUs", micros(all, Execution::waited));
    figures.put("segments", all.stream().mapToLong(Execution::segmentCount).sum());
    figures.put("inferred", recording.inferredSwitches());
    figures.put("wakeUps", recording.wakeUps().size());
    figures.put("wakeUpsByPool", byPool(recording.wakeUps().stream().map(WakeUp::pool)));
    percentiles(figures, "latency", queued, Execution::latency);
    percentiles(figures, "exec", works, e -> e.endedAt() - e.startedAt());
    figures.put("activated", queued.stream().filter(e -> e.activatedAt() >= 0).count());
    figures.put("activationWaits", queued.stream().filter(YardstickTest::waited).count());
    figures.put("delayed", queued.stream().filter(e -> queueing(e).isDelayed()).count());
    figures.put("chained", queued.stream().filter(e -> queueing(e).cause() != null).count());
    figures.put("causeOffsetUs", micros(queued, e -> Math.max(0, queueing(e).causeOffset())));
    figures.put("contexts", contexts(queued));
    figures.put("requiredCpu", queued.stream().filter(e -> queueing(e).requiredCpu() >= 0).count());
    timers(figures, recording);
    figures.put("blocked", blocked(recording));
    figures.put("startsByPool", byPool(all.stream().map(Execution::pool)));
    Map<String, String> texts = new LinkedHashMap<>();
    figures.forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }

  private static Queueing queueing(Execution execution) {
    return Objects.requireNonNull(execution.queueing());
  }

  private static long micros(List<Execution> executions, ToLongFunction<Execution> nanos) {
    return executions.stream().mapToLong(nanos).sum() / 1000;
  }

  private static void percentiles(
      Map<String, Object> figures,
      String name,
      List<Execution> executions,
      ToLongFunction<Execution> nanos) {
    long[] sorted = executions.stream().mapToLong(nanos).map(n -> n / 1000).sorted().toArray();
    figures.put(name + "P50", sorted[sorted.length / 2]);
    figures.put(name + "P99", sorted[(int) (0.99 * sorted.length)]);
    figures.put(name + "Max", sorted[sorted.length - 1]);
  }

  private static boolean waited(Execution e) {
    return e.activatedAt() >= 0 && e.activatedAt() - e.queuedAt() > 5_000;
  }

  private static String contexts(List<Execution> queued) {
    Map<Context, String> names =
        Map.of(Context.HARDIRQ, "hard", Context.SOFTIRQ, "soft", Context.TASK, "task");
    return counted(queued.stream().map(e -> names.get(queueing(e).context())));
  }

  private static String byPool(Stream<PoolName> pools) {
    return counted(pools.map(p -> (p.kind() == PoolName.Kind.BOUND ? "b" : "") + p));
  }

  private static String counted(Stream<String> names) {
    return names.collect(groupingBy(n -> n, TreeMap::new, counting())).entrySet().stream()
        .map(Map.Entry::toString)
        .collect(joining(" "));
  }

  private static void timers(Map<String, Object> figures, Recording recording) {
    List<TimerArming> timers = recording.timers();
    figures.put("timersStarted", timers.size());
    figures.put(
        "timersRestarted",
        timers.stream().filter(t -> t.outcome() == TimerArming.Outcome.RE_ARMED).count());
    figures.put("timersExpired", recording.timersExpired());
  }

  private static String blocked(Recording recording) {
    return IntStream.range(0, recording.cpus())
        .filter(cpu -> recording.blocked(cpu).size() > 0)
        .mapToObj(cpu ->
            cpu + "=" + recording.blocked(cpu).size() + "/" + recording.blocked(cpu).total() / 1000)
        .collect(joining(" "));
  }
}
