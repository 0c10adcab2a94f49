package dev.wq.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream, one at a time, as places in a buffer that is reused. A line that is longer
 * than {@link #MAX_LINE} is passed over and only its beginning is given.
 */
final class LineSource {
  /** Longest line that is read, in bytes. The kernel's own lines stay below one page. */
  static final int MAX_LINE = 64 << 10;

  private static final int FIRST_SIZE = 16 << 10;

  private final InputStream in;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int limit;
  private int next;
  private boolean drained;

  /** The stream stands inside a line that is too long. */
  private boolean skipping;

  private int from;
  private int to;
  private boolean tooLong;
  private boolean ended;

  LineSource(InputStream in) {
    this.in = in;
  }

  /** Where the lines stand; another one after each {@link #advance()}, perhaps. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the line begins in {@link #bytes()}. */
  int from() {
    return from;
  }

  /** Where the line's end stands, or would stand. */
  int to() {
    return to;
  }

  boolean tooLong() {
    return tooLong;
  }

  /** Whether the line has an end; only the last of a file may have none. */
  boolean ended() {
    return ended;
  }

  /**
   * Goes to the next line; false after the last one.
   *
   * @throws IOException if the stream cannot be read
   */
  boolean advance() throws IOException {
    tooLong = false;
    int end = newline(next);
    while (end < 0) {
      if (limit - next > MAX_LINE) {
        return skipLongLine();
      }
      if (!fill()) {
        return last();
      }
      end = newline(next);
    }
    return line(end);
  }

  private boolean line(int end) {
    from = next;
    to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    tooLong = end - from > MAX_LINE;
    next = end + 1;
    ended = true;
    return true;
  }

  private boolean last() {
    if (skipping) {
      return endOfLongLine(limit, false);
    }
    from = next;
    to = limit;
    next = limit;
    ended = false;
    return to > from;
  }

  private boolean skipLongLine() throws IOException {
    skipping = true;
    int end = -1;
    while (end < 0) {
      next = limit;
      if (!fill()) {
        return last();
      }
      end = newline(0);
    }
    return endOfLongLine(end + 1, true);
  }

  private boolean endOfLongLine(int behind, boolean hasEnd) {
    skipping = false;
    tooLong = true;
    ended = hasEnd;
    next = behind;
    from = behind;
    to = behind;
    return true;
  }

  private int newline(int start) {
    for (int i = start; i < limit; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Reads more behind what is left; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (drained) {
      return false;
    }
    System.arraycopy(bytes, next, bytes, 0, limit - next);
    limit -= next;
    next = 0;
    if (limit == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * limit);
    }
    int read = in.read(bytes, limit, bytes.length - limit);
    drained = read < 0;
    limit += Math.max(read, 0);
    return !drained;
  }
}
