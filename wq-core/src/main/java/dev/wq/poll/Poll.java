package dev.wq.poll;

import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Blocks a thread until one of several triggers comes (Zephyr: k_poll). */
public final class Poll {
  private Poll() {}

  /**
   * Waits until one of the triggers holds.
   *
   * @return EVENT, or CANCELLED if the waiting for one of the objects was cancelled; with all
   *     triggers that hold now
   * @throws InterruptedException if interrupted while waiting; what came meanwhile is passed on to
   *     the next watcher
   * @throws IllegalStateException if called by a bh work
   * @throws IllegalArgumentException without a trigger
   */
  public static TriggerOutcome await(Trigger... any) throws InterruptedException {
    if (any.length == 0) {
      throw new IllegalArgumentException("nothing to wait for: no trigger and no timeout");
    }
    return await(any, any[0], Waiter.NEVER);
  }

  /**
   * As {@link #await(Trigger...)}, for at most {@code timeout}: then the cause is TIMEOUT. Zero
   * does not wait. Without triggers it waits for the time to pass.
   */
  public static TriggerOutcome await(Duration timeout, Trigger... any) throws InterruptedException {
    if (Objects.requireNonNull(timeout, "timeout").isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative, was " + timeout);
    }
    Trigger first = any.length == 0 ? new NeverTrigger() : any[0];
    return await(any, first, TimeUnit.NANOSECONDS.convert(timeout));
  }

  private static TriggerOutcome await(Trigger[] any, Trigger first, long timeoutNanos)
      throws InterruptedException {
    ThreadArming arming = new ThreadArming(first);
    arming.addSiblings(any);
    arming.register();
    if (timeoutNanos == 0) {
      arming.fire(TriggerOutcome.Cause.TIMEOUT);
    }
    if (arming.armed()) {
      refuseBhWait(arming);
      arming.await(timeoutNanos);
    }
    return arming.outcome();
  }

  private static void refuseBhWait(ThreadArming arming) {
    try {
      ItemControl.refuseBhWait(arming.trigger);
    } catch (IllegalStateException bh) {
      arming.giveUp();
      throw bh;
    }
  }
}
