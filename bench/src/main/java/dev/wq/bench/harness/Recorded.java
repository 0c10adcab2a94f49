package dev.wq.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our figures of a run, as its JSON has them.
 *
 * @param figures in the order of the table
 */
public record Recorded(boolean quick, Map<Key, Value> figures) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A figure of ours in the table; it may stand beside several peers. */
  record Key(String measure, String subject, String reading) {}

  /**
   * A figure of ours.
   *
   * @param figure median of the rounds, without the time of the control if that counts for it; NaN
   *     if it was not measured
   * @param noisy beside every peer
   */
  record Value(double figure, boolean noisy) {}

  /** Says what is wrong with a file that was to be read. */
  public static final class NoRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoRecordException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** What {@link Report#write} wrote, as far as {@code only} asks for it. */
  public static Recorded read(Path file, String only) {
    try {
      return parse(Files.readString(file), only);
    } catch (NoSuchFileException missing) {
      throw new NoRecordException("no such file: " + file, missing);
    } catch (IOException | JacksonException | IllegalArgumentException unreadable) {
      throw new NoRecordException(
          file + " is not the bench.json of a run: " + firstLine(unreadable), unreadable);
    }
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  static Recorded parse(String json, String only) {
    JsonNode root = JSON.readTree(json);
    JsonNode rounds = array(root, "rounds");
    Map<Key, Value> figures = new LinkedHashMap<>();
    for (JsonNode row : array(root, "rows")) {
      if (mentions(row, only)) {
        figures.merge(key(row), value(row, rounds), Recorded::same);
      }
    }
    return new Recorded(root.path("quick").asBoolean(false), figures);
  }

  private static JsonNode array(JsonNode root, String name) {
    JsonNode array = root.path(name);
    if (!array.isArray()) {
      throw new IllegalArgumentException("it has no list of " + name);
    }
    return array;
  }

  private static boolean mentions(JsonNode row, String only) {
    return Measure.contain(
        List.of(text(row, "measure"), subject(row, "ours"), subject(row, "peer")).stream(), only);
  }

  private static Key key(JsonNode row) {
    return new Key(text(row, "measure"), subject(row, "ours"), text(row.path("ours"), "reading"));
  }

  private static String subject(JsonNode row, String whose) {
    return text(row.path(whose), "subject");
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static Value value(JsonNode row, JsonNode rounds) {
    Key key = key(row);
    List<Double> values = new ArrayList<>();
    for (JsonNode round : rounds) {
      JsonNode figures = round.path(key.subject());
      double value = figures.path(key.reading()).asDouble(Double.NaN);
      double control =
          Guard.isPlain(key.reading()) ? 1 : figures.path("controlMs").asDouble(Double.NaN);
      values.add(value / control);
    }
    return new Value(
        values.isEmpty() ? Double.NaN : median(values), text(row, "result").contains(Row.NOISY));
  }

  private static double median(List<Double> values) {
    return Stats.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Two rows of one figure: one of them in calm is enough. */
  private static Value same(Value one, Value other) {
    return new Value(one.figure, one.noisy && other.noisy);
  }
}
