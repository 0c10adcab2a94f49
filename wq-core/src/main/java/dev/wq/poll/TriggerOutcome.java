package dev.wq.poll;

import java.util.List;

/**
 * Why a triggered work runs, or a wait has ended.
 *
 * @param cause what came first
 * @param ready the triggers, in the order in which they were given, that fired or whose condition
 *     held when the handler was entered; after a timeout those that have come since (zephyr P13,
 *     P16). Immutable
 */
public record TriggerOutcome(Cause cause, List<Trigger> ready) {

  /** What came first. */
  public enum Cause {
    /** A trigger. */
    EVENT,
    /** The timeout. */
    TIMEOUT,
    /** The waiting for one of the objects was cancelled (Zephyr: k_queue_cancel_wait). */
    CANCELLED,
    /** Somebody queued the work by hand. An arming stays in force. */
    ENQUEUED
  }

  public TriggerOutcome {
    ready = List.copyOf(ready);
  }

  /** Whether {@code trigger} is among the ready ones. */
  public boolean isReady(Trigger trigger) {
    return ready.contains(trigger);
  }
}
