package dev.wq.replay;

import dev.wq.kernel.CpuMask;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Other attributes for some queues, written {@code QUEUE:ATTRIBUTE,...}.
 *
 * @param text as it was written
 * @param queues their names
 */
record QueueChange(String text, Pattern queues, List<UnaryOperator<Shape>> attributes) {
  private static final int MOST_ACTIVE = 2048;
  private static final String WORDS =
      "max_active=N, unbound, bound, highpri, normal, ordered, cpu_intensive, cpumask=HEX";

  /**
   * Parses a change.
   *
   * @throws IllegalArgumentException with a message for people
   */
  static QueueChange parse(String text) {
    int colon = text.lastIndexOf(':'); // names of queues have some, too
    if (colon <= 0 || colon == text.length() - 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is not QUEUE:ATTRIBUTE,..., as in 'writeback:max_active=4'");
    }
    List<UnaryOperator<Shape>> attributes = new ArrayList<>();
    for (String word : text.substring(colon + 1).split(",", -1)) {
      attributes.add(attribute(word.trim(), text));
    }
    return new QueueChange(text, glob(text.substring(0, colon).trim()), attributes);
  }

  private static Pattern glob(String name) {
    StringBuilder pattern = new StringBuilder();
    for (String part : name.split("\\*", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(pattern.toString());
  }

  private static UnaryOperator<Shape> attribute(String word, String text) {
    int equals = word.indexOf('=');
    String value = equals < 0 ? "" : word.substring(equals + 1).trim();
    return switch (equals < 0 ? word : word.substring(0, equals).trim() + "=") {
      case "unbound" -> shape -> shape.withUnbound(true);
      case "bound", "percpu", "no_unbound" -> shape -> shape.withUnbound(false);
      case "highpri" -> shape -> shape.withHigh(true);
      case "normal", "no_highpri" -> shape -> shape.withHigh(false);
      case "ordered" -> Shape::withOrdered;
      case "cpu_intensive" -> Shape::withCpuIntensive;
      case "max_active=" -> limit(value, text);
      case "cpumask=" -> mask(value, text);
      default ->
          throw new IllegalArgumentException(
              "unknown attribute '" + word + "' in '" + text + "'; there are " + WORDS);
    };
  }

  private static UnaryOperator<Shape> limit(String value, String text) {
    int limit = value.matches("\\d{1,4}") ? Integer.parseInt(value) : 0;
    if (limit < 1 || limit > MOST_ACTIVE) {
      throw new IllegalArgumentException(
          "max_active must be 1 to %d, was '%s' in '%s'".formatted(MOST_ACTIVE, value, text));
    }
    return shape -> shape.withMaxActive(limit);
  }

  private static UnaryOperator<Shape> mask(String value, String text) {
    String digits = value.replaceFirst("^0[xX]", "").replace(",", "");
    if (!digits.matches("[0-9a-fA-F]{1,64}") || new BigInteger(digits, 16).signum() == 0) {
      throw new IllegalArgumentException(
          "cpumask must be hexadecimal and not empty, was '%s' in '%s'".formatted(value, text));
    }
    BigInteger bits = new BigInteger(digits, 16);
    int[] cpus = IntStream.range(0, bits.bitLength()).filter(bits::testBit).toArray();
    return shape -> shape.withCpus(CpuMask.of(cpus));
  }

  boolean isOf(String queue) {
    return queues.matcher(queue).matches();
  }

  Shape apply(Shape shape) {
    Shape changed = shape;
    for (UnaryOperator<Shape> attribute : attributes) {
      changed = attribute.apply(changed);
    }
    return changed;
  }
}
