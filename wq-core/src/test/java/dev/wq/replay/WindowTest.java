package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowTest {
  private static final Path FILE = Path.of("../wq-examples/recordings/10-cgroups.txt.gz");
  private static final Window SECOND = new Window(1_000_000_000, 2_000_000_000);

  private static Recording read(Path file, Window window) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Recording.read(in, file.toString(), window);
    }
  }

  @Test
  void window_holdsWhatHappensInIt() throws IOException {
    Recording whole = Recording.read(FILE);
    Recording part = read(FILE, SECOND);
    List<Long> inside =
        whole.executions().stream()
            .filter(e -> SECOND.contains(e.startedAt()) && SECOND.contains(e.endedAt()))
            .map(Execution::startLine)
            .toList();
    assertFalse(inside.isEmpty());
    assertEquals(inside, part.executions().stream().map(Execution::startLine).toList());
    assertEquals(0, Replay.run(part, ReplayOptions.fitting()).fidelity().get(Model.FULL).missing());
  }

  @Test
  void windowOverEverything_isTheWholeRecording() throws IOException {
    Recording whole = Recording.read(FILE);
    Recording all = read(FILE, new Window(0, 3_600_000_000_000L));
    assertEquals(whole.executions().size(), all.executions().size());
    assertEquals(whole.report().lines(), all.report().lines());
  }

  @Test
  void windowBehindTheEnd_holdsNoWork() throws IOException {
    assertTrue(read(FILE, new Window(3_000_000_000_000L, Long.MAX_VALUE)).executions().isEmpty());
  }

  @Test
  void windowOfNothing_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Window(5, 5));
    assertThrows(IllegalArgumentException.class, () -> new Window(-1, 5));
  }

  @ParameterizedTest
  @MethodSource("dev.wq.replay.ReplayTest#recordings")
  void latest_areThoseOfTheRecording(Path file) throws IOException {
    List<Long> latencies = new ArrayList<>();
    Latest latest = new Latest(10, (_, latency) -> latencies.add(latency));
    Recording recording = Recording.read(file, latest);
    List<Execution> queued =
        recording.executions().stream().filter(e -> e.queueing() != null).toList();
    long swapped = recording.swapped();
    assertTrue(
        Math.abs(queued.size() - latencies.size()) <= swapped + recording.unfinished().size());
    List<Long> expected =
        queued.stream()
            .map(Execution::latency)
            .sorted(Comparator.reverseOrder())
            .limit(10)
            .toList();
    List<Long> found = latest.found().stream().map(Latest.Start::latency).toList();
    if (swapped == 0 && recording.unfinished().isEmpty()) {
      assertEquals(expected, found);
    }
    assertEquals(10, found.size());
  }
}
