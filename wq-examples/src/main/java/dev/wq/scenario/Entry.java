package dev.wq.scenario;

import dev.wq.scenario.Node.Field;
import dev.wq.scenario.Node.Fields;
import dev.wq.scenario.Node.Items;
import dev.wq.scenario.Node.Place;
import dev.wq.scenario.Node.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one entry of a scenario, each read once by the one who knows what it means. What is
 * wrong goes to the list of problems, and reading goes on with a value that does no harm.
 */
final class Entry {
  private static final long MOST = 1_000_000_000;

  private final String what; // for messages: queue 'ingest'
  private final Place at;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final List<Problem> problems;

  /**
   * @param known the keys that it may have
   */
  Entry(String what, Node node, Set<String> known, List<Problem> problems) {
    this.what = what;
    this.at = node.at();
    this.problems = problems;
    if (node instanceof Fields all) {
      all.all().forEach(field -> add(field, known));
    } else if (!isEmpty(node)) {
      wrong(node.at(), what + " must be keys with values");
    }
  }

  private void add(Field field, Set<String> known) {
    if (!known.contains(field.key())) {
      wrong(
          field.at(),
          "unknown key '" + field.key() + "' in " + what + Text.hint(field.key(), sorted(known)));
    } else if (fields.putIfAbsent(field.key(), field) != null) {
      wrong(field.at(), "key '" + field.key() + "' of " + what + " is there twice");
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static boolean isEmpty(Node node) {
    return node instanceof Scalar scalar && scalar.text().isEmpty();
  }

  void wrong(Place place, String message) {
    problems.add(new Problem(place.line(), place.column(), message));
  }

  /** A problem of this entry as a whole. */
  void wrong(String message) {
    wrong(at, message);
  }

  void wrongValue(String key, String message) {
    Field field = fields.get(key);
    wrong(field == null ? at : field.value().at(), key + " of " + what + " " + message);
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }

  /** Where the value of the key stands. */
  Place at(String key) {
    Field field = fields.get(key);
    return field == null ? at : field.value().at();
  }

  private @Nullable Node value(String key) {
    Field field = fields.get(key);
    return field == null ? null : field.value();
  }

  /** Empty if it is missing. */
  String text(String key) {
    Node value = value(key);
    if (value instanceof Scalar scalar) {
      return scalar.text();
    }
    if (value != null) {
      wrongValue(key, "must be a single value");
    }
    return "";
  }

  /** Empty, and a problem, if it is missing. */
  String needed(String key) {
    if (!has(key)) {
      wrong(what + " needs the key '" + key + "'");
      return "";
    }
    String text = text(key);
    if (text.isEmpty() && value(key) instanceof Scalar) {
      wrongValue(key, "is empty");
    }
    return text;
  }

  /** A name that can stand in a trace. */
  String name() {
    String name = needed("name");
    if (!name.isEmpty() && !name.matches("[\\w.-]{1,32}")) {
      wrongValue("name", "must be 1 to 32 letters, digits, '_', '-' or '.', was '" + name + "'");
    }
    return name;
  }

  @Nullable Duration duration(String key) {
    if (!has(key)) {
      return null;
    }
    String text = text(key);
    Duration time = Text.duration(text);
    if (time == null && value(key) instanceof Scalar) {
      wrongValue(
          key, "must be a time from 0 to 3600s with a unit (ns, us, ms, s), was '" + text + "'");
    }
    return time;
  }

  Duration duration(String key, Duration otherwise) {
    Duration time = duration(key);
    return time == null ? otherwise : time;
  }

  int number(String key, int least, int most, int otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    String text = text(key);
    long number = text.matches("\\d{1,10}") ? Long.parseLong(text) : -1;
    if (number < least || number > Math.min(most, MOST)) {
      if (value(key) instanceof Scalar) {
        wrongValue(key, "must be a number from %d to %d, was '%s'".formatted(least, most, text));
      }
      return otherwise;
    }
    return (int) number;
  }

  /** The values of a list; a single value is a list of one. */
  List<Scalar> list(String key) {
    List<Scalar> values = new ArrayList<>();
    for (Node node : nodes(key)) {
      if (node instanceof Scalar scalar) {
        values.add(scalar);
      } else {
        wrong(node.at(), key + " of " + what + " must be a list of single values");
      }
    }
    return values;
  }

  /** What stands in a list; without the key an empty one. */
  List<Node> nodes(String key) {
    Node value = value(key);
    if (value instanceof Items items) {
      return items.nodes();
    }
    return value == null || isEmpty(value) ? List.of() : List.of(value);
  }

  Node node(String key) {
    Node value = value(key);
    return value == null ? new Scalar(at, "") : value;
  }
}
