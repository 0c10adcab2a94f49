package dev.wq.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The moments at which a scenario's works arrive from outside. */
final class ArrivalTimes {
  /** More than that is a mistake. */
  static final int MOST = 200_000;

  private static final double NANOS_PER_SECOND = 1e9;

  /** One moment. */
  record Due(long nanos, Arrival arrival) {}

  private ArrivalTimes() {}

  /** All, in order; those of one moment in the order of the file. */
  static List<Due> of(Scenario scenario) {
    List<Due> all = new ArrayList<>();
    for (Arrival arrival : scenario.arrivals()) {
      for (long nanos : of(arrival, scenario.duration())) {
        all.add(new Due(nanos, arrival));
      }
    }
    all.sort(Comparator.comparingLong(Due::nanos));
    return all;
  }

  static List<Long> of(Arrival arrival, @Nullable Duration duration) {
    return switch (arrival) {
      case Arrival.At at -> List.of(at.time().toNanos());
      case Arrival.Every every -> periodic(every, end(every.until(), duration));
      case Arrival.Poisson poisson -> random(poisson, end(poisson.until(), duration));
      case Arrival.After _ -> List.of();
    };
  }

  private static long end(@Nullable Duration until, @Nullable Duration duration) {
    Duration end = until == null ? duration : until;
    return end == null ? Long.MAX_VALUE : end.toNanos();
  }

  private static List<Long> periodic(Arrival.Every every, long end) {
    List<Long> times = new ArrayList<>();
    long at = every.from().toNanos();
    int most = every.times() == 0 ? MOST : every.times();
    while (at < end && times.size() < most) {
      times.add(at);
      at += every.period().toNanos();
    }
    return times;
  }

  private static List<Long> random(Arrival.Poisson poisson, long end) {
    SplittableRandom random = new SplittableRandom(poisson.seed());
    List<Long> times = new ArrayList<>();
    int most = poisson.times() == 0 ? MOST : poisson.times();
    double mean = NANOS_PER_SECOND / poisson.perSecond();
    long at = poisson.from().toNanos() + gap(random, mean);
    while (at < end && times.size() < most) {
      times.add(at);
      at += gap(random, mean);
    }
    return times;
  }

  private static long gap(SplittableRandom random, double mean) {
    return Math.round(-Math.log1p(-random.nextDouble()) * mean);
  }
}
