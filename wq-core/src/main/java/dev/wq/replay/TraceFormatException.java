package dev.wq.replay;

import java.io.IOException;

/** A file that holds no event of a work queue; the message says what was found instead. */
public final class TraceFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  TraceFormatException(String message) {
    super(message);
  }
}
