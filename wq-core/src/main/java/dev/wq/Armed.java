package dev.wq;

import dev.wq.dispatch.Outcome;

/**
 * What {@link WorkQueue#modDelayed} or {@link WorkQueue#reschedule} did.
 *
 * <p>Linux's mod_delayed_work answers false for NEW and true for MOVED. Zephyr's
 * k_work_reschedule_for_queue answers 1 for NEW (2 if there is no delay and the work runs), MOVED
 * and FOLLOWS, 0 for COALESCED; where it answers an error, or arms what will be dropped, REFUSED or
 * an exception comes here.
 */
public enum Armed {
  /** The work was idle or running, and is now armed (or queued, for no delay). */
  NEW,
  /**
   * The work was pending, on a timer or (modDelayed only) on a queue; that queueing has moved to
   * the new deadline and queue.
   */
  MOVED,
  /**
   * Reschedule only: the work is on a queue and stays there, and is now armed besides. It runs as
   * queued, and once more after the new deadline; if it is still on that queue then, the one run
   * serves both.
   */
  FOLLOWS,
  /**
   * Reschedule without a delay only: the work is on a queue already, and the coming run sees the
   * caller's data. If it was on a timer besides, that is off.
   */
  COALESCED,
  /** The work is disabled or being cancelled; nothing was armed or changed. */
  REFUSED;

  static Armed of(Outcome outcome) {
    return switch (outcome) {
      case QUEUED, REQUEUED -> NEW;
      case MOVED -> MOVED;
      case FOLLOWS -> FOLLOWS;
      case ALREADY_QUEUED -> COALESCED;
      case DISABLED, CANCELING -> REFUSED;
      case DRAINING, PLUGGED, STOPPED, CLOSED -> throw new AssertionError(outcome + " is thrown");
    };
  }
}
