package dev.wq.device;

/** The stream of a task whose submitter has set none. */
public enum StreamPolicy {
  /** All share one. */
  SINGLE,
  /** That of the submitting thread, always the same one. */
  PER_THREAD,
  /** A fresh one for each task: where each request has a fresh virtual thread anyway. */
  PER_TASK
}
