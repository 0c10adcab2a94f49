package dev.wq.device;

/**
 * What a shutdown with a time limit has left.
 *
 * @param cancelled tasks that were taken back before they began; who waited for them has been told
 * @param running tasks that did not end, also after an interrupt; their runner ends when they do
 */
public record ShutdownReport(int cancelled, int running) {
  static final ShutdownReport CLEAN = new ShutdownReport(0, 0);

  /** Whether everything that was queued has run. */
  public boolean isClean() {
    return cancelled == 0 && running == 0;
  }

  ShutdownReport plus(ShutdownReport other) {
    return new ShutdownReport(cancelled + other.cancelled, running + other.running);
  }
}
