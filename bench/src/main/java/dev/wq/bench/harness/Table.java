package dev.wq.bench.harness;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows as a Markdown table. */
final class Table {
  private static final String HEAD =
      """
      | measure | ours | peer | ratio, median (min-max) | CPU ns/item, ours / peer | B/item, ours / peer | target | result |
      |---|---|---|---|---|---|---|---|
      """;
  private static final String NONE = "-";

  private Table() {}

  /** A measure with several peers is named in the first of its rows only. */
  static String markdown(List<Row> rows) {
    StringBuilder text = new StringBuilder(HEAD);
    String before = "";
    for (Row row : rows) {
      String title = row.measure().title();
      text.append("| ")
          .append(title.equals(before) ? "" : title)
          .append(" | ")
          .append(String.join(" | ", cells(row)))
          .append(" |\n");
      before = title;
    }
    return text.toString();
  }

  private static List<String> cells(Row row) {
    Measure measure = row.measure();
    return List.of(
        figure(row.ours(), measure.ours()),
        figure(row.peer(), measure.peer()),
        compared(row),
        each(row, Reading.CPU_NANOS),
        each(row, Reading.BYTES),
        target(measure),
        row.verdict());
  }

  private static String figure(@Nullable Sample sample, @Nullable Figure figure) {
    return sample == null || figure == null
        ? NONE
        : plain(sample.get(figure.reading()))
            + " "
            + figure.reading().unit()
            + ", "
            + figure.subject().title();
  }

  private static String compared(Row row) {
    Spread spread = row.compared();
    String unit =
        switch (row.measure().goal().kind()) {
          case FASTER -> "x faster";
          case RATIO -> "x";
          case ABSOLUTE, ABOVE -> row.measure().ours().reading().unit();
        };
    return "%s %s (%s-%s)"
        .formatted(plain(spread.median()), unit, plain(spread.min()), plain(spread.max()));
  }

  private static String each(Row row, Reading reading) {
    String ours = each(row.ours(), row.measure().ours(), reading);
    String peer = each(row.peer(), row.measure().peer(), reading);
    return row.peer() == null ? ours : ours + " / " + peer;
  }

  private static String each(@Nullable Sample sample, @Nullable Figure figure, Reading reading) {
    return sample == null || figure == null
        ? NONE
        : plain(sample.get(reading.besides(figure.reading())));
  }

  static String target(Measure measure) {
    Goal goal = measure.goal();
    if (Double.isNaN(goal.limit())) {
      return NONE;
    }
    String limit = plain(goal.limit());
    String unit = measure.ours().reading().unit();
    return switch (goal.kind()) {
      case FASTER -> ">= " + limit + " x faster";
      case RATIO -> "<= " + limit + " x";
      case ABSOLUTE -> "<= " + limit + " " + unit;
      case ABOVE -> "<= peer + " + limit + " " + unit;
    };
  }

  /** Three digits that mean something; no more than two decimals. */
  static String plain(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    int decimals = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
