package dev.wq.scenario;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a work is queued from outside, or on completion of another. */
public sealed interface Arrival {
  /** The work. */
  String work();

  /** How many instances at each moment. */
  int count();

  /** Once. */
  record At(String work, int count, Duration time) implements Arrival {}

  /**
   * Periodically.
   *
   * @param until null: to the end of the scenario
   * @param times how often at most, 0: no limit
   */
  record Every(
      String work, int count, Duration period, Duration from, @Nullable Duration until, int times)
      implements Arrival {}

  /**
   * At random, independent of each other.
   *
   * @param perSecond how many on average
   * @param until null: to the end of the scenario
   * @param times how many at most, 0: no limit
   */
  record Poisson(
      String work,
      int count,
      double perSecond,
      long seed,
      Duration from,
      @Nullable Duration until,
      int times)
      implements Arrival {}

  /** By the run of another work, as the last thing it does. */
  record After(String work, int count, String other) implements Arrival {}
}
