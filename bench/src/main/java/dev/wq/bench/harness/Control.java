package dev.wq.bench.harness;

import java.util.ArrayList;
import java.util.List;

/**
 * A fixed amount of CPU work on every CPU at once. It takes as long as ever while the machine is
 * quiet; where it does not, the figures measured beside it are not to be trusted.
 */
public final class Control {
  /** How far it may stray from its median before the machine counts as noisy. */
  static final double DRIFT_LIMIT = 0.15;

  private static final int STEPS = 12_000_000;
  private static final int WARM_UPS = 5;

  private final List<Double> taken = new ArrayList<>();
  private volatile long sink; // keeps the work from being optimised away

  /** One that is compiled and knows how long it takes. */
  public static Control warm() throws InterruptedException {
    Control control = new Control();
    control.millis();
    for (int i = 0; i < WARM_UPS; i++) {
      control.measure();
    }
    return control;
  }

  /** Milliseconds until the last CPU has done its share. */
  double measure() throws InterruptedException {
    double millis = millis();
    taken.add(millis);
    return millis;
  }

  /** The median of all so far. */
  double usual() {
    return Stats.median(taken.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Whether {@code millis} say that the machine had something else to do. */
  boolean isNoisy(double millis) {
    return Math.abs(millis / usual() - 1) > DRIFT_LIMIT;
  }

  private double millis() throws InterruptedException {
    Thread[] threads = new Thread[Runtime.getRuntime().availableProcessors()];
    long start = System.nanoTime();
    for (int i = 0; i < threads.length; i++) {
      threads[i] = Thread.ofPlatform().start(() -> sink = work());
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private static long work() {
    long x = System.nanoTime() | 1;
    for (int i = 0; i < STEPS; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }
}
