package dev.wq.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures each hot path beside what a user would pick instead, and prints one table.
 *
 * <p>Everything is measured several times: in each round every subject once, in turn, each in a JVM
 * of its own. What is compared are the two figures of one round.
 */
public final class Bench {
  private static final Path JSON = Path.of("target", "bench.json");

  private Bench() {}

  /** Arguments: {@code --quick} for a look, {@code --only=TEXT} for the rows that mention it. */
  public static void main(String[] args) throws Exception {
    Settings settings = Settings.parse(String.join(" ", args).trim().split(" +", -1));
    List<Measure> measures =
        Measure.ALL.stream()
            .filter(measure -> measure.mentions(settings.only()))
            .filter(Bench::isPossible)
            .toList();
    Report report = Report.of(settings, measures, rounds(measures, settings));
    report.writeJson(JSON);
    System.out.println(report.markdown());
  }

  private static boolean isPossible(Measure measure) {
    if (!measure.isPossible()) {
      System.err.println("left out, does not load here: " + measure.ours().title());
    }
    return measure.isPossible();
  }

  private static List<Round> rounds(List<Measure> measures, Settings settings) throws Exception {
    List<Subject> subjects = measures.stream().flatMap(Measure::subjects).distinct().toList();
    Control control = new Control();
    control.measure(); // compiles it
    List<Round> rounds = new ArrayList<>();
    for (int i = 1; i <= settings.rounds(); i++) {
      System.err.println("round " + i + " of " + settings.rounds());
      rounds.add(Round.measure(subjects, control, settings));
    }
    return rounds;
  }
}
