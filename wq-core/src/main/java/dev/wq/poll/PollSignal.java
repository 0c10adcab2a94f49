package dev.wq.poll;

import dev.wq.poll.TriggerOutcome.Cause;
import java.util.OptionalInt;

/**
 * A flag with a value, which works and threads wait for (Zephyr: k_poll_signal). Not counted: a
 * second raise before the reset replaces the value and is otherwise lost; where each must be
 * served, use a {@code CountingSemaphore}. Only the consumer resets it, and best by {@link
 * #checkAndReset}, which loses no raise in between.
 *
 * <p>All methods may be called by any thread, and none blocks.
 */
public final class PollSignal extends PollObject {
  private boolean signaled; // L: false -> true raise, true -> false reset
  private int value; // L: of the last raise
  private final Trigger raised = new Raised(); // I

  /** Not raised. */
  public PollSignal() {}

  /**
   * Raises it, and tells one watcher if there is one; the value of the last raise counts (Zephyr:
   * k_poll_signal_raise).
   */
  public void raise(int result) {
    lock();
    signaled = true;
    value = result;
    Arming told = raised.takeWatcher(Cause.EVENT);
    unlock();
    raised.deliver(told);
  }

  /** Takes the flag down (Zephyr: k_poll_signal_reset). */
  public void reset() {
    lock();
    signaled = false;
    unlock();
  }

  /** The value of the last raise, empty if it is not raised (Zephyr: k_poll_signal_check). */
  public OptionalInt check() {
    lock();
    boolean is = signaled;
    int result = value;
    unlock();
    return now(is, result);
  }

  /** As {@link #check} and {@link #reset} in one step, so that no raise is lost between them. */
  public OptionalInt checkAndReset() {
    lock();
    boolean was = signaled;
    int result = value;
    signaled = false;
    unlock();
    return now(was, result);
  }

  private static OptionalInt now(boolean raised, int value) {
    return raised ? OptionalInt.of(value) : OptionalInt.empty();
  }

  /** Holds while the signal is raised. */
  public Trigger raised() {
    return raised;
  }

  @Override
  public String toString() {
    OptionalInt now = check();
    return now.isPresent() ? "signal raised with " + now.getAsInt() : "signal";
  }

  private final class Raised extends Trigger {
    Raised() {
      super(PollSignal.this);
    }

    @Override
    boolean holds() {
      return signaled;
    }

    @Override
    public String toString() {
      return "signal raised";
    }
  }
}
