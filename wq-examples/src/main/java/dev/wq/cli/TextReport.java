package dev.wq.cli;

import dev.wq.replay.Diagnosis;
import dev.wq.replay.Execution;
import dev.wq.replay.Fidelity.InFlight;
import dev.wq.replay.Fidelity.PoolRow;
import dev.wq.replay.Fidelity.QueueRow;
import dev.wq.replay.LineCount;
import dev.wq.replay.Percentiles;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.WhatIfReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A replay for people: what was read, how it was replayed, the tables, and why works were late. */
final class TextReport {
  private static final int QUEUES = 8;

  private final Console console;
  private final Replayed replayed;
  private final boolean allQueues;

  TextReport(Console console, Replayed replayed, boolean allQueues) {
    this.console = console;
    this.replayed = replayed;
    this.allQueues = allQueues;
  }

  void print() {
    source();
    choices();
    queues();
    pools();
    section("How near the prediction comes, beside the baselines");
    new MetricsTable(replayed).print(console);
    late();
    WhatIfReport whatIf = replayed.whatIf();
    if (whatIf != null) {
      new WhatIfText(console, replayed.recording(), whatIf, replayed.inFact(), allQueues).print();
    }
  }

  private void line(String text) {
    console.out().println(text);
  }

  private void section(String title) {
    line("");
    line(console.style(Style.BOLD, title));
  }

  private void source() {
    Recording recording = replayed.recording();
    line(console.style(Style.BOLD, replayed.file()) + label(recording.report().header().label()));
    String kernel = recording.report().header().kernel();
    line(
        "%s%d CPUs, %s, %d works run; %s"
            .formatted(
                kernel.isEmpty() ? "" : "Linux " + kernel + ", ",
                recording.cpus(),
                Figures.seconds(recording.report().spanNanos()),
                replayed.fidelity().counted(),
                lines(recording.report().lines())));
    findings(recording.report().diagnoses());
  }

  private void findings(List<Diagnosis> diagnoses) {
    if (diagnoses.stream().anyMatch(Diagnosis::isLoss)) {
      line(console.style(Style.RED, "READ IN PART: the figures are about what could be read"));
    }
    diagnoses.forEach(finding -> line(console.style(Style.DIM, "  " + finding)));
  }

  private static String label(String label) {
    return label.isEmpty() ? "" : ": " + label;
  }

  /** Every line is in one of these; the last two are there only if something is wrong. */
  private static String lines(LineCount lines) {
    String text =
        "%d lines: %d used, %d header, %d ignored"
            .formatted(lines.total(), lines.used(), lines.header(), lines.ignored());
    text += lines.damaged() == 0 ? "" : ", " + lines.damaged() + " DAMAGED";
    return text + (lines.lost() == 0 ? "" : ", " + lines.lost() + " marks of LOST events");
  }

  private void choices() {
    line("");
    line("Mode " + replayed.mode() + ", HZ " + replayed.report().hz());
    replayed.report().choices().forEach(choice -> line("  " + choice));
  }

  private void queues() {
    List<QueueRow> rows = replayed.fidelity().queues();
    List<QueueRow> shown = allQueues ? rows : rows.subList(0, Math.min(QUEUES, rows.size()));
    section("Queues: latency in us from queueing to start, works in flight");
    Table table = new Table(1, heads("queue"));
    for (QueueRow row : shown) {
      table.row(
          cells(
              row.queue(), row.executions(), row.latency().recorded(), row.inFlight().recorded()));
      table.row(cells("", "predicted", row.latency().predicted(), row.inFlight().predicted()));
    }
    table.print(console, this::line);
    if (shown.size() < rows.size()) {
      int runs = rows.stream().skip(shown.size()).mapToInt(QueueRow::executions).sum();
      int more = rows.size() - shown.size();
      line("and %d more with %d runs (--all shows them)".formatted(more, runs));
    }
  }

  private void pools() {
    section("Pools: the same, and their workers");
    Table table = new Table(1, heads("pool", "wake-ups", "workers", "changes"));
    for (PoolRow row : replayed.fidelity().pools()) {
      table.row(
          cells(
              row.pool(),
              row.executions(),
              row.latency().recorded(),
              row.inFlight().recorded(),
              row.wakeups().recorded(),
              row.workers().recorded(),
              row.workerChanges().recorded()));
      table.row(
          cells(
              "",
              "predicted",
              row.latency().predicted(),
              row.inFlight().predicted(),
              row.wakeups().predicted(),
              row.workers().predicted(),
              row.workerChanges().predicted()));
    }
    table.print(console, this::line);
  }

  private static String[] heads(String first, String... more) {
    List<String> heads =
        new ArrayList<>(List.of(first, "runs", "p50", "p95", "p99", "max", "peak", "mean"));
    Collections.addAll(heads, more);
    return heads.toArray(String[]::new);
  }

  private static Object[] cells(
      Object name, Object runs, Percentiles latency, InFlight flight, Object... more) {
    List<Object> cells = new ArrayList<>(List.of(name, runs));
    cells.add(Figures.micros(latency.p50()));
    cells.add(Figures.micros(latency.p95()));
    cells.add(Figures.micros(latency.p99()));
    cells.add(Figures.micros(latency.max()));
    cells.add(flight.peak());
    cells.add(Figures.mean(flight.mean()));
    Collections.addAll(cells, more);
    return cells.toArray();
  }

  private void late() {
    List<Integer> late = replayed.report().late();
    if (late.isEmpty()) {
      return;
    }
    section("The latest works of the prediction, and why");
    for (int i = 0; i < late.size(); i++) {
      late(i + 1, late.get(i));
    }
  }

  private void late(int rank, int index) {
    Execution execution = replayed.recording().executions().get(index);
    Prediction full = replayed.full();
    line(
        "%2d. %s late (recorded: %s): %s of %s, queued at %s to pool %s"
            .formatted(
                rank,
                Figures.time(full.latency(index)),
                Figures.time(execution.latency()),
                execution.function(),
                execution.queue(),
                Figures.exactSeconds(execution.queuedAt()),
                execution.pool()));
    Why.print(console, replayed.because(index));
  }
}
