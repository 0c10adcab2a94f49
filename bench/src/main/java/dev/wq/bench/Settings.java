package dev.wq.bench;

import java.util.concurrent.TimeUnit;

/**
 * How long and how often is measured.
 *
 * @param quick for a look, not for figures
 * @param only measures whose title contains this; empty: all
 */
record Settings(boolean quick, String only) {
  static final String QUICK = "--quick";
  private static final String ONLY = "--only=";

  /** Blank arguments are ignored: the build passes one where the user gives none. */
  static Settings parse(String... args) {
    boolean quick = false;
    String only = "";
    for (String arg : args) {
      if (arg.equals(QUICK)) {
        quick = true;
      } else if (arg.startsWith(ONLY)) {
        only = arg.substring(ONLY.length());
      } else if (!arg.isBlank()) {
        throw new IllegalArgumentException(
            "known arguments are --quick and --only=TEXT, was '" + arg + "'");
      }
    }
    return new Settings(quick, only);
  }

  int rounds() {
    return quick ? 2 : 5;
  }

  long warmUpNanos() {
    return TimeUnit.MILLISECONDS.toNanos(quick ? 200 : 600);
  }

  long measureNanos() {
    return TimeUnit.MILLISECONDS.toNanos(quick ? 200 : 700);
  }

  /** Makespans of one JVM that count, after one that does not. */
  int makespans() {
    return quick ? 1 : 2;
  }

  int jmhIterations() {
    return quick ? 2 : 3;
  }

  int jmhIterationMillis() {
    return quick ? 100 : 220;
  }
}
