package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.sim.CpuModel;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.SimMachine;
import dev.wq.sim.Simulation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A simulation as a recording: what it holds, that it is replayed exactly, that it can be kept. */
class SimulatedRecordingTest {
  private static final Duration BURN = Duration.ofMillis(5);
  private static final Duration SLEEP = Duration.ofMillis(10);

  private static final CpuModel RUN_TO_BLOCK =
      CpuModel.RUN_TO_BLOCK.wakeUpLatency(Duration.ZERO).workerCreation(Duration.ZERO);

  private static SimulatedRecording record(int cpus, Consumer<SimMachine> body, String... hogs) {
    return record(CpuModel.DECLARED, cpus, body, hogs);
  }

  private static SimulatedRecording record(
      CpuModel model, int cpus, Consumer<SimMachine> body, String... hogs) {
    SimulatedMachine machine =
        new SimulatedMachine("6.18", cpus, 250, Duration.ofMillis(10), Duration.ZERO, Set.of(hogs));
    SimulatedRecording recording = SimulatedRecording.withText("simulation", machine);
    Simulation.kernel(KernelVersion.V6_18)
        .cpus(cpus)
        .cpuModel(model)
        .trace(recording)
        .run(body::accept);
    return recording;
  }

  private static Work burning(SimMachine machine, String name) {
    return Work.of(name, () -> machine.compute(BURN));
  }

  private static Work sleeping(SimMachine machine, String name, int burns) {
    return Work.of(
        name,
        () -> {
          machine.compute(BURN);
          machine.sleep(SLEEP);
          machine.compute(BURN.multipliedBy(burns));
        });
  }

  private static void timeline(SimMachine machine, QueueAttrs first, QueueAttrs others) {
    WorkQueue queue = machine.queue(first);
    WorkQueue second = others.equals(first) ? queue : machine.queue(others);
    queue.enqueue(sleeping(machine, "w0", 1));
    second.enqueue(sleeping(machine, "w1", 0));
    second.enqueue(sleeping(machine, "w2", 0));
    machine.runUntilIdle();
  }

  private static List<String> starts(Recording recording) {
    return recording.executions().stream()
        .map(e -> e.function() + " " + e.startedAt() / 1_000_000 + "-" + e.endedAt() / 1_000_000)
        .toList();
  }

  private static List<Long> starts(Recording recording, Prediction prediction) {
    return IntStream.range(0, recording.executions().size())
        .mapToObj(prediction::startedAt)
        .toList();
  }

  private static Recording assertReplayedExactly(SimulatedRecording simulated) {
    Recording recording = simulated.build();
    ReplayReport report = Replay.run(recording, ReplayOptions.fitting());
    Prediction full = report.predictions().get(Model.FULL);
    List<Long> recorded = recording.executions().stream().map(Execution::startedAt).toList();
    assertEquals(recorded, starts(recording, full), simulated::text);
    return recording;
  }

  @Test
  void timelineOfTheDocumentation_isRecordedAndReplayedExactly() {
    QueueAttrs attrs = QueueAttrs.named("q").maxActive(3);
    Recording recording = assertReplayedExactly(record(1, m -> timeline(m, attrs, attrs)));
    assertEquals(List.of("w0 0-20", "w1 5-20", "w2 10-25"), starts(recording));
  }

  @Test
  void oneAtATime_isReplayedExactly() {
    QueueAttrs attrs = QueueAttrs.named("q").maxActive(1);
    Recording recording = assertReplayedExactly(record(1, m -> timeline(m, attrs, attrs)));
    assertEquals(List.of("w0 0-20", "w1 20-35", "w2 35-50"), starts(recording));
  }

  @Test
  void twoAtATime_isReplayedExactly() {
    QueueAttrs attrs = QueueAttrs.named("q").maxActive(2);
    Recording recording = assertReplayedExactly(record(1, m -> timeline(m, attrs, attrs)));
    assertEquals(List.of("w0 0-20", "w1 5-20", "w2 20-35"), starts(recording));
  }

  @Test
  void cpuIntensiveWorks_areReplayedExactly() {
    QueueAttrs attrs = QueueAttrs.named("q");
    QueueAttrs hogs = QueueAttrs.named("hogs").cpuIntensive();
    Recording recording = assertReplayedExactly(record(1, m -> timeline(m, attrs, hogs), "hogs"));
    assertEquals(List.of("w0 0-20", "w1 5-20", "w2 5-25"), starts(recording));
  }

  @Test
  void unboundWorks_areReplayedExactly() {
    Recording recording =
        assertReplayedExactly(
            record(
                RUN_TO_BLOCK,
                2,
                machine -> {
                  WorkQueue queue = machine.queue(QueueAttrs.named("u").unbound());
                  for (int i = 0; i < 4; i++) {
                    queue.enqueue(burning(machine, "w" + i));
                  }
                  machine.runUntilIdle();
                }));
    assertEquals(10_000_000, recording.executions().getLast().endedAt());
  }

  @Test
  void text_isReadAsTheSameRecording() throws IOException {
    QueueAttrs attrs = QueueAttrs.named("q").maxActive(2);
    SimulatedRecording simulated = record(1, m -> timeline(m, attrs, attrs));
    byte[] text = simulated.text().getBytes(StandardCharsets.US_ASCII);
    Recording read = Recording.read(new ByteArrayInputStream(text), "simulation");
    assertEquals(describe(simulated.build()), describe(read));
    assertEquals(List.of(), read.diagnoses());
  }

  private static List<String> describe(Recording recording) {
    return recording.executions().stream()
        .map(e ->
            "%s of %s: %d %d %d %d on %s by %d, %s"
                .formatted(
                    e.function(),
                    e.queue(),
                    e.queuedAt(),
                    e.activatedAt(),
                    e.startedAt(),
                    e.endedAt(),
                    e.pool(),
                    e.worker(),
                    java.util.Arrays.toString(e.segments())))
        .toList();
  }
}
