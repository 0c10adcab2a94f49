package dev.wq.bench.device;

import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** How much of a CPU a JVM takes that has nothing to do. */
final class Idle {
  private static final Path THREADS = Path.of("/proc/self/task");
  private static final int CALLS = 1_000;

  private Idle() {}

  /** One with a channel that has been used. */
  static Sample measure(Channel channel, Settings settings)
      throws IOException, InterruptedException {
    for (int i = 0; i < CALLS; i++) {
      channel.call();
    }
    return measure(settings);
  }

  static Sample measure(Settings settings) throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(settings.quick() ? 500 : 1_000); // the compiler is still at it
    cpuNanos(); // loads what that needs
    long start = System.nanoTime();
    long used = cpuNanos();
    TimeUnit.MILLISECONDS.sleep(settings.quick() ? 1_000 : 3_000);
    double percent = 100.0 * (cpuNanos() - used) / (System.nanoTime() - start);
    return Sample.of(Reading.CPU_PERCENT, percent);
  }

  /** Linux counts a process in steps of 10 ms, too coarse for this, but a thread exactly. */
  private static long cpuNanos() throws IOException {
    if (!Files.isDirectory(THREADS)) {
      return Meter.now().cpuNanos();
    }
    long sum = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        Path counts = thread.resolve("schedstat");
        sum += Files.exists(counts) ? Long.parseLong(Files.readString(counts).split(" ", 2)[0]) : 0;
      }
    }
    return sum;
  }
}
