package dev.wq.cli;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as they are printed, the same in every locale. */
final class Figures {
  private static final int NANO_DIGITS = 3;

  private Figures() {}

  /** Whole microseconds. */
  static String micros(long nanos) {
    return Long.toString(Math.round(nanos / 1e3));
  }

  /** A time for people: with the unit that leaves it between 1 and 1000, three digits. */
  static String time(long nanos) {
    if (nanos < 1_000) {
      return nanos + " ns";
    }
    if (nanos < 1_000_000) {
      return digits(nanos / 1e3) + " us";
    }
    return nanos < 1_000_000_000 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
  }

  private static String digits(double value) {
    String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }

  /** A share of 1, four digits. */
  static String share(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }

  static String mean(double mean) {
    return String.format(Locale.ROOT, "%.1f", mean);
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  /** Seconds to the microsecond, as recordings print them. */
  static String exactSeconds(long nanos) {
    return String.format(Locale.ROOT, "%.6f s", nanos / 1e9);
  }

  /** Exact microseconds, without zeros behind the last digit. */
  static BigDecimal exactMicros(long nanos) {
    BigDecimal micros = BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros();
    return micros.scale() < 0 ? micros.setScale(0) : micros;
  }
}
