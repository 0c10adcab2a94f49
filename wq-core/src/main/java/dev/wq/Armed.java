package dev.wq;

/**
 * What {@link WorkQueue#modDelayed} did. Linux answers false for the first and true for the second.
 */
public enum Armed {
  /** The work was idle or running, and is now armed (or queued, for no delay). */
  NEW,
  /**
   * The work was pending, on a timer or a queue; that queueing has moved to the new deadline and
   * queue.
   */
  MOVED,
  /** The work is disabled or being cancelled; nothing was armed. */
  REFUSED
}
