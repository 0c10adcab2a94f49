package dev.wq.cli;

import dev.wq.scenario.QueueFigures;
import dev.wq.scenario.ScenarioRun;
import java.util.List;

/** A scenario as it is and with changes, simulated both times, side by side. */
final class ScenarioWhatIf {
  private final Console console;
  private final ScenarioRun run;
  private final ScenarioRun changed;
  private final List<String> changes;

  ScenarioWhatIf(Console console, ScenarioRun run, ScenarioRun changed, List<String> changes) {
    this.console = console;
    this.run = run;
    this.changed = changed;
    this.changes = changes;
  }

  void print() {
    console.out().println();
    console.out().println(console.style(Style.BOLD, "What if " + String.join(", ", changes)));
    SimulationReport.ending(console, changed);
    List<QueueFigures> before = QueueFigures.of(run);
    List<QueueFigures> after = QueueFigures.of(changed);
    Table table = new Table(1, SimulationReport.heads());
    for (int i = 0; i < before.size(); i++) {
      table.row(SimulationReport.cells(before.get(i).queue(), before.get(i)));
      table.row(SimulationReport.cells("  what if", after.get(i)));
    }
    table.print(console, console.out()::println);
    console
        .out()
        .println(
            "Last event: %s, what if: %s"
                .formatted(
                    Figures.time(run.recording().report().spanNanos()),
                    Figures.time(changed.recording().report().spanNanos())));
  }
}
