package dev.wq.bench.queue;

/**
 * CPU work of a given length. It is a number of steps, not a deadline, so that a thread that loses
 * its CPU has as much left to do as before.
 */
final class Spin {
  private static final int TRIAL_STEPS = 5_000;
  private static final int TRIALS = 3_000;
  private static final long SEED = 88_172_645_463_325_252L;

  /** No work at all. */
  static final Spin NONE = new Spin(0);

  private final int steps;

  private Spin(int steps) {
    this.steps = steps;
  }

  /** As many steps as take that long on a CPU that does nothing else. */
  static Spin of(long nanos) {
    return new Spin(Math.toIntExact(Math.round(nanos / stepNanos())));
  }

  /** By the fastest of many trials: whatever disturbs one makes it slower. */
  private static double stepNanos() {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIALS; i++) {
      long start = System.nanoTime();
      walk(TRIAL_STEPS);
      best = Math.min(best, System.nanoTime() - start);
    }
    return (double) best / TRIAL_STEPS;
  }

  void run() {
    walk(steps);
  }

  private static void walk(int steps) {
    long x = SEED;
    for (int i = 0; i < steps; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    if (x == 0) {
      throw new AssertionError("these steps never lead to 0, which the compiler does not know");
    }
  }

  int steps() {
    return steps;
  }
}
