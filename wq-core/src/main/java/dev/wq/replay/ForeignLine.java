package dev.wq.replay;

import static dev.wq.replay.ByteCursor.isBlank;
import static dev.wq.replay.ByteCursor.isDigit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what a line is that does not begin with a task, a CPU and a time. */
final class ForeignLine {
  enum Form {
    BLANK,
    /** {@code CPU:1 [LOST 123 EVENTS]}. */
    LOST_EVENTS,
    /** function_graph, or the frames of a stack. */
    OTHER_TRACER,
    BINARY,
    UNKNOWN
  }

  private static final Pattern LOST =
      Pattern.compile("\\s*CPU:(\\d{1,5}) \\[LOST (?:(\\d{1,18}) )?EVENTS\\]\\s*");
  private static final int LONGEST_LOST = 80;

  private ForeignLine() {}

  static Form form(byte[] bytes, int from, int to) {
    int start = from;
    while (start < to && isBlank(bytes[start])) {
      start++;
    }
    if (start == to) {
      return Form.BLANK;
    }
    if (isBinary(bytes, start, to)) {
      return Form.BINARY;
    }
    if (lost(bytes, start, to).matches()) {
      return Form.LOST_EVENTS;
    }
    return isGraph(bytes, start, to) || isFrame(bytes, start, to) || isRule(bytes, start, to)
        ? Form.OTHER_TRACER
        : Form.UNKNOWN;
  }

  private static boolean isBinary(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == 127 || (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t')) {
        return true;
      }
    }
    return false;
  }

  /** {@code 0) 1.23 us | f();}, with a time and a bar before it or not. */
  private static boolean isGraph(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isDigit(bytes[i])) {
      i++;
    }
    boolean cpu = i > from && i < to && bytes[i] == ')';
    return cpu && (contains(bytes, i, to, '|') || contains(bytes, i, to, '>'));
  }

  /** {@code => function} of a stack. */
  private static boolean isFrame(byte[] bytes, int from, int to) {
    return to - from > 3 && bytes[from] == '=' && bytes[from + 1] == '>' && bytes[from + 2] == ' ';
  }

  /** The line of dashes around a change of task in function_graph. */
  private static boolean isRule(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != '-' && !isBlank(bytes[i])) {
        return false;
      }
    }
    return to - from > 10;
  }

  private static boolean contains(byte[] bytes, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  private static Matcher lost(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, LONGEST_LOST);
    return LOST.matcher(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
  }

  /** How many events were lost, -1 if the line does not say. */
  static long lostCount(byte[] bytes, int from, int to) {
    Matcher matcher = lost(bytes, from, to);
    return matcher.matches() && matcher.group(2) != null ? Long.parseLong(matcher.group(2)) : -1;
  }

  static int lostCpu(byte[] bytes, int from, int to) {
    Matcher matcher = lost(bytes, from, to);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }
}
