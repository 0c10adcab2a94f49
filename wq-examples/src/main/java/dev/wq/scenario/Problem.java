package dev.wq.scenario;

/**
 * Something wrong in a scenario.
 *
 * @param line from 1
 * @param column from 1
 */
public record Problem(int line, int column, String what) implements Comparable<Problem> {
  @Override
  public int compareTo(Problem other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }
}
