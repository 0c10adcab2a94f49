package dev.wq.bench.harness;

import java.util.List;
import java.util.stream.Stream;

/**
 * A picture: one figure of several subjects over a quantity that grows.
 *
 * @param name of its file, without the ending
 * @param across what grows
 * @param reading what is shown, {@link Reading#at} each of the points
 */
public record Curve(
    String name,
    String title,
    String across,
    Reading reading,
    List<Long> points,
    List<Line> lines) {

  /** One subject, whose sample has the figure at each of the points. */
  public record Line(Subject subject) {}

  /** This picture with a line for each of {@code subjects}; one of ours comes first. */
  public Curve with(Subject... subjects) {
    return new Curve(
        name, title, across, reading, points, Stream.of(subjects).map(Line::new).toList());
  }

  public Stream<Subject> subjects() {
    return lines.stream().map(Line::subject);
  }

  /** As for a {@link Measure}. */
  public boolean mentions(String text) {
    return Measure.contain(Stream.concat(Stream.of(title), subjects().map(Subject::name)), text);
  }
}
