package dev.wq.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run is to measure: rows and curves. */
public record Plan(List<Measure> measures, List<Curve> curves) {
  /** All of {@code suites} that mentions {@code only}. */
  public static Plan of(List<Suite> suites, String only) {
    return new Plan(
        suites.stream()
            .flatMap(suite -> suite.measures().stream())
            .filter(measure -> measure.mentions(only))
            .toList(),
        suites.stream()
            .flatMap(suite -> suite.curves().stream())
            .filter(curve -> curve.mentions(only))
            .toList());
  }

  public boolean isEmpty() {
    return measures.isEmpty() && curves.isEmpty();
  }

  /** Each of them once, in the order of the rows and then the curves. */
  List<Subject> subjects() {
    return Stream.concat(
            measures.stream().flatMap(Measure::subjects), curves.stream().flatMap(Curve::subjects))
        .distinct()
        .toList();
  }

  /** Measures. */
  public List<Round> measure(Control control, Settings settings) throws Exception {
    List<Subject> subjects = subjects();
    Progress progress = Progress.of(settings.rounds(), subjects.size());
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < settings.rounds(); i++) {
      rounds.add(Round.measure(subjects, control, settings, progress));
    }
    progress.finish();
    return rounds;
  }

  /** A line for each row and each picture, and how many subjects they have. */
  public String text() {
    return Stream.concat(measures.stream().map(Plan::line), curves.stream().map(Plan::line))
            .collect(Collectors.joining("\n"))
        + "\n%d rows, %d pictures, %d subjects"
            .formatted(measures.size(), curves.size(), subjects().size());
  }

  private static String line(Measure measure) {
    Figure peer = measure.peer();
    return "%s: %s%s, target %s"
        .formatted(
            measure.title(),
            measure.ours().subject().title(),
            peer == null ? "" : " beside " + peer.subject().title(),
            Table.target(measure));
  }

  private static String line(Curve curve) {
    return "%s.svg: %s: %s"
        .formatted(
            curve.name(),
            curve.title(),
            curve.subjects().map(Subject::title).collect(Collectors.joining(", ")));
  }
}
