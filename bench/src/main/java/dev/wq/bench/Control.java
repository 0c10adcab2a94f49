package dev.wq.bench;

/**
 * A fixed amount of CPU work on every CPU at once. It takes as long as ever while the machine is
 * quiet; where it does not, the figures measured beside it are not to be trusted.
 */
final class Control {
  private static final int STEPS = 12_000_000;

  private volatile long sink; // keeps the work from being optimised away

  /** Milliseconds until the last CPU has done its share. */
  double measure() throws InterruptedException {
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
