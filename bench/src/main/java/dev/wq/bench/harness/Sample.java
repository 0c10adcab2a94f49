package dev.wq.bench.harness;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one measuring JVM found: figures by the keys of their {@link Reading}s. */
public record Sample(Map<String, Double> figures) {
  /** No figure. */
  public static final Sample EMPTY = new Sample(Map.of());

  private static final String MARK = "sample";

  public Sample {
    figures = Collections.unmodifiableMap(new TreeMap<>(figures));
  }

  public static Sample of(Reading reading, double figure) {
    return new Sample(Map.of(reading.key(), figure));
  }

  /** These figures and one more. */
  public Sample with(Reading reading, double figure) {
    return with(of(reading, figure));
  }

  /** These figures and those of {@code more}, which win. */
  public Sample with(Sample more) {
    Map<String, Double> all = new TreeMap<>(figures);
    all.putAll(more.figures);
    return new Sample(all);
  }

  /** All figures as those of point {@code x} of a curve. */
  public Sample at(long x) {
    Map<String, Double> moved = new TreeMap<>();
    figures.forEach((key, figure) -> moved.put(new Reading(key, "").at(x).key(), figure));
    return new Sample(moved);
  }

  /** {@link Double#NaN} if it was not measured. */
  public double get(Reading reading) {
    return figures.getOrDefault(reading.key(), Double.NaN);
  }

  /** The median of each figure by itself. */
  public static Sample median(List<Sample> samples) {
    Map<String, Double> medians = new TreeMap<>();
    for (String key : samples.getFirst().figures.keySet()) {
      double[] values =
          samples.stream().mapToDouble(sample -> sample.get(new Reading(key, ""))).toArray();
      medians.put(key, Stats.median(values));
    }
    return new Sample(medians);
  }

  // ---- one line, from a measuring JVM to its parent

  String print() {
    StringBuilder line = new StringBuilder(MARK);
    figures.forEach((key, figure) -> line.append(' ').append(key).append('=').append(figure));
    return line.toString();
  }

  static boolean isPrinted(String line) {
    return line.startsWith(MARK + " ");
  }

  static Sample parse(String line) {
    Map<String, Double> figures = new TreeMap<>();
    for (String word : line.substring(MARK.length() + 1).split(" ", -1)) {
      int equals = word.lastIndexOf('=');
      figures.put(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
    }
    return new Sample(figures);
  }
}
