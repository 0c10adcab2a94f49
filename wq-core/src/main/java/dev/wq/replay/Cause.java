package dev.wq.replay;

/** Why a work had to wait; each stretch of a predicted latency has exactly one. */
public enum Cause {
  /** Its queue had as many works active as it may have (Linux: max_active). */
  ACTIVATION,
  /** Works were before it on its pool's list, or its own last run was not over. */
  BEHIND,
  /** An idle worker of the pool was on its way to a CPU. */
  WAKING,
  /** The pool had no idle worker and made one. */
  CREATING,
  /** Something that is no worker had the CPU. */
  OTHERS,
  /** A worker of another pool had the CPU. */
  PREEMPTED,
  /** A flush or a drain was in front of it (Linux: insert_wq_barrier). */
  BARRIER,
  /** The worker was between two works, or the CPU between two threads. */
  SWITCHING
}
