package dev.wq.picture;

import dev.wq.replay.Recording;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What is to be shown: a recording, and predictions of it.
 *
 * @param name of the recording's file, for people
 * @param source what the recording is called beside its predictions: {@code recorded}
 * @param recording what happened
 * @param columns what was predicted; at least one, the prediction as recorded first
 * @param late indices of the executions whose reasons are told in words, latest first
 */
public record Picture(
    String name, String source, Recording recording, List<Column> columns, List<Integer> late) {
  private static final int LATE = 200; // a table that can be scrolled through

  public Picture {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    columns = List.copyOf(columns);
    late = List.copyOf(late);
    int executions = recording.executions().size();
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("columns must not be empty");
    }
    for (Column column : columns) {
      if (column.prediction().size() != executions) {
        throw new IllegalArgumentException(
            "%s predicts %d executions, recorded are %d"
                .formatted(column.name(), column.prediction().size(), executions));
      }
    }
    late.forEach(execution -> Objects.checkIndex(execution, executions));
  }

  /** With the latest of all columns: the executions that waited longest in any of them. */
  public static Picture of(String name, Recording recording, List<Column> columns) {
    List<Integer> late =
        IntStream.range(0, recording.executions().size())
            .boxed()
            .filter(execution -> latency(columns, execution) >= 0)
            .sorted(
                Comparator.comparingLong((Integer execution) -> latency(columns, execution))
                    .reversed())
            .limit(LATE)
            .toList();
    return new Picture(name, "recorded", recording, columns, late);
  }

  /** The same with another source, such as {@code simulated}. */
  public Picture source(String value) {
    return new Picture(name, value, recording, columns, late);
  }

  private static long latency(List<Column> columns, int execution) {
    return columns.stream()
        .mapToLong(column -> column.prediction().latency(execution))
        .max()
        .orElse(-1);
  }
}
