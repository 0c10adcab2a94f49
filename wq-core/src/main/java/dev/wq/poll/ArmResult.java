package dev.wq.poll;

/** What became of a request to arm a triggered work, see {@link TriggeredWork#arm}. */
public enum ArmResult {
  /** It waits for its triggers (Zephyr: 0). */
  ARMED(0),
  /** A trigger held already, or the timeout is zero: it has been queued (Zephyr: 0). */
  FIRED(0),
  /** It is fired and has not run yet, or is being armed by another thread (Zephyr: -EINVAL). */
  BUSY(-22),
  /** It is armed or fired for another queue (Zephyr: -EADDRINUSE). */
  OWNED_BY_OTHER_QUEUE(-98),
  /** The work is disabled. */
  REJECTED_DISABLED(-16),
  /** Somebody waits in cancelSync; the refusal ends with that wait. */
  REJECTED_CANCELING(-16),
  /**
   * It was fired at once and its queue did not let it in; the handler has been told why (Zephyr
   * answers 0 and loses it).
   */
  REJECTED_BY_QUEUE(-16);

  private final int errno;

  ArmResult(int errno) {
    this.errno = errno;
  }

  /** Whether the work is armed or queued by this call. */
  public boolean isAccepted() {
    return this == ARMED || this == FIRED;
  }

  /** Zephyr's answer, 0 or a negative number of errno.h. */
  public int errno() {
    return errno;
  }
}
