package dev.wq;

/**
 * Told when a queueing that nobody took back has ended without a run, because the queue could not
 * take it: a timer fired into a plugged or stopped queue, or the queue failed, or was closed before
 * it was started. Also told for a request that raced with the shutting of the queue and was itself
 * answered with a refusal: others may have coalesced with it in the moment before. The work is idle
 * by then. Called by whoever found it, the machine's timer thread for example: it must not block.
 * One that throws is logged and changes nothing.
 */
@FunctionalInterface
public interface DiscardHandler {
  /** A queueing of {@code work} has been cancelled by {@code queue}. */
  void discarded(Work work, RtosQueue queue);
}
