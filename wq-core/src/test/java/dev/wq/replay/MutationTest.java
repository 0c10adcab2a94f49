package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Many damaged inputs ({@code -Dwq.mutations}, {@code -Dwq.seed}): none crashes the reader, and
 * none loses an event without a word.
 */
class MutationTest {
  private static final Path RECORDINGS = Path.of("..", "wq-examples", "recordings");
  private static final long COUNT = Long.getLong("wq.mutations", 100_000);
  private static final long SEED = Long.getLong("wq.seed", 1);

  private final LongAdder refused = new LongAdder();

  @Test
  void damagedInputs_neitherCrashNorLoseInSilence() throws IOException {
    List<List<byte[]>> excerpts =
        List.of(
            excerpt("01-writeback", 2_000),
            excerpt("03-xfs-rm", 1_000),
            excerpt("06-netns", 3_000),
            excerpt("08-aio-fsync", 5_000),
            excerpt("15-mix-full", 4_000),
            excerpt("20-quiet-btrfs", 6_000));
    LongStream.range(SEED, SEED + COUNT).parallel().forEach(seed -> check(seed, excerpts));
    assertTrue(refused.sum() < COUNT / 2, refused + " refused");
  }

  /** Four hundred events from the middle. */
  private static List<byte[]> excerpt(String name, int skipped) throws IOException {
    try (InputStream packed = Files.newInputStream(RECORDINGS.resolve(name + ".txt.gz"));
        BufferedReader text =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8));
        Stream<String> lines = text.lines()) {
      return lines
          .skip(skipped)
          .limit(400)
          .map(line -> line.getBytes(StandardCharsets.UTF_8))
          .toList();
    }
  }

  private void check(long seed, List<List<byte[]>> excerpts) {
    Mutation mutation = new Mutation(seed, excerpts);
    byte[] bytes = mutation.bytes();
    try {
      check(mutation, bytes);
    } catch (TraceFormatException e) {
      assertFalse(e.getMessage().isBlank());
      refused.increment();
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + " (" + mutation + "): " + e, e);
    }
  }

  private static void check(Mutation mutation, byte[] bytes) throws IOException {
    Consistency consistency = new Consistency();
    Recording recording = Recording.read(new ByteArrayInputStream(bytes), "mutated", consistency);
    consistency.check(recording);
    LineCount lines = recording.report().lines();
    if (!GzipSource.isGzip(bytes)) {
      assertEquals(
          new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1).length,
          lines.total() + (bytes[bytes.length - 1] == '\n' ? 1 : 0));
    }
    assertTrue(
        lines.used() == mutation.events()
            || !mutation.countsItsEvents()
            || !recording.report().diagnoses().isEmpty(),
        "events are missing and nothing is said");
  }
}
