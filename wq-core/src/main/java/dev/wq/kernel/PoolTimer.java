package dev.wq.kernel;

/** The timers of a pool; at most one of each kind is armed. */
public enum PoolTimer {
  /** Worker creation takes too long: call the rescuers (linux 65). */
  MAYDAY,
  /** An idle worker may have been idle for long enough (linux 59). */
  IDLE,
  /** Worker creation failed: try again (linux 58). */
  RETRY
}
