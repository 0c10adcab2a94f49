package dev.wq;

import dev.wq.dispatch.Outcome;

/** What became of a request to queue a work, see {@link WorkQueue#submit}. */
public enum SubmitResult {
  /** Queued by this call; the work was idle. */
  QUEUED,
  /** Queued by this call while the work runs: it runs once more, after the present run. */
  REQUEUED,
  /** Pending already. Its position and its queue stay; the coming run sees the caller's data. */
  ALREADY_QUEUED,
  /** The work is disabled (Linux: disable_work). */
  REJECTED_DISABLED,
  /** Somebody waits in {@link Work#cancelSync()}; the refusal ends with that wait. */
  REJECTED_CANCELING,
  /** The queue drains, and the caller is not the function of one of its own works. */
  REJECTED_DRAINING,
  /** The queue is closed, or closing and the caller is not the function of one of its own works. */
  REJECTED_CLOSED;

  /**
   * Whether this call queued the work, so that it will run (or be reported cancelled) once for it.
   */
  public boolean isQueued() {
    return this == QUEUED || this == REQUEUED;
  }

  static SubmitResult of(Outcome outcome) {
    return switch (outcome) {
      case QUEUED -> QUEUED;
      case REQUEUED -> REQUEUED;
      case ALREADY_QUEUED -> ALREADY_QUEUED;
      case DISABLED -> REJECTED_DISABLED;
      case CANCELING -> REJECTED_CANCELING;
      case DRAINING -> REJECTED_DRAINING;
      case CLOSED -> REJECTED_CLOSED;
      case MOVED, FOLLOWS -> throw new AssertionError(outcome + " without a delay");
    };
  }
}
