package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Several sinks in one pass, and what a pass costs. */
class SinksTest {
  private static final Path RECORDING =
      Path.of("..", "wq-examples", "recordings", "15-mix-full.txt.gz");

  @Test
  void allSinks_areToldTheSame() throws IOException {
    LogSink first = new LogSink();
    LogSink second = new LogSink();
    TraceReport report = TraceReader.read(RECORDING, first, second);
    assertEquals(report.lines().used(), first.events());
    assertEquals(first.toString(), second.toString());
  }

  @Test
  void recording_letsOthersListen() throws IOException {
    LogSink log = new LogSink();
    Recording recording = Recording.read(RECORDING, log);
    assertEquals(recording.report().lines().used(), log.events());
  }

  @Test
  void noSink_isAllowed() throws IOException {
    assertEquals(57_077, TraceReader.read(RECORDING).lines().used());
  }

  @Test
  void reading_allocatesNothingPerLine() throws IOException {
    byte[] text;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(RECORDING))) {
      text = in.readAllBytes();
    }
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      allocated = Math.min(allocated, allocatedBy(text));
    }
    assertTrue(allocated < 1 << 20, allocated + " bytes for 57077 events");
  }

  private static long allocatedBy(byte[] text) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    TraceReader.read(new ByteArrayInputStream(text), "text", new TraceSink() {});
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
