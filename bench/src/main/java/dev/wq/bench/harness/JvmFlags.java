package dev.wq.bench.harness;

import java.util.List;

/** The flags of every measuring JVM, so that all of them are alike. */
final class JvmFlags {
  /**
   * The heap is touched before anything is measured, else the first use of each page is what the
   * rows of allocating subjects measure; in huge pages, else a large heap measures the TLB.
   */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseG1GC",
          "-Xms512m",
          "-XX:+AlwaysPreTouch",
          "-XX:+UseTransparentHugePages",
          "-Xmx4g",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED", // for Amazon's provider
          "--add-opens=java.base/java.lang=ALL-UNNAMED", // these two for the simulator
          "-Djdk.trackAllThreads=false");

  private JvmFlags() {}
}
