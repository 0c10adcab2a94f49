package dev.wq.replay;

/**
 * How the lines of a file were used; every line is in exactly one class.
 *
 * @param total all lines, counted apart from the classes
 * @param header lines that start with {@code #}
 * @param used lines with an event that was given to the sinks
 * @param ignored blank lines and events that are not used
 * @param damaged lines that could not be read
 * @param lost the kernel's marks that events are missing
 */
public record LineCount(long total, long header, long used, long ignored, long damaged, long lost) {
  /**
   * @throws IllegalArgumentException if the classes do not add up to {@code total}
   */
  public LineCount {
    if (header + used + ignored + damaged + lost != total) {
      throw new IllegalArgumentException(
          "lines do not add up: %d + %d + %d + %d + %d is not %d"
              .formatted(header, used, ignored, damaged, lost, total));
    }
  }

  @Override
  public String toString() {
    return "%d lines: %d header, %d used, %d ignored, %d damaged, %d lost-event marks"
        .formatted(total, header, used, ignored, damaged, lost);
  }
}
