package dev.wq.replay;

/** Reads along one line of bytes. Every method that finds nothing stays where it is. */
final class ByteCursor {
  /** What {@link #integer()} answers where no number stands. */
  static final long NONE = Long.MIN_VALUE;

  private static final int LONGEST_POINTER = 16;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private long pointer;
  private boolean hidden;

  void set(byte[] line, int from, int to) {
    bytes = line;
    at = from;
    end = to;
  }

  int at() {
    return at;
  }

  void moveTo(int place) {
    at = place;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The byte here, 0 at the end. */
  byte peek() {
    return at < end ? bytes[at] : 0;
  }

  void skipBlanks() {
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
  }

  /** Steps over {@code literal} if it stands here. */
  boolean skip(byte[] literal) {
    if (!standsAt(at, literal)) {
      return false;
    }
    at += literal.length;
    return true;
  }

  /** Goes to where {@code literal} begins next. */
  boolean seek(byte[] literal) {
    for (int i = at; i <= end - literal.length; i++) {
      if (bytes[i] == literal[0] && standsAt(i, literal)) {
        at = i;
        return true;
      }
    }
    return false;
  }

  private boolean standsAt(int place, byte[] literal) {
    if (end - place < literal.length) {
      return false;
    }
    for (int i = 0; i < literal.length; i++) {
      if (bytes[place + i] != literal[i]) {
        return false;
      }
    }
    return true;
  }

  /** Steps over everything up to the next blank; false if a blank or the end stands here. */
  boolean skipToken() {
    int start = at;
    while (at < end && !isBlank(bytes[at])) {
      at++;
    }
    return at > start;
  }

  /** A decimal number of at most 18 digits, possibly negative; {@link #NONE} if there is none. */
  long integer() {
    int i = at;
    boolean negative = i < end && bytes[i] == '-';
    if (negative) {
      i++;
    }
    int start = i;
    long value = 0;
    while (i < end && isDigit(bytes[i]) && i - start < 18) {
      value = value * 10 + (bytes[i++] - '0');
    }
    if (i == start || (i < end && isDigit(bytes[i]))) {
      return NONE;
    }
    at = i;
    return negative ? -value : value;
  }

  /** A number from 0 to before {@code limit}, or -1. */
  int below(int limit) {
    int start = at;
    long value = integer();
    if (value < 0 || value >= limit) {
      at = start;
      return -1;
    }
    return (int) value;
  }

  /**
   * Steps over a pointer: hexadecimal digits, with or without 0x, or the words in brackets that the
   * kernel prints instead. Linux: {@code %p}.
   */
  boolean skipPointer() {
    hidden = peek() == '(';
    return hidden ? skipBracket() : skipHex();
  }

  private boolean skipBracket() {
    int i = at;
    while (i < end && bytes[i] != ')') {
      i++;
    }
    if (i == end) {
      return false;
    }
    at = i + 1;
    pointer = 0;
    return true;
  }

  private boolean skipHex() {
    int start = at + 1 < end && bytes[at] == '0' && bytes[at + 1] == 'x' ? at + 2 : at;
    int i = start;
    long value = 0;
    int digit;
    while (i < end && (digit = hexDigit(bytes[i])) >= 0) {
      value = value << 4 | digit;
      i++;
    }
    if (i == start || i - start > LONGEST_POINTER) {
      return false;
    }
    at = i;
    pointer = value;
    return true;
  }

  /** The pointer that {@link #skipPointer()} stepped over. */
  long pointer() {
    return pointer;
  }

  /** Whether that pointer was hidden. */
  boolean pointerHidden() {
    return hidden;
  }

  /** Whether nothing follows but blanks and further {@code name=value} fields. */
  boolean onlyFieldsFollow() {
    while (true) {
      skipBlanks();
      if (at == end) {
        return true;
      }
      int start = at;
      skipToken();
      if (!holds(start, (byte) '=')) {
        return false;
      }
    }
  }

  private boolean holds(int start, byte wanted) {
    for (int i = start; i < at; i++) {
      if (bytes[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  private static int hexDigit(byte b) {
    if (isDigit(b)) {
      return b - '0';
    }
    int letter = b | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
