package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.kernel.KernelRules;
import dev.wq.replay.ReplayOptions.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine on every recording of a real kernel. */
class ReplayTest {
  private static final Path FOLDER = Path.of("../wq-examples/recordings");
  private static final long MICROSECOND = 1_000;

  static Stream<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".gz")).sorted().toList().stream();
    }
  }

  private static Recording read(Path file) {
    try {
      return Recording.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyExecution_runsOnceAndItsReasonsAddUp(Path file) {
    Recording recording = read(file);
    ReplayReport report = Replay.run(recording, ReplayOptions.fitting());
    for (Model model : List.of(Model.FULL, Model.NOCM, Model.SERIAL)) {
      assertEquals(0, report.fidelity().get(model).missing(), () -> model + " of " + file);
    }
    Prediction full = report.predictions().get(Model.FULL);
    assertReasonsAddUp(recording, full);
    assertEquals(cpuTime(recording), full.runNanos());
  }

  private static void assertReasonsAddUp(Recording recording, Prediction prediction) {
    for (Execution e : recording.executions()) {
      if (prediction.isPredicted(e.index())) {
        List<Because> reasons = prediction.because(e.index());
        long sum = reasons.stream().mapToLong(Because::nanos).sum();
        long error = Math.abs(sum - prediction.latency(e.index()));
        assertTrue(error <= MICROSECOND, () -> e + " is off by " + error + " ns: " + reasons);
      }
    }
  }

  private static long cpuTime(Recording recording) {
    return recording.executions().stream()
        .filter(WorkloadBuilder::isReplayed)
        .mapToLong(Execution::cpuTime)
        .sum();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyMode_runsEachArrivalOnce(Path file) {
    Recording recording = read(file);
    for (Mode mode : Mode.values()) {
      for (boolean busy : List.of(true, false)) {
        Workload load = WorkloadBuilder.of(recording);
        Prediction prediction =
            new ReplayEngine(load, setup(load, mode, busy), StopDelays.RECORDED).run();
        assertEquals(
            0,
            Fidelity.of(recording, prediction).missing(),
            () -> file.getFileName() + " " + mode + " busy " + busy);
      }
    }
  }

  static Setup setup(Workload load, Mode mode, boolean busy) {
    return new Setup(
        Model.FULL,
        mode == Mode.CAUSAL,
        busy,
        false,
        load.trail().ticks().at(0),
        4_000_000,
        load.cpus(),
        KernelRules.recorded(),
        10_000_000);
  }

  @Test
  void sameRecording_sameReport() {
    Path file = FOLDER.resolve("10-cgroups.txt.gz");
    Prediction one = full(file);
    Prediction two = full(file);
    for (int i = 0; i < one.size(); i++) {
      int execution = i;
      assertAll(
          () -> assertEquals(one.startedAt(execution), two.startedAt(execution)),
          () -> assertEquals(one.worker(execution), two.worker(execution)),
          () -> assertEquals(one.because(execution), two.because(execution)));
    }
  }

  private static Prediction full(Path file) {
    Map<Model, Prediction> predictions =
        Replay.run(read(file), ReplayOptions.fitting()).predictions();
    return predictions.get(Model.FULL);
  }

  @Test
  void wakeupsTellConcurrencyManagement_fromNone() {
    ReplayReport report =
        Replay.run(read(FOLDER.resolve("17-quiet-cgroups.txt.gz")), ReplayOptions.fitting());
    Fidelity full = report.fidelity().get(Model.FULL);
    Fidelity nocm = report.fidelity().get(Model.NOCM);
    long recorded = full.wakeups().recorded();
    assertTrue(Math.abs(full.wakeups().predicted() - recorded) * 20 <= recorded, full::toString);
    assertTrue(nocm.wakeups().predicted() > 3 * recorded / 2, nocm::toString);
  }

  @Test
  void defaults_arePickedFromTheRecordingAndSaid() {
    ReplayReport report =
        Replay.run(read(FOLDER.resolve("17-quiet-cgroups.txt.gz")), ReplayOptions.fitting());
    assertEquals(Mode.CAUSAL, report.mode());
    assertTrue(report.busyCpus());
    assertEquals(250, report.hz());
    assertEquals(3, report.choices().size());
  }
}
