package dev.wq.cli;

import dev.wq.replay.Because;
import dev.wq.replay.Cause;
import dev.wq.replay.Execution;
import dev.wq.replay.Fidelity;
import dev.wq.replay.Percentiles;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.WhatIfReport;
import dev.wq.replay.WhatIfReport.CauseChange;
import dev.wq.replay.WhatIfReport.Change;
import dev.wq.replay.WhatIfReport.QueueRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A what-if for people: the queues side by side, what got better and worse, and why. */
final class WhatIfText {
  private static final int QUEUES = 8;
  private static final int CAUSES = 8;
  private static final int CHANGES = 3; // of each direction

  private final Console console;
  private final Recording recording;
  private final WhatIfReport report;
  private final Map<String, Fidelity.QueueRow> inFact;
  private final boolean allQueues;

  /**
   * @param inFact the queues of a recording that was made with the changes, by name; may be empty
   */
  WhatIfText(
      Console console,
      Recording recording,
      WhatIfReport report,
      Map<String, Fidelity.QueueRow> inFact,
      boolean allQueues) {
    this.console = console;
    this.recording = recording;
    this.report = report;
    this.inFact = inFact;
    this.allQueues = allQueues;
  }

  void print() {
    section("What if " + report.whatIf() + ": latency in us, works in flight");
    line(
        report.competing()
            ? "  user tasks compete for the CPUs, in both predictions"
            : "  user tasks have the CPUs when they had them");
    queues();
    vain();
    causes();
    changes("Most gained", report.changes().stream().filter(c -> c.nanos() < 0).toList());
    changes("Most lost", report.changes().stream().filter(c -> c.nanos() > 0).toList());
  }

  private void line(String text) {
    console.out().println(text);
  }

  private void section(String title) {
    line("");
    line(console.style(Style.BOLD, title));
  }

  // ---- queues

  private void queues() {
    List<QueueRow> changed = new ArrayList<>(report.queues());
    if (!allQueues) {
      changed.removeIf(row -> row.better() + row.worse() == 0 && !inFact.containsKey(row.queue()));
    }
    int shown = allQueues ? changed.size() : Math.min(QUEUES, changed.size());
    Table table =
        new Table(2, "queue", "", "runs", "p50", "p95", "p99", "max", "peak", "better", "worse");
    changed.subList(0, shown).forEach(row -> rows(table, row));
    if (shown > 0) {
      table.print(console, this::line);
    }
    int rest = report.queues().size() - shown;
    if (rest > 0) {
      line("%s%d queues %s".formatted(shown == 0 ? "all " : "and ", rest, rest(changed, shown)));
    }
  }

  private static String rest(List<QueueRow> changed, int shown) {
    int more = changed.size() - shown;
    return more == 0 ? "as before" : "more, %d of them changed (--all)".formatted(more);
  }

  private void rows(Table table, QueueRow row) {
    row(
        table,
        row.queue(),
        "recorded",
        row.executions(),
        row.latency().recorded(),
        row.peak().recorded(),
        "",
        "");
    row(table, "", "predicted", "", row.latency().before(), row.peak().before(), "", "");
    row(
        table,
        "",
        "what if",
        "",
        row.latency().after(),
        row.peak().after(),
        row.better(),
        row.worse());
    Fidelity.QueueRow fact = inFact.get(row.queue());
    if (fact != null) {
      row(
          table,
          "",
          "in fact",
          fact.executions(),
          fact.latency().recorded(),
          fact.inFlight().recorded().peak(),
          "",
          "");
    }
  }

  private static void row(
      Table table,
      String queue,
      String who,
      Object runs,
      Percentiles latency,
      int peak,
      Object better,
      Object worse) {
    table.row(
        queue,
        who,
        runs,
        Figures.micros(latency.p50()),
        Figures.micros(latency.p95()),
        Figures.micros(latency.p99()),
        Figures.micros(latency.max()),
        peak,
        better,
        worse);
  }

  private void vain() {
    int vain = report.waitsInVain();
    if (vain > 0) {
      line(
          console.style(
              Style.RED,
              "%d sleeps were given up after 10 ms: the works that end them were held back."
                      .formatted(vain)
                  + " This may be a deadlock"));
    }
  }

  // ---- causes

  private void causes() {
    List<CauseChange> moved = report.causes();
    if (moved.isEmpty()) {
      return;
    }
    section("What works waited for longest, where that changed");
    Table table = new Table(2, "before", "after", "runs");
    moved.stream()
        .limit(CAUSES)
        .forEach(c -> table.row(words(c.before()), words(c.after()), c.executions()));
    table.print(console, this::line);
    if (moved.size() > CAUSES) {
      int runs = moved.stream().skip(CAUSES).mapToInt(CauseChange::executions).sum();
      line("and %d other changes with %d runs".formatted(moved.size() - CAUSES, runs));
    }
  }

  private static String words(@Nullable Cause cause) {
    return switch (cause) {
      case null -> "nothing";
      case ACTIVATION -> "the limit of its queue";
      case BEHIND -> "works before it";
      case WAKING -> "a worker being woken";
      case CREATING -> "a worker being created";
      case OTHERS -> "the CPU: tasks that are no workers";
      case PREEMPTED -> "the CPU: another pool's worker";
      case BARRIER -> "a flush";
      case SWITCHING -> "a worker on its way";
    };
  }

  // ---- single works

  private void changes(String title, List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    section(title + ", %d works in all".formatted(changes.size()));
    changes.stream().limit(CHANGES).forEach(this::change);
  }

  private void change(Change change) {
    Execution execution = recording.executions().get(change.execution());
    int index = change.execution();
    line(
        "  %s %s: %s of %s, queued at %s"
            .formatted(
                Figures.time(Math.abs(change.nanos())),
                change.nanos() < 0 ? "sooner" : "later",
                execution.function(),
                execution.queue(),
                Figures.exactSeconds(execution.queuedAt())));
    because("before", report.before(), index);
    because("after", report.after(), index);
  }

  private void because(String when, Prediction prediction, int index) {
    List<Because> reasons = new ArrayList<>(Replayed.because(prediction, index));
    reasons.sort(Comparator.comparingLong(Because::nanos).reversed());
    String most =
        reasons.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                ", %s %s",
                Figures.time(reasons.getFirst().nanos()),
                reasons.getFirst().what());
    line("    %-6s %9s late%s".formatted(when, Figures.time(prediction.latency(index)), most));
  }
}
