package dev.wq.replay;

/** A what-if names a queue that is not in the recording; the message names those that are. */
public final class NoSuchQueueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoSuchQueueException(String message) {
    super(message);
  }
}
