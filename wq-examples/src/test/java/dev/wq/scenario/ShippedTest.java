package dev.wq.scenario;

import static dev.wq.scenario.Runs.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.replay.Execution;
import dev.wq.replay.PoolName;
import dev.wq.replay.Recording;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each scenario that comes with wq shows. */
class ShippedTest {
  private static ScenarioRun run(Shipped shipped, String... changes) throws IOException {
    return ScenarioRun.of(Changes.apply(shipped.scenario(), List.of(changes)), true);
  }

  private static List<Long> latencies(ScenarioRun run, String work) {
    return Runs.of(run, work).stream().map(e -> e.latency() / MILLI).toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyOne_isInTheJar_asItIsInTheFolder(Shipped shipped) throws IOException {
    assertEquals(Files.readString(Path.of("scenarios", shipped.file())), shipped.text());
    assertTrue(shipped.text().startsWith("# " + shipped.title() + "\n"));
  }

  @ParameterizedTest
  @EnumSource
  void everyOne_isReplayedExactly(Shipped shipped) throws IOException {
    Runs.assertReplayedExactly(run(shipped));
  }

  @ParameterizedTest
  @EnumSource
  void everyOne_repeats(Shipped shipped) throws IOException {
    assertEquals(run(shipped).trace(), run(shipped).trace());
  }

  @ParameterizedTest
  @EnumSource
  void everyTrace_isReadAsTheSameRecording(Shipped shipped) throws IOException {
    ScenarioRun run = run(shipped);
    byte[] text = run.trace().getBytes(StandardCharsets.US_ASCII);
    Recording read = Recording.read(new ByteArrayInputStream(text), shipped.file());
    assertEquals(describe(run.recording()), describe(read));
    assertEquals(List.of(), read.diagnoses());
  }

  private static List<String> describe(Recording recording) {
    return recording.executions().stream()
        .map(e ->
            "%s of %s: %d %d %d %d %d on %s by %d"
                .formatted(
                    e.function(),
                    e.queue(),
                    e.queuedAt(),
                    e.activatedAt(),
                    e.startedAt(),
                    e.endedAt(),
                    e.cpuTime(),
                    e.pool(),
                    e.worker()))
        .toList();
  }

  @Test
  void docMaxActive1_isTheTimelineOfTheDocumentation() throws IOException {
    assertEquals(
        List.of("w0 0-20", "w1 20-35", "w2 35-50"), Runs.timeline(run(Shipped.DOC_MAX_ACTIVE_1)));
  }

  @Test
  void docMaxActive2_isTheTimelineOfTheDocumentation() throws IOException {
    assertEquals(
        List.of("w0 0-20", "w1 5-20", "w2 20-35"), Runs.timeline(run(Shipped.DOC_MAX_ACTIVE_2)));
  }

  @Test
  void docMaxActive3_isTheTimelineOfTheDocumentation() throws IOException {
    assertEquals(
        List.of("w0 0-20", "w1 5-20", "w2 10-25"), Runs.timeline(run(Shipped.DOC_MAX_ACTIVE_3)));
  }

  @Test
  void docCpuIntensive_isTheTimelineOfTheDocumentation() throws IOException {
    assertEquals(
        List.of("w0 0-20", "w1 5-20", "w2 5-25"), Runs.timeline(run(Shipped.DOC_CPU_INTENSIVE)));
  }

  @Test
  void priorityInversion_eventsWaitForTheScan() throws IOException {
    ScenarioRun run = run(Shipped.PRIORITY_INVERSION);
    List<Long> latencies = latencies(run, "event");
    assertEquals(40, latencies.size());
    assertEquals(4, latencies.stream().filter(l -> l == 11).count());
    assertEquals(1, QueueFigures.of(run).getFirst().peak());
  }

  @Test
  void priorityInversion_highPriorityDoesNotHelp_noOrderDoes() throws IOException {
    assertEquals(
        latencies(run(Shipped.PRIORITY_INVERSION), "event"),
        latencies(run(Shipped.PRIORITY_INVERSION, "driver:highpri"), "event"));
    assertEquals(
        List.of(0L),
        latencies(run(Shipped.PRIORITY_INVERSION, "driver:no_ordered"), "event").stream()
            .distinct()
            .toList());
  }

  @Test
  void maxActiveDeadlock_saysWhoWaitsForWhom() throws IOException {
    Ending ending = run(Shipped.MAX_ACTIVE_DEADLOCK).ending();
    assertTrue(ending.deadlock());
    assertEquals(10_400_000, ending.at().toNanos());
    assertEquals(
        List.of(
            "commit#0 of io waits in 'wait write', which is queued and not begun",
            "commit#1 of io waits in 'wait write', which is queued and not begun",
            "write#0 waits on queue io: max_active 2, taken by commit#0, commit#1",
            "write#1 waits on queue io: max_active 2, taken by commit#0, commit#1"),
        ending.stuck());
  }

  @Test
  void maxActiveDeadlock_oneMoreSlotIsEnough() throws IOException {
    ScenarioRun run = run(Shipped.MAX_ACTIVE_DEADLOCK, "io:max_active=3");
    assertFalse(run.ending().deadlock());
    assertEquals(3, Runs.of(run, "commit").size());
    assertEquals(3, Runs.of(run, "write").size());
  }

  @Test
  void mayday_theRescuerComesAfterTenMilliseconds_theOtherQueueWaits() throws IOException {
    ScenarioRun run = run(Shipped.MAYDAY);
    List<Execution> rescued = Runs.of(run, "flush_page");
    assertEquals(PoolName.Kind.RESCUER, rescued.getFirst().pool().kind());
    assertEquals(List.of(12L, 13L, 14L, 15L), latencies(run, "flush_page"));
    assertEquals(List.of(200L, 201L, 202L, 203L), latencies(run, "free_inode"));
  }

  @Test
  void mayday_aRescuerOfItsOwnHelpsTheOtherQueue() throws IOException {
    ScenarioRun run = run(Shipped.MAYDAY, "cleanup:mem_reclaim");
    assertTrue(latencies(run, "free_inode").getLast() < 30);
  }

  @Test
  void debounceStorm_settlesOnce_afterTheLastEvent() throws IOException {
    ScenarioRun run = run(Shipped.DEBOUNCE_STORM);
    List<Execution> settles = Runs.of(run, "settle");
    long last = Runs.of(run, "irq").getLast().endedAt();
    assertEquals(1, settles.size());
    assertTrue(settles.getFirst().startedAt() >= last + 20 * MILLI);
    assertTrue(settles.getFirst().startedAt() <= last + 29 * MILLI);
    assertTrue(Runs.of(run, "poll").size() >= 4);
  }
}
