package dev.wq.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations and names as people write them. */
final class Text {
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ns|us|ms|s)");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(3_600_000_000_000L);

  private Text() {}

  /** Reads {@code 2ms} or {@code 0}; null if it is no duration up to an hour. */
  static @Nullable Duration duration(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(unit(matcher.group(2)));
    return nanos.compareTo(LONGEST) > 0
        ? null
        : Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  private static BigDecimal unit(String name) {
    return BigDecimal.valueOf(
        switch (name) {
          case "ns" -> 1L;
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          default -> 1_000_000_000L;
        });
  }

  /** The shortest exact form: {@code 2ms}, {@code 1.5ms}, {@code 250us}. */
  static String of(Duration time) {
    long nanos = time.toNanos();
    String unit =
        nanos >= 1_000_000_000 ? "s" : nanos >= 1_000_000 ? "ms" : nanos >= 1_000 ? "us" : "ns";
    return BigDecimal.valueOf(nanos).divide(unit(unit)).stripTrailingZeros().toPlainString() + unit;
  }

  /** {@code : did you mean X?} if a name is near, else the names there are. */
  static String hint(String wrong, Collection<String> known) {
    Optional<String> near =
        known.stream()
            .filter(name -> distance(wrong, name) <= Math.max(1, name.length() / 3))
            .min(Comparator.comparingInt(name -> distance(wrong, name)));
    if (near.isPresent()) {
      return ": did you mean " + near.get() + "?";
    }
    return known.isEmpty() ? "" : "; there are " + String.join(", ", List.copyOf(known));
  }

  /** How many letters have to be changed, added or taken away. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
