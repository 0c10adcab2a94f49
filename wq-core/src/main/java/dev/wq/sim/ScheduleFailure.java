package dev.wq.sim;

/**
 * A scenario broke under some schedule. The message has the seed, how to run it again, and the end
 * of the run's log; the cause is what broke.
 */
public final class ScheduleFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** The seed that breaks the scenario. */
  private final long seed;

  ScheduleFailure(long seed, String message, Throwable cause) {
    super(message, cause);
    this.seed = seed;
  }

  /** The seed that breaks the scenario. */
  public long seed() {
    return seed;
  }
}
