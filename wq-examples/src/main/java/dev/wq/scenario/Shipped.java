package dev.wq.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** A scenario in the jar. */
public enum Shipped {
  DOC_MAX_ACTIVE_1,
  DOC_MAX_ACTIVE_2,
  DOC_MAX_ACTIVE_3,
  DOC_CPU_INTENSIVE,
  PRIORITY_INVERSION,
  MAX_ACTIVE_DEADLOCK,
  MAYDAY,
  DEBOUNCE_STORM;

  /** The name of its file. */
  public String file() {
    return this + ".yaml";
  }

  /** What it holds. */
  public String text() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Shipped.class.getResourceAsStream(file()), this::file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Its first line. */
  public String title() throws IOException {
    return text().lines().findFirst().orElse("").replaceFirst("^# ", "");
  }

  /** Reads it. */
  public Scenario scenario() throws IOException {
    return Scenario.parse(file(), text());
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
