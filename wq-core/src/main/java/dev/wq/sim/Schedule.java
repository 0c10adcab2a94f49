package dev.wq.sim;

/**
 * Every decision of a run and its fingerprint. Seed 0 decides nothing: first come, first served, no
 * switch at a point.
 *
 * <p>The seed is the whole record: the decisions follow from it and from the order in which they
 * are asked for, which the two hashes pin down. Nothing else draws from this generator.
 */
final class Schedule {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long PRIME = 0x100000001B3L;

  private final boolean seeded;
  private final int oneIn;
  private long state;
  private long hash = 0xCBF29CE484222325L;
  private long order = 0xCBF29CE484222325L;

  /**
   * @param oneIn a point switches with chance {@code 1 / oneIn}
   */
  Schedule(long seed, int oneIn) {
    this.seeded = seed != 0;
    this.oneIn = oneIn;
    this.state = scramble(seed);
  }

  /** Which of {@code count} runnable threads is next. */
  int choose(int count) {
    return seeded && count > 1 ? draw(count) : 0;
  }

  /** Whether the running thread is switched at the point it has come to. */
  boolean switchHere() {
    return seeded && draw(oneIn) == 0;
  }

  private int draw(int bound) {
    state += GOLDEN;
    return (int) (((scramble(state) >>> 32) * bound) >>> 32);
  }

  void mounted(long now, int thread) {
    mix(now);
    mix(thread);
    order = (order ^ thread) * PRIME;
  }

  /** How far the thread got, in points, and what stopped it. */
  void unmounted(int points, int state) {
    mix(((long) points << 32) | state);
    order = (order ^ points) * PRIME;
  }

  void mix(long value) {
    hash = (hash ^ value) * PRIME;
    hash ^= hash >>> 29;
  }

  /** Of everything: who ran when, for how long, what stopped it, what the application logged. */
  long hash() {
    return scramble(hash);
  }

  /** Of the interleaving alone: who ran after whom and up to which point. */
  long order() {
    return scramble(order);
  }

  static long scramble(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
