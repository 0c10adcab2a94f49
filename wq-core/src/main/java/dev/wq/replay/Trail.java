package dev.wq.replay;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What {@link CpuTrail} found. Immutable once it is made. */
final class Trail {
  private final LongTable<Course> courses;
  private final IntervalList[] busy;
  private final Placements placements;
  private final Costs costs;
  private final Ticks ticks;
  private final IntPredicate high;

  Trail(
      LongTable<Course> courses,
      IntervalList[] busy,
      Placements placements,
      Costs costs,
      Ticks ticks,
      IntPredicate high) {
    this.courses = courses;
    this.busy = busy;
    this.placements = placements;
    this.costs = costs;
    this.ticks = ticks;
    this.high = high;
  }

  /** The course of the execution that starts in that line. */
  @Nullable Course course(long startLine) {
    return courses.get(startLine);
  }

  /** By CPU, when it was not to be had. */
  IntervalList[] busy() {
    return busy;
  }

  Placements placements() {
    return placements;
  }

  Costs costs() {
    return costs;
  }

  /** Not settled: see {@link Ticks#at}. */
  Ticks ticks() {
    return ticks;
  }

  /** Whether the worker ran at nice -20; the names of unbound pools do not tell. */
  boolean isHigh(int pid) {
    return high.test(pid);
  }
}
