package dev.wq.replay;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What {@link CpuTrail} found. Immutable once it is made. */
final class Trail {
  private final LongTable<Course> courses;
  private final IntervalList[] busy;
  private final IntervalList[] seized;
  private final List<Rival> rivals;
  private final Placements placements;
  private final Costs costs;
  private final Ticks ticks;
  private final IntPredicate high;

  Trail(
      LongTable<Course> courses,
      IntervalList[] busy,
      IntervalList[] seized,
      List<Rival> rivals,
      Placements placements,
      Costs costs,
      Ticks ticks,
      IntPredicate high) {
    this.courses = courses;
    this.busy = busy;
    this.seized = seized;
    this.rivals = rivals;
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

  /** The parts of {@link #busy} in which no task had it: an interrupt, a softirq, an idle state. */
  IntervalList[] seized() {
    return seized;
  }

  /** The tasks that had a CPU in the other parts. */
  List<Rival> rivals() {
    return rivals;
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
