package dev.wq.driver;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * How a submission has ended.
 *
 * @param status which way
 * @param cause why it failed or timed out; null if it completed, and of most cancellations
 */
public record Completion(Status status, @Nullable Throwable cause) {
  /** It was done. */
  public static final Completion COMPLETED = new Completion(Status.COMPLETED, null);

  /** Somebody took it back. */
  public static final Completion CANCELLED = new Completion(Status.CANCELLED, null);

  /** The ways to end. */
  public enum Status {
    /** Done. */
    COMPLETED,
    /** Taken back before it began, or aborted by the driver. */
    CANCELLED,
    /** The driver says so, or threw; or it can't be done any more. */
    FAILED,
    /** It took longer than its run limit. */
    TIMED_OUT;

    String text() {
      return switch (this) {
        case COMPLETED -> "completed";
        case CANCELLED -> "cancelled";
        case FAILED -> "failed";
        case TIMED_OUT -> "timed out";
      };
    }
  }

  public Completion {
    Objects.requireNonNull(status, "status");
  }

  /** Whether it was done. */
  public boolean isCompleted() {
    return status == Status.COMPLETED;
  }

  /**
   * Returns if it was done.
   *
   * @throws CancellationException if it was cancelled
   * @throws CompletionException if it failed or timed out, with the cause
   */
  public void orThrow() {
    switch (status) {
      case COMPLETED -> {}
      case CANCELLED -> throw (CancellationException) new CancellationException().initCause(cause);
      case FAILED, TIMED_OUT -> throw new CompletionException(status.toString(), cause);
    }
  }
}
