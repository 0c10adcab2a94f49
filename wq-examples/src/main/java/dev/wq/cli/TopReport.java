package dev.wq.cli;

import dev.wq.replay.Latest;
import dev.wq.replay.Latest.Start;
import dev.wq.replay.Model;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.ReplayOptions;
import dev.wq.replay.TraceReader;
import dev.wq.replay.TraceReport;
import dev.wq.replay.Window;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The latest works of a recording of any length. One pass finds them, with memory for them and for
 * what is pending; then the time around each is replayed, to say why.
 */
final class TopReport {
  private static final long BEFORE = 200_000_000; // so long before the queueing a replay begins
  private static final long AFTER = 500_000_000; // works that are in the way must have ended
  private static final long LONGEST = 10_000_000_000L; // of several works' times in one
  private static final int DIGITS = 3;

  private final Console console;
  private final Replayer replayer;
  private final ReplayOptions options;
  private final int count;
  private final Map<String, Histogram> queues = new HashMap<>();

  TopReport(Console console, Replayer replayer, ReplayOptions options, int count) {
    this.console = console;
    this.replayer = replayer;
    this.options = options;
    this.count = count;
  }

  /** Reads {@code input} several times. */
  void print(Input input) throws IOException {
    queues.clear();
    Latest latest = new Latest(count, this::started);
    TraceReport report;
    try (InputStream in = input.opener().open()) {
      report = TraceReader.read(in, input.name(), latest);
    }
    line(console.style(Style.BOLD, input.name()));
    line(
        "%d CPUs, %s, %d works run; %d lines"
            .formatted(
                report.cpus(),
                Figures.seconds(report.spanNanos()),
                queues.values().stream().mapToLong(Histogram::getTotalCount).sum(),
                report.lines().total()));
    report.diagnoses().forEach(finding -> line(console.style(Style.DIM, "  " + finding)));
    table();
    explain(input, latest.found());
  }

  private void line(String text) {
    console.out().println(text);
  }

  private void started(String queue, long latency) {
    queues.computeIfAbsent(queue, _ -> new Histogram(DIGITS)).recordValue(latency);
  }

  private void table() {
    line("");
    line(console.style(Style.BOLD, "Queues: recorded latency in us from queueing to start"));
    Table table = new Table(1, "queue", "runs", "p50", "p95", "p99", "max");
    queues.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<String, Histogram> e) -> -e.getValue().getTotalCount())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> row(table, e.getKey(), e.getValue()));
    table.print(console, this::line);
  }

  private static void row(Table table, String queue, Histogram latency) {
    table.row(
        queue,
        latency.getTotalCount(),
        Figures.micros(latency.getValueAtPercentile(50)),
        Figures.micros(latency.getValueAtPercentile(95)),
        Figures.micros(latency.getValueAtPercentile(99)),
        Figures.micros(latency.getMaxValue()));
  }

  // ---- why

  private void explain(Input input, List<Start> found) throws IOException {
    line("");
    line(
        console.style(
            Style.BOLD,
            "The latest works, and why; each predicted from a part of the recording around it"));
    Map<Start, Explained> explained = new HashMap<>();
    for (Window window : windows(found)) {
      try (InputStream in = input.opener().open()) {
        explain(Recording.read(in, input.name(), window), found, explained);
      }
    }
    for (int i = 0; i < found.size(); i++) {
      print(i + 1, found.get(i), explained.get(found.get(i)));
    }
  }

  private record Explained(Prediction prediction, int execution) {}

  /** Near ones are looked at together. */
  static List<Window> windows(List<Start> found) {
    List<Window> windows = new ArrayList<>();
    for (Start start : found.stream().sorted(Comparator.comparingLong(Start::queuedAt)).toList()) {
      long from = Math.max(0, start.queuedAt() - BEFORE);
      long to = start.startedAt() + AFTER;
      Window last = windows.isEmpty() ? null : windows.getLast();
      if (last != null && from < last.to() && Math.max(to, last.to()) - last.from() < LONGEST) {
        windows.set(windows.size() - 1, new Window(last.from(), Math.max(to, last.to())));
      } else {
        windows.add(new Window(from, to));
      }
    }
    return windows;
  }

  private void explain(Recording part, List<Start> found, Map<Start, Explained> explained) {
    Prediction full =
        Objects.requireNonNull(
            replayer.replay(part, options, _ -> {}).predictions().get(Model.FULL));
    Map<Long, Integer> byLine = new HashMap<>();
    part.executions().forEach(e -> byLine.put(e.startLine(), e.index()));
    for (Start start : found) {
      Integer execution = byLine.get(start.line());
      if (execution != null && full.isPredicted(execution)) {
        explained.putIfAbsent(start, new Explained(full, execution));
      }
    }
  }

  private void print(int rank, Start start, @Nullable Explained explained) {
    String predicted =
        explained == null
            ? "not predicted: it did not end, or ran in no pool of workers"
            : "predicted: " + Figures.time(explained.prediction.latency(explained.execution));
    line(
        "%2d. %s late (%s): %s of %s, queued at %s"
            .formatted(
                rank,
                Figures.time(start.latency()),
                predicted,
                start.function(),
                start.queue(),
                Figures.exactSeconds(start.queuedAt())));
    if (explained != null) {
      Why.print(console, Replayed.because(explained.prediction, explained.execution));
    }
  }
}
