package dev.wq.bench.harness;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** When and where was measured. */
record Facts(String date, String java, String system, String processor, int cpus, long memoryMb) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  static Facts here() throws IOException {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Facts(
        LocalDate.now(ZoneOffset.UTC).toString(),
        Runtime.version().toString(),
        machine.getName() + " " + machine.getVersion() + " " + machine.getArch(),
        processorModel(),
        machine.getAvailableProcessors(),
        machine.getTotalMemorySize() >> 20);
  }

  private static String processorModel() throws IOException {
    if (!Files.isReadable(CPU_INFO)) {
      return "unknown processor";
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown processor");
    }
  }

  String sentence() {
    return "%s; Java %s; %s; %s, %d CPUs, %d MiB"
        .formatted(date, java, system, processor, cpus, memoryMb);
  }
}
