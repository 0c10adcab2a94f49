package dev.wq.bench.harness;

import java.util.concurrent.TimeUnit;

/**
 * How long and how often is measured.
 *
 * @param quick for a look, not for figures
 */
public record Settings(boolean quick) {
  public int rounds() {
    return quick ? 1 : 4;
  }

  /** How often a sample is taken at most while the control says that the machine is busy. */
  int tries() {
    return quick ? 1 : 3;
  }

  public long warmUpNanos() {
    return TimeUnit.MILLISECONDS.toNanos(quick ? 150 : 600);
  }

  public long measureNanos() {
    return TimeUnit.MILLISECONDS.toNanos(quick ? 150 : 700);
  }

  /** Before each point of a curve, in a JVM that is warm already. */
  public long pointWarmUpNanos() {
    return TimeUnit.MILLISECONDS.toNanos(quick ? 20 : 80);
  }

  /** For each point of a curve. */
  public long pointNanos() {
    return TimeUnit.MILLISECONDS.toNanos(quick ? 60 : 250);
  }

  /** Makespans of one JVM that count, after one that does not. */
  public int makespans() {
    return quick ? 1 : 2;
  }

  int jmhIterations() {
    return quick ? 2 : 3;
  }

  int jmhIterationMillis() {
    return quick ? 100 : 220;
  }
}
