package dev.wq.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

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
        figure(row.ours(), measure.reading()) + ", " + measure.ours().title(),
        peer(row),
        ratio(row),
        pair(row.oursCpu().median(), row.peerCpu(), Table::whole),
        pair(row.oursBytes(), row.peerBytes(), Table::plain),
        target(measure),
        row.verdict());
  }

  private static String peer(Row row) {
    Subject peer = row.measure().peer();
    return peer == null ? "-" : figure(row.peer(), row.measure().reading()) + ", " + peer.title();
  }

  private static String ratio(Row row) {
    Spread spread = row.compared();
    Goal goal = row.measure().goal();
    String text =
        plain(spread.median()) + " (" + plain(spread.min()) + "-" + plain(spread.max()) + ")";
    return switch (goal.kind()) {
      case FASTER -> text + " x faster";
      case RATIO -> text + " x";
      case ABSOLUTE -> text + " " + row.measure().reading().unit;
    };
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
    };
  }

  private static String figure(double value, Reading reading) {
    return plain(value) + " " + reading.unit;
  }

  private static String pair(double ours, double peer, DoubleFunction<String> format) {
    return Double.isNaN(peer)
        ? format.apply(ours)
        : format.apply(ours) + " / " + format.apply(peer);
  }

  private static String whole(double value) {
    return "%.0f".formatted(value);
  }

  /** Three digits that mean something; no more than two decimals. */
  static String plain(double value) {
    double size = Math.abs(value);
    int decimals = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
