package dev.wq.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads when works are queued. */
final class ArrivalSchema {
  private static final Set<String> KEYS =
      Set.of("work", "count", "at", "every", "poisson", "after", "from", "until", "times", "seed");
  private static final List<String> KINDS = List.of("at", "every", "poisson", "after");
  private static final Pattern RATE = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,6})?)/s");

  private final Schema.Names works;
  private final @Nullable Duration duration;
  private final List<Problem> problems;

  ArrivalSchema(Schema.Names works, @Nullable Duration duration, List<Problem> problems) {
    this.works = works;
    this.duration = duration;
    this.problems = problems;
  }

  void read(Node node, List<Arrival> arrivals) {
    Entry entry = new Entry("an arrival", node, KEYS, problems);
    String work = entry.needed("work");
    works.check(work, entry.at("work"), " of an arrival");
    int count = entry.number("count", 1, ArrivalTimes.MOST, 1);
    List<String> kinds = KINDS.stream().filter(entry::has).toList();
    if (kinds.size() != 1) {
      entry.wrong(
          "an arrival needs one of " + KINDS + (kinds.isEmpty() ? "" : ", and has " + kinds));
      return;
    }
    Arrival arrival =
        switch (kinds.getFirst()) {
          case "at" -> at(entry, work, count);
          case "every" -> every(entry, work, count);
          case "poisson" -> poisson(entry, work, count);
          default -> after(entry, work, count);
        };
    if (arrival != null) {
      arrivals.add(arrival);
    }
  }

  private static void refuse(Entry entry, String kind, String... keys) {
    for (String key : keys) {
      if (entry.has(key)) {
        entry.wrongValue(key, "does not go with '" + kind + "'");
      }
    }
  }

  private static @Nullable Arrival at(Entry entry, String work, int count) {
    refuse(entry, "at", "from", "until", "times", "seed");
    Duration time = entry.duration("at");
    return time == null ? null : new Arrival.At(work, count, time);
  }

  private @Nullable Arrival every(Entry entry, String work, int count) {
    refuse(entry, "every", "seed");
    Duration period = entry.duration("every");
    Duration until = entry.duration("until");
    int times = entry.number("times", 1, ArrivalTimes.MOST, 0);
    if (period != null && period.isZero()) {
      entry.wrongValue("every", "must be more than 0");
      return null;
    }
    return period == null || !ends(entry, until, times)
        ? null
        : new Arrival.Every(
            work, count, period, entry.duration("from", Duration.ZERO), until, times);
  }

  private @Nullable Arrival poisson(Entry entry, String work, int count) {
    Matcher rate = RATE.matcher(entry.text("poisson"));
    double perSecond = rate.matches() ? Double.parseDouble(rate.group(1)) : 0;
    if (perSecond == 0) {
      entry.wrongValue("poisson", "must be a rate like 100/s, was '" + entry.text("poisson") + "'");
    }
    if (!entry.has("seed")) {
      entry.wrong("an arrival with 'poisson' needs a 'seed', so that it can be repeated");
    }
    int seed = entry.number("seed", 0, Integer.MAX_VALUE, 0);
    Duration until = entry.duration("until");
    int times = entry.number("times", 1, ArrivalTimes.MOST, 0);
    return perSecond == 0 || !ends(entry, until, times)
        ? null
        : new Arrival.Poisson(
            work, count, perSecond, seed, entry.duration("from", Duration.ZERO), until, times);
  }

  private boolean ends(Entry entry, @Nullable Duration until, int times) {
    boolean ends = until != null || times > 0 || duration != null;
    if (!ends) {
      entry.wrong("an arrival that repeats needs 'until' or 'times', or the scenario a 'duration'");
    }
    return ends;
  }

  private Arrival after(Entry entry, String work, int count) {
    refuse(entry, "after", "from", "until", "times", "seed");
    String other = entry.needed("after");
    works.check(other, entry.at("after"), " of an arrival");
    return new Arrival.After(work, count, other);
  }
}
