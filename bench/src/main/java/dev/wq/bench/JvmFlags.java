package dev.wq.bench;

import java.util.List;

/** The flags of every measuring JVM, so that all of them are alike. */
final class JvmFlags {
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseG1GC",
          "-Xms1g", // and touched before: else the first use of each page is what allocating rows
          // measure
          "-XX:+AlwaysPreTouch",
          "-Xmx4g",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED", // for Amazon's provider
          "--add-opens=java.base/java.lang=ALL-UNNAMED", // these two for the simulator
          "-Djdk.trackAllThreads=false");

  private JvmFlags() {}
}
