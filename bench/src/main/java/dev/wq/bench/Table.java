package dev.wq.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows as a Markdown table. */
final class Table {
  private static final String HEAD =
      """
      | measure | ours | peer | ratio, median (min-max) | CPU ns/item, ours / peer | B/item, ours / peer | target | result |
      |---|---|---|---|---|---|---|---|
      """;

  private Table() {}

  static String markdown(List<Row> rows) {
    StringBuilder text = new StringBuilder(HEAD);
    for (Row row : rows) {
      text.append("| ").append(String.join(" | ", cells(row))).append(" |\n");
    }
    return text.toString();
  }

  private static List<String> cells(Row row) {
    Measure measure = row.measure();
    return List.of(
        measure.title(),
        figure(row.ours(), measure.ours(), measure.reading()),
        figure(row.peer(), measure.peer(), measure.reading()),
        compared(row),
        each(row, sample -> "%.0f".formatted(sample.cpuNs())),
        each(row, sample -> plain(sample.bytes())),
        target(measure),
        row.verdict());
  }

  private static String figure(
      @Nullable Sample sample, @Nullable Subject subject, Reading reading) {
    return sample == null || subject == null
        ? "-"
        : plain(reading.of(sample)) + " " + reading.unit + ", " + subject.title();
  }

  private static String compared(Row row) {
    Spread spread = row.compared();
    String unit =
        switch (row.measure().goal().kind()) {
          case FASTER -> "x faster";
          case RATIO -> "x";
          case ABSOLUTE, ABOVE -> row.measure().reading().unit;
        };
    return "%s %s (%s-%s)"
        .formatted(plain(spread.median()), unit, plain(spread.min()), plain(spread.max()));
  }

  private static String each(Row row, Function<Sample, String> figure) {
    Sample peer = row.peer();
    String ours = figure.apply(row.ours());
    return peer == null ? ours : ours + " / " + figure.apply(peer);
  }

  private static String target(Measure measure) {
    Goal goal = measure.goal();
    if (Double.isNaN(goal.limit())) {
      return "-";
    }
    String limit = plain(goal.limit());
    return switch (goal.kind()) {
      case FASTER -> ">= " + limit + " x faster";
      case RATIO -> "<= " + limit + " x";
      case ABSOLUTE -> "<= " + limit + " " + measure.reading().unit;
      case ABOVE -> "<= peer + " + limit + " " + measure.reading().unit;
    };
  }

  /** Three digits that mean something; no more than two decimals. */
  static String plain(double value) {
    double size = Math.abs(value);
    int decimals = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
