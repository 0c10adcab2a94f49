package dev.wq.cli;

import dev.wq.replay.Because;
import dev.wq.replay.Execution;
import dev.wq.replay.PoolName;
import dev.wq.replay.Recording;
import dev.wq.scenario.Ending;
import dev.wq.scenario.QueueFigures;
import dev.wq.scenario.Scenario;
import dev.wq.scenario.ScenarioRun;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** A simulation for people: how it ended, the queues, the latest works and why. */
final class SimulationReport {
  private final Console console;
  private final ScenarioRun run;
  private final Replayed replayed;
  private final int late;

  SimulationReport(Console console, ScenarioRun run, Replayed replayed, int late) {
    this.console = console;
    this.run = run;
    this.replayed = replayed;
    this.late = late;
  }

  void print() {
    source();
    ending(console, run);
    section("Queues: latency in us from queueing to start, time from start to end");
    Table table = new Table(1, heads());
    QueueFigures.of(run).forEach(figures -> table.row(cells(figures.queue(), figures)));
    table.print(console, this::line);
    late();
    exactness();
  }

  private void line(String text) {
    console.out().println(text);
  }

  private void section(String title) {
    line("");
    line(console.style(Style.BOLD, title));
  }

  private void source() {
    Scenario scenario = run.scenario();
    Recording recording = run.recording();
    line(console.style(Style.BOLD, scenario.name()));
    line(
        "Linux %s, simulated: %s, %d ticks per second; %d works run in %s"
            .formatted(
                scenario.machine().kernel(),
                scenario.machine().cpus() == 1 ? "1 CPU" : scenario.machine().cpus() + " CPUs",
                scenario.machine().hz(),
                recording.executions().stream().filter(e -> !e.isBarrier()).count(),
                Figures.time(recording.report().spanNanos())));
  }

  /** What stands in the way of a result, if anything does. */
  static void ending(Console console, ScenarioRun run) {
    Ending ending = run.ending();
    if (ending.deadlock()) {
      console.out().println();
      console
          .out()
          .println(
              console.style(
                  Style.RED, "DEADLOCK at " + time(ending.at()) + ": nothing can happen any more"));
      ending.stuck().forEach(sentence -> console.out().println("  " + sentence));
    }
    if (ending.cut()) {
      console.out().println();
      console
          .out()
          .println(
              console.style(
                  Style.RED,
                  "CUT at " + time(ending.at()) + ": too many runs, does it need a duration?"));
    }
    List<String> never = run.neverRun();
    if (!never.isEmpty()) {
      console.out().println("Never run: " + String.join(", ", never));
    }
    ending.failures().stream()
        .distinct()
        .forEach(failure -> console.out().println("Failed: " + failure));
  }

  static String time(Duration time) {
    return Figures.time(time.toNanos());
  }

  static String[] heads() {
    return new String[] {
      "queue", "runs", "p50", "p95", "p99", "max", "mean run", "in flight", "unfinished"
    };
  }

  static Object[] cells(String name, QueueFigures figures) {
    return new Object[] {
      name,
      figures.runs(),
      Figures.micros(figures.p50()),
      Figures.micros(figures.p95()),
      Figures.micros(figures.p99()),
      Figures.micros(figures.max()),
      Figures.micros(figures.runMean()),
      figures.peak(),
      figures.running() + figures.waiting()
    };
  }

  // ---- why late

  private void late() {
    List<Execution> latest =
        run.recording().executions().stream()
            .filter(e -> e.latency() > 0)
            .sorted(Comparator.comparingLong(Execution::latency).reversed())
            .limit(late)
            .toList();
    if (latest.isEmpty()) {
      return;
    }
    section("The latest works, and why");
    for (int i = 0; i < latest.size(); i++) {
      late(i + 1, latest.get(i));
    }
  }

  private void late(int rank, Execution execution) {
    line(
        "%2d. %s late: %s of %s, queued at %s to pool %s"
            .formatted(
                rank,
                Figures.time(execution.latency()),
                execution.function(),
                execution.queue(),
                Figures.exactSeconds(execution.queuedAt()),
                execution.pool()));
    if (execution.pool().kind() == PoolName.Kind.RESCUER) {
      reason(execution.latency(), "no worker could be made in time, until the rescuer came");
    } else if (isExact(execution)) {
      replayed.because(execution.index()).stream()
          .sorted(Comparator.comparingLong(Because::nanos).reversed())
          .forEach(because -> reason(because.nanos(), because.what()));
    } else {
      line("               the replay starts it at another time, see below");
    }
  }

  private void reason(long nanos, String what) {
    line("    %9s  %s".formatted(Figures.time(nanos), what));
  }

  // ---- how far the reasons go

  private boolean isExact(Execution execution) {
    return replayed.full().startedAt(execution.index()) == execution.startedAt();
  }

  private static boolean isReplayed(Execution execution) {
    PoolName.Kind kind = execution.pool().kind();
    return kind == PoolName.Kind.BOUND || kind == PoolName.Kind.UNBOUND;
  }

  private void exactness() {
    List<Execution> all =
        run.recording().executions().stream().filter(e -> !e.isBarrier()).toList();
    List<Execution> known = all.stream().filter(SimulationReport::isReplayed).toList();
    long exact = known.stream().filter(this::isExact).count();
    line("");
    line(
        "The reasons are those of a replay of this run: it starts %s works exactly when they"
                .formatted(exact == known.size() ? "all " + exact : exact + " of " + known.size())
            + " started.");
    if (exact < known.size()) {
      line(
          "The others: "
              + (run.scenario().machine().declared()
                  ? "cpu_model declared lets a work start on a CPU that another one has."
                  : "a replay takes a wait for a lock or a completion as sleep, and hogs at 10 ms."));
    }
    if (known.size() < all.size()) {
      line(
          "Not replayed: %d works that a rescuer or a softirq ran."
              .formatted(all.size() - known.size()));
    }
  }
}
