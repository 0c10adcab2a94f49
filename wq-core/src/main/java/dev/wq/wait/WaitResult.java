package dev.wq.wait;

/** How a wait on a {@link WaitCell} ended. */
public enum WaitResult {
  /** By a wake; of a wait for a condition: it holds. */
  WOKEN,
  /** The time was over first. */
  TIMED_OUT,
  /** The cell is closed; of a wait for a condition: and the condition does not hold. */
  CLOSED
}
