package dev.wq.sim;

import org.jspecify.annotations.Nullable;

/**
 * What a simulation found wrong by itself: threads that are blocked for ever, a wait in real time,
 * a wake-up from outside, spinning that leads nowhere, a thread that died of an exception. The
 * message says who and where.
 */
public final class SimulationFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  SimulationFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
