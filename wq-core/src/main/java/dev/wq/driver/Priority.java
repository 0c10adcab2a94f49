package dev.wq.driver;

/** How urgent a submitter's items are; more urgent ones are posted first. */
public enum Priority {
  /** Before everything. */
  KERNEL,
  /** Before the ordinary. */
  HIGH,
  /** The ordinary. */
  NORMAL,
  /** When there is nothing else. */
  LOW
}
