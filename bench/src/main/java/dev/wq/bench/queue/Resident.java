package dev.wq.bench.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The resident memory of this process in MB, as Linux tells it; elsewhere not a number. */
final class Resident {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double MB_PER_KIB = 1024 / 1_000_000.0;

  private Resident() {}

  static double now() {
    return megabytes("VmRSS");
  }

  /** The most there ever was. */
  static double peak() {
    return megabytes("VmHWM");
  }

  private static double megabytes(String name) {
    if (!Files.isReadable(STATUS)) {
      return Double.NaN;
    }
    try {
      return megabytes(name, Files.readString(STATUS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double megabytes(String name, String status) {
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s*(\\d+) kB$").matcher(status);
    return line.find() ? Long.parseLong(line.group(1)) * MB_PER_KIB : Double.NaN;
  }
}
