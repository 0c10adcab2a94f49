package dev.wq.replay;

import static dev.wq.replay.ByteCursor.isBlank;
import static dev.wq.replay.ByteCursor.isDigit;

/**
 * What stands before the event on each line: {@code TASK-PID (TGID) [CPU] FLAGS TIME:}. Task group
 * and flags may be missing; the time is seconds with a fraction, or a bare integer.
 *
 * <p>The task's name can hold anything, also blanks, dashes and brackets, so the line is read from
 * its first {@code [digits]} that has a {@code -digits} before it and a time behind it.
 */
final class LinePrefix {
  /** One more than the highest CPU number. Linux: the largest NR_CPUS. */
  static final int CPU_LIMIT = 8192;

  /** One more than the highest pid. Linux: PID_MAX_LIMIT. */
  static final int PID_LIMIT = 1 << 22;

  private static final long NANOS = 1_000_000_000L;

  /** More seconds than any clock shows; keeps sums of times inside a long. */
  private static final long SECONDS_LIMIT = 1L << 31;

  private static final long TICKS_LIMIT = 1L << 61;

  private byte[] bytes = new byte[0];
  private int end;

  private int nameFrom;
  private int nameTo;
  private int pid;
  private int cpu;
  private Context context = Context.TASK;
  private long time;
  private boolean bare;
  private int eventFrom;

  int nameFrom() {
    return nameFrom;
  }

  int nameTo() {
    return nameTo;
  }

  int pid() {
    return pid;
  }

  int cpu() {
    return cpu;
  }

  Context context() {
    return context;
  }

  /** The time as the file has it: nanoseconds, or ticks if {@link #isBare()}. */
  long time() {
    return time;
  }

  /** Whether the time was an integer without a fraction. */
  boolean isBare() {
    return bare;
  }

  /** Where the event's name begins. */
  int eventFrom() {
    return eventFrom;
  }

  boolean parse(byte[] line, int from, int to) {
    bytes = line;
    end = to;
    nameFrom = afterBlanks(from);
    for (int open = bracketFrom(nameFrom); open < end; open = bracketFrom(open + 1)) {
      int behind = cpuAt(open + 1);
      if (behind > 0 && taskBefore(open) && stampFrom(behind)) {
        return true;
      }
    }
    return false;
  }

  private int bracketFrom(int start) {
    int i = start;
    while (i < end && bytes[i] != '[') {
      i++;
    }
    return i;
  }

  /** Reads {@code digits]} and answers the place behind it, 0 if something else stands there. */
  private int cpuAt(int start) {
    int i = start;
    int value = 0;
    while (i < end && isDigit(bytes[i]) && value < CPU_LIMIT) {
      value = value * 10 + (bytes[i++] - '0');
    }
    cpu = value;
    boolean good = i > start && value < CPU_LIMIT && i + 1 < end;
    return good && bytes[i] == ']' && isBlank(bytes[i + 1]) ? i + 1 : 0;
  }

  /** Reads backwards from {@code open}: blanks, perhaps {@code (TGID)}, then {@code -PID}. */
  private boolean taskBefore(int open) {
    int i = beforeBlanks(open);
    if (i == open) {
      return false;
    }
    if (bytes[i - 1] == ')') {
      i = beforeGroup(i - 1);
    }
    int stop = i;
    while (i > nameFrom && isDigit(bytes[i - 1])) {
      i--;
    }
    nameTo = i - 1;
    return i < stop && i > nameFrom && bytes[nameTo] == '-' && pidIn(i, stop);
  }

  private boolean pidIn(int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (bytes[i] - '0');
      if (value >= PID_LIMIT) {
        return false;
      }
    }
    pid = value;
    return true;
  }

  /** From the closing bracket of a task group back to behind the pid; nameFrom if it is none. */
  private int beforeGroup(int close) {
    int i = close;
    while (i > nameFrom && isGroupByte(bytes[i - 1])) {
      i--;
    }
    return i > nameFrom && bytes[i - 1] == '(' ? beforeBlanks(i - 1) : nameFrom;
  }

  private static boolean isGroupByte(byte b) {
    return isDigit(b) || isBlank(b) || b == '-';
  }

  /** Flags, if there are any, and the time with its colon. */
  private boolean stampFrom(int start) {
    int i = afterBlanks(start);
    if (timeAt(i)) {
      context = Context.TASK;
      return true;
    }
    int token = i;
    while (i < end && !isBlank(bytes[i])) {
      i++;
    }
    context = i - token > 2 ? Context.ofFlag(bytes[token + 2]) : Context.TASK;
    return i > token && timeAt(afterBlanks(i));
  }

  private boolean timeAt(int start) {
    int i = start;
    long whole = 0;
    while (i < end && isDigit(bytes[i]) && whole < TICKS_LIMIT / 10) {
      whole = whole * 10 + (bytes[i++] - '0');
    }
    if (i == start || i >= end) {
      return false;
    }
    bare = bytes[i] != '.';
    return bare ? closes(i, whole) : whole < SECONDS_LIMIT && fractionAt(i + 1, whole * NANOS);
  }

  private boolean fractionAt(int start, long seconds) {
    int i = start;
    long fraction = 0;
    while (i < end && isDigit(bytes[i]) && i - start < 9) {
      fraction = fraction * 10 + (bytes[i++] - '0');
    }
    for (int digits = i - start; digits < 9; digits++) {
      fraction *= 10;
    }
    return i > start && closes(i, seconds + fraction);
  }

  private boolean closes(int colon, long value) {
    if (colon >= end || bytes[colon] != ':') {
      return false;
    }
    time = value;
    eventFrom = afterBlanks(colon + 1);
    return eventFrom > colon + 1;
  }

  private int afterBlanks(int start) {
    int i = start;
    while (i < end && isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  private int beforeBlanks(int start) {
    int i = start;
    while (i > nameFrom && isBlank(bytes[i - 1])) {
      i--;
    }
    return i;
  }
}
