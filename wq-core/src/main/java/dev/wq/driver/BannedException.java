package dev.wq.driver;

import java.util.concurrent.RejectedExecutionException;

/** A submitter has caused too many resets, and its items are not accepted any more. */
public final class BannedException extends RejectedExecutionException {
  private static final long serialVersionUID = 1;

  BannedException(String message) {
    super(message);
  }
}
