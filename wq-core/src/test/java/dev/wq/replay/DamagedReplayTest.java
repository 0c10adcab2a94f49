package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a damaged recording still tells is replayed: each of its executions, once. */
class DamagedReplayTest {
  private static final long INPUTS = 300;

  @ParameterizedTest
  @ValueSource(strings = {"03-xfs-rm", "08-aio-fsync", "15-mix-full", "20-quiet-btrfs"})
  void damagedRecordings_areReplayedAsFarAsTheyGo(String name) throws IOException {
    List<List<byte[]>> lines = List.of(excerpt(name));
    for (long seed = 1; seed <= INPUTS; seed++) {
      Mutation mutation = new Mutation(seed, lines);
      byte[] bytes = mutation.bytes();
      replay(bytes, "seed " + seed + " (" + mutation + ")");
    }
  }

  private static void replay(byte[] bytes, String what) throws IOException {
    Recording recording;
    try {
      recording = Recording.read(new ByteArrayInputStream(bytes), "mutated");
    } catch (TraceFormatException nothingUsable) {
      return;
    }
    ReplayReport report = Replay.run(recording, ReplayOptions.fitting());
    assertEquals(0, report.fidelity().get(Model.FULL).missing(), what);
  }

  private static List<byte[]> excerpt(String name) throws IOException {
    Path file = Path.of("../wq-examples/recordings", name + ".txt.gz");
    try (BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return text.lines()
          .skip(1_000)
          .limit(600)
          .map(line -> line.getBytes(StandardCharsets.UTF_8))
          .toList();
    }
  }
}
