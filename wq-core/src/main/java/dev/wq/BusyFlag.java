package dev.wq;

/** One way in which a work can be busy, see {@link Work#busy()}. */
public enum BusyFlag {
  /** On a queue, or about to be; together with DELAYED after a {@link WorkQueue#reschedule}. */
  QUEUED,
  /** On a timer, or about to be. */
  DELAYED,
  /** Its function is being executed. */
  RUNNING,
  /** Somebody waits in cancelSync and refuses queueings meanwhile. */
  CANCELING,
  /** Somebody waits for it. */
  FLUSHING
}
