package dev.wq.dispatch;

/** Who holds the new starts of a queue; each kind is counted and undone by itself. */
public enum Freeze {
  /** The queue's own freeze. */
  QUEUE,
  /** The freezer of the whole machine. */
  MACHINE,
  /** The queue has not been started, or has been stopped; not a freeze for the application. */
  START
}
