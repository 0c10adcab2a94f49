package dev.wq.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lines of cells in columns as wide as their widest cell; numbers to the right. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int leftColumns;

  /**
   * @param leftColumns how many columns, from the first one, hold text and stand to the left
   */
  Table(int leftColumns, String... heads) {
    this.leftColumns = leftColumns;
    rows.add(List.of(heads));
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** Prints the heads in {@code head} style, then the rows. */
  void print(Console console, Consumer<String> line) {
    int[] widths = widths();
    for (int i = 0; i < rows.size(); i++) {
      String text = format(rows.get(i), widths);
      line.accept(i == 0 ? console.style(Style.BOLD, text) : text);
    }
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }

  private String format(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String blanks = " ".repeat(widths[column] - cell.length());
      line.append(column == 0 ? "" : GAP);
      line.append(column < leftColumns ? cell + blanks : blanks + cell);
    }
    return line.toString().stripTrailing();
  }
}
