package dev.wq.bench.harness;

import java.util.List;
import java.util.stream.Stream;

/**
 * The rows and curves of one part of the library. It has a public constructor without arguments, so
 * that a measuring JVM can make it.
 */
public interface Suite {
  /** Its rows, in the order of the table. */
  List<Measure> measures();

  /** Its pictures. */
  default List<Curve> curves() {
    return List.of();
  }

  /** All that has to be measured for both. */
  default Stream<Subject> subjects() {
    return Stream.concat(
            measures().stream().flatMap(Measure::subjects),
            curves().stream().flatMap(Curve::subjects))
        .distinct();
  }
}
