package dev.wq;

/**
 * Told when a run takes longer than its queue allows, after the {@link ItemTimeoutPolicy} has been
 * carried out. Called on the machine's timer thread: it must not block. One that throws is logged
 * and changes nothing.
 */
@FunctionalInterface
public interface ItemTimeoutHandler {
  /** The run of {@code work} has not ended in time. */
  void timedOut(Work work, RtosQueue queue);
}
