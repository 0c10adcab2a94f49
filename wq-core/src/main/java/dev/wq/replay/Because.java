package dev.wq.replay;

import java.util.Objects;

/**
 * One reason of a latency.
 *
 * @param cause its kind
 * @param what for people, with the names of the works, queues and CPUs involved; a clause without a
 *     full stop
 * @param nanos the share of the latency that it explains, in nanoseconds, not negative
 */
public record Because(Cause cause, String what, long nanos) {
  public Because {
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(what, "what");
    if (nanos < 0) {
      throw new IllegalArgumentException("nanos must not be negative, was " + nanos);
    }
  }
}
