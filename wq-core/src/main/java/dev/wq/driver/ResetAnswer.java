package dev.wq.driver;

/** What {@link Driver#reset} has done. */
public enum ResetAnswer {
  /** Nothing is in progress any more. */
  RESET,
  /**
   * The device is at work and nothing was touched; the item gets its run limit once more. Of an
   * item that somebody waits to close, or about which a call threw, this counts as no reset.
   */
  STILL_RUNNING
}
