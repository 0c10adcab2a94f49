package dev.wq.bench.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every subject sampled once, one after the other, with the control around each of them. A sample
 * beside which the control strays is taken again, twice at most; whether to do so is decided by the
 * control alone, never by the figures.
 */
public final class Round {
  private final Map<Subject, Sample> samples = new LinkedHashMap<>();
  private final Map<Subject, Double> controls = new LinkedHashMap<>();

  /** A round in which {@code control} took so many milliseconds beside that sample. */
  void add(Subject subject, Sample sample, double controlMillis) {
    samples.put(subject, sample);
    controls.put(subject, controlMillis);
  }

  /** Measures. */
  public static Round measure(
      List<Subject> subjects, Control control, Settings settings, Progress progress)
      throws Exception {
    Round round = new Round();
    for (Subject subject : subjects) {
      progress.next(subject);
      round.measure(subject, control, settings);
    }
    return round;
  }

  private void measure(Subject subject, Control control, Settings settings) throws Exception {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < settings.tries() && control.isNoisy(best); i++) {
      double before = control.measure();
      Sample sample = subject.sample(settings);
      double slower = Math.max(before, control.measure());
      if (slower < best) {
        best = slower;
        add(subject, sample, slower);
      }
    }
  }

  Sample sample(Subject subject) {
    return found(samples.get(subject), subject);
  }

  double control(Subject subject) {
    return found(controls.get(subject), subject);
  }

  private static <T> T found(@Nullable T value, Subject subject) {
    if (value == null) {
      throw new IllegalArgumentException(subject.name() + " was not measured in this round");
    }
    return value;
  }

  List<Subject> subjects() {
    return List.copyOf(samples.keySet());
  }
}
