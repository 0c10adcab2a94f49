package dev.wq.replay;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long the stops of all courses lasted in one run, so that another run can repeat them. In a
 * replay a stop is over when it was over in the recording; where works start at quite other times
 * that instant means nothing, but how long the same stop lasted in the prediction does. So a run
 * that changes nothing gives the very same times.
 */
final class StopDelays {
  private static final long UNKNOWN = Long.MIN_VALUE;

  /** What the recording says, and nothing noted. */
  static final StopDelays RECORDED = new StopDelays(null, Map.of(), false);

  private final @Nullable Map<Course, long[]> delays; // null: nothing is noted
  private final Map<Course, long[]> waits; // until a waker came; below zero: it did not
  private final boolean repeats;

  private StopDelays(
      @Nullable Map<Course, long[]> delays, Map<Course, long[]> waits, boolean repeats) {
    this.delays = delays;
    this.waits = waits;
    this.repeats = repeats;
  }

  /** Notes the delays of a run. */
  static StopDelays noted() {
    return new StopDelays(new IdentityHashMap<>(), new IdentityHashMap<>(), false);
  }

  /** For a run that repeats what is noted here. */
  StopDelays repeated() {
    return new StopDelays(delays, waits, true);
  }

  /**
   * The delay to use.
   *
   * @param own what the recording says, from now
   */
  long of(Course course, int stretch, long own) {
    if (delays == null) {
      return own;
    }
    long[] known = delays.computeIfAbsent(course, StopDelays::unknown);
    if (!repeats) {
      known[stretch] = own;
      return own;
    }
    return known[stretch] == UNKNOWN ? own : known[stretch];
  }

  boolean repeats() {
    return repeats;
  }

  /** How long the sleep in that stop lasted until its waker came, or was given up. */
  long untilWoken(Course course, int stretch, long otherwise) {
    long known = repeats ? wait(course, stretch) : UNKNOWN;
    return known == UNKNOWN ? otherwise : Math.abs(known);
  }

  /** Whether it was given up. */
  boolean wasInVain(Course course, int stretch) {
    long known = wait(course, stretch);
    return known != UNKNOWN && known < 0;
  }

  private long wait(Course course, int stretch) {
    long[] known = waits.get(course);
    return known == null ? UNKNOWN : known[stretch];
  }

  void woken(Course course, int stretch, long after, boolean came) {
    if (delays != null && !repeats) {
      waits.computeIfAbsent(course, StopDelays::unknown)[stretch] = came ? after : -after;
    }
  }

  private static long[] unknown(Course course) {
    long[] none = new long[course.stretches()];
    Arrays.fill(none, UNKNOWN);
    return none;
  }
}
