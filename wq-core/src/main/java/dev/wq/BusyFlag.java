package dev.wq;

/** One way in which a work can be busy, see {@link Work#busy()}. */
public enum BusyFlag {
  /** On a queue, or about to be. */
  QUEUED,
  /** On a timer. */
  DELAYED,
  /** Its function is being executed. */
  RUNNING,
  /** Somebody waits in cancelSync and refuses queueings meanwhile. */
  CANCELING,
  /** Somebody waits for it. */
  FLUSHING
}
