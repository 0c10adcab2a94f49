package dev.wq.replay;

import org.jspecify.annotations.Nullable;

/**
 * How to replay a recording. Made by {@link #fitting} and verbs, each of which answers a changed
 * copy. What is not given is picked from the recording itself, without looking at when its
 * executions started.
 *
 * @param mode null: picked
 * @param busyCpus whether the model is told when CPUs were busy with what is no worker; null:
 *     picked
 * @param hz ticks per second of the recorded kernel (Linux: CONFIG_HZ); 0: picked
 * @param late how many of the latest executions the report names
 */
public record ReplayOptions(@Nullable Mode mode, @Nullable Boolean busyCpus, int hz, int late) {

  private static final int MOST_HZ = 10_000;

  /** When works arrive. */
  public enum Mode {
    /** All at their recorded times. */
    OPEN,
    /** A work that was queued by another one follows it, so many nanoseconds of its CPU time on. */
    CAUSAL
  }

  public ReplayOptions {
    if (hz < 0 || hz > MOST_HZ) {
      throw new IllegalArgumentException("hz must be 0 to " + MOST_HZ + ", was " + hz);
    }
    if (late < 0) {
      throw new IllegalArgumentException("late must not be negative, was " + late);
    }
  }

  /** Everything picked from the recording, and the ten latest executions. */
  public static ReplayOptions fitting() {
    return new ReplayOptions(null, null, 0, 10);
  }

  public ReplayOptions mode(@Nullable Mode value) {
    return new ReplayOptions(value, busyCpus, hz, late);
  }

  public ReplayOptions busyCpus(@Nullable Boolean value) {
    return new ReplayOptions(mode, value, hz, late);
  }

  public ReplayOptions hz(int value) {
    return new ReplayOptions(mode, busyCpus, value, late);
  }

  public ReplayOptions late(int value) {
    return new ReplayOptions(mode, busyCpus, hz, value);
  }
}
