package dev.wq.replay;

/** What became of a line. Each line ends in exactly one class. */
enum LineClass {
  /** Starts with {@code #}. */
  HEADER,
  /** One event, given to the sinks. */
  USED,
  /** Blank, or something well-formed that is not used. */
  IGNORED,
  /** Not understood, or not all of it. */
  DAMAGED,
  /** The kernel says that events are missing here. */
  LOST
}
