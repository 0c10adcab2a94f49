package dev.wq.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares our figures of this run with those of an earlier one. Times count in units of the
 * control's time beside them, so that a slower machine alone is no loss; bytes and percents as they
 * are. In all of them less is better.
 */
public final class Guard {
  /** Figures that do not depend on how fast the machine is, and by how much they always vary. */
  private static final Map<String, Double> PLAIN =
      Map.of(
          Reading.BYTES.key(), 0.5,
          Reading.HEAP.key(), 2.0,
          Reading.RESIDENT.key(), 5.0,
          Reading.CPU_PERCENT.key(), 0.2);

  private static final String HEAD =
      """
      | | measure | subject | reading | then | now | now / then |
      |---|---|---|---|---|---|---|
      """;

  private final Recorded then;
  private final Recorded now;
  private final double tolerance;
  private final List<String> worse = new ArrayList<>();
  private final List<String> better = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private int same;

  private Guard(Recorded then, Recorded now, double tolerance) {
    this.then = then;
    this.now = now;
    this.tolerance = tolerance;
  }

  /** {@code tolerance}: 0.3 lets a figure grow to 1.3 times what it was. */
  public static Guard compare(Recorded then, Recorded now, double tolerance) {
    Guard guard = new Guard(then, now, tolerance);
    Set<Recorded.Key> keys = new LinkedHashSet<>(then.figures().keySet());
    keys.addAll(now.figures().keySet());
    keys.forEach(guard::judge);
    return guard;
  }

  static boolean isPlain(String reading) {
    return PLAIN.containsKey(Reading.plainKey(reading));
  }

  private void judge(Recorded.Key key) {
    Recorded.Value before = then.figures().get(key);
    Recorded.Value after = now.figures().get(key);
    if (before == null || after == null) {
      others.add("only in %s run: %s".formatted(before == null ? "this" : "the earlier", of(key)));
    } else if (Double.isNaN(before.figure()) || Double.isNaN(after.figure())) {
      others.add("not judged, without a figure: " + of(key));
    } else if (before.noisy() || after.noisy()) {
      others.add("not judged, noisy: " + of(key));
    } else {
      judge(key, before.figure(), after.figure());
    }
  }

  private void judge(Recorded.Key key, double before, double after) {
    double slack = PLAIN.getOrDefault(Reading.plainKey(key.reading()), 0.0);
    if (isWorse(before, after, slack)) {
      worse.add(line("worse", key, before, after));
    } else if (isWorse(after, before, slack)) {
      better.add(line("better", key, before, after));
    } else {
      same++;
    }
  }

  private boolean isWorse(double before, double after, double slack) {
    return after > before * (1 + tolerance) && after - before > slack;
  }

  /** Whether a figure that could be judged got worse. */
  public boolean isWorse() {
    return !worse.isEmpty();
  }

  private static String of(Recorded.Key key) {
    return "%s (%s, %s)".formatted(key.measure(), key.subject(), key.reading());
  }

  private static String line(String verdict, Recorded.Key key, double before, double after) {
    return "| %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            verdict,
            key.measure(),
            key.subject(),
            key.reading(),
            Table.plain(before),
            Table.plain(after),
            Table.plain(after / before));
  }

  /** A table of what changed, and under it a line for everything that was not judged. */
  public String markdown() {
    StringBuilder text = new StringBuilder(summary()).append("\n");
    if (!worse.isEmpty() || !better.isEmpty()) {
      text.append("\n").append(HEAD);
      worse.forEach(line -> text.append(line).append("\n"));
      better.forEach(line -> text.append(line).append("\n"));
    }
    if (!others.isEmpty()) {
      text.append("\n");
      others.forEach(line -> text.append("- ").append(line).append("\n"));
    }
    return text.toString();
  }

  private String summary() {
    String summary =
        "Against the earlier run, times by the control's: %d worse by more than %.0f %%, %d better, %d the same, %d not judged."
            .formatted(worse.size(), tolerance * 100, better.size(), same, others.size());
    return then.quick() == now.quick()
        ? summary
        : summary + " One of the two runs is a quick one, which warms up less.";
  }
}
