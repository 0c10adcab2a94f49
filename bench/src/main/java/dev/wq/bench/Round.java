package dev.wq.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every subject sampled once, one after the other, with the control around each of them. */
final class Round {
  private final Map<Subject, Sample> samples = new LinkedHashMap<>();
  private final Map<Subject, Double> controls = new LinkedHashMap<>();

  /** A round in which {@code control} took so many milliseconds beside each sample. */
  void add(Subject subject, Sample sample, double controlMillis) {
    samples.put(subject, sample);
    controls.put(subject, controlMillis);
  }

  /** Measures; the slower of the two controls around a sample is kept with it. */
  static Round measure(List<Subject> subjects, Control control, Settings settings)
      throws Exception {
    Round round = new Round();
    double before = control.measure();
    for (Subject subject : subjects) {
      Sample sample = subject.sample(settings);
      double after = control.measure();
      round.add(subject, sample, Math.max(before, after));
      before = after;
    }
    return round;
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
