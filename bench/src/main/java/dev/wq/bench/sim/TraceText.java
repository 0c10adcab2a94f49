package dev.wq.bench.sim;

import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.replay.TraceReader;
import dev.wq.replay.TraceSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The text of the largest recording, read again and again from memory; an item is a byte. */
final class TraceText {
  private static final Path LARGEST =
      Path.of("..", "wq-examples", "recordings", "08-aio-fsync.txt.gz");

  private static final long WARM_UP_BYTES =
      400_000_000; // on a busy machine time alone warms nothing

  private final byte[] text;

  TraceText() throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(LARGEST))) {
      text = in.readAllBytes();
    }
  }

  Sample measure(Settings settings) throws IOException {
    repeat(settings.warmUpNanos(), WARM_UP_BYTES);
    Meter start = Meter.now();
    long bytes = repeat(settings.measureNanos(), 0);
    return Meter.now().since(start).each(bytes);
  }

  /** For at least so long and so many bytes; returns how many there were. */
  private long repeat(long nanos, long atLeast) throws IOException {
    long start = System.nanoTime();
    long bytes = 0;
    do {
      TraceReader.read(new ByteArrayInputStream(text), "recording", new TraceSink() {});
      bytes += text.length;
    } while (System.nanoTime() - start < nanos || bytes < atLeast);
    return bytes;
  }
}
