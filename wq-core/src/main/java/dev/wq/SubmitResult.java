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
  /** The queue is plugged: {@link RtosQueue#unplug} makes it accept again. */
  REJECTED_PLUGGED,
  /** The queue has been stopped, or has failed: {@link RtosQueue#start} makes it accept again. */
  REJECTED_STOPPED,
  /** The queue is closed, or closing and the caller is not the function of one of its own works. */
  REJECTED_CLOSED;

  /**
   * Whether this call queued the work, so that it will run (or be reported cancelled) once for it.
   */
  public boolean isQueued() {
    return this == QUEUED || this == REQUEUED;
  }

  /**
   * What Zephyr's k_work_submit_to_queue answers in the same case: 1 queued, 2 queued while it
   * runs, 0 pending already, -16 (EBUSY) refused for a while, -19 (ENODEV) nobody would run it.
   */
  public int errno() {
    return switch (this) {
      case QUEUED -> 1;
      case REQUEUED -> 2;
      case ALREADY_QUEUED -> 0;
      case REJECTED_DISABLED, REJECTED_CANCELING, REJECTED_DRAINING, REJECTED_PLUGGED -> -16;
      case REJECTED_STOPPED, REJECTED_CLOSED -> -19;
    };
  }

  static SubmitResult of(Outcome outcome) {
    return switch (outcome) {
      case QUEUED -> QUEUED;
      case REQUEUED -> REQUEUED;
      case ALREADY_QUEUED -> ALREADY_QUEUED;
      case DISABLED -> REJECTED_DISABLED;
      case CANCELING -> REJECTED_CANCELING;
      case DRAINING -> REJECTED_DRAINING;
      case PLUGGED -> REJECTED_PLUGGED;
      case STOPPED -> REJECTED_STOPPED;
      case CLOSED -> REJECTED_CLOSED;
      case MOVED, FOLLOWS -> throw new AssertionError(outcome + " without a delay");
    };
  }
}
