package dev.wq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.replay.Execution;
import dev.wq.replay.Model;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.Replay;
import dev.wq.replay.ReplayOptions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Scenarios that are run in tests. */
final class Runs {
  static final long MILLI = 1_000_000;

  private Runs() {}

  static ScenarioRun run(String yaml) throws IOException {
    return ScenarioRun.of(Scenario.parse("test.yaml", yaml), true);
  }

  /** Those of a work, in the order of their starts. */
  static List<Execution> of(ScenarioRun run, String work) {
    return run.recording().executions().stream().filter(e -> e.function().equals(work)).toList();
  }

  /** {@code w0 0-20}, in milliseconds. */
  static List<String> timeline(ScenarioRun run) {
    return run.recording().executions().stream()
        .map(e -> "%s %d-%d".formatted(e.function(), e.startedAt() / MILLI, e.endedAt() / MILLI))
        .toList();
  }

  /** When the last work has ended. */
  static long makespan(ScenarioRun run) {
    return run.recording().executions().stream().mapToLong(Execution::endedAt).max().orElse(0);
  }

  /** The replay of the run starts all works that are replayed when the run did. */
  static void assertReplayedExactly(ScenarioRun run) {
    Recording recording = run.recording();
    Prediction full =
        Objects.requireNonNull(
            Replay.run(recording, ReplayOptions.fitting()).predictions().get(Model.FULL));
    List<Execution> replayed =
        recording.executions().stream().filter(e -> full.startedAt(e.index()) >= 0).toList();
    assertEquals(
        replayed.stream().map(Execution::startedAt).toList(),
        replayed.stream().map(e -> full.startedAt(e.index())).toList());
  }
}
