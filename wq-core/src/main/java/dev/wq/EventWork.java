package dev.wq;

import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.ItemControl;
import dev.wq.timer.TimerNode;
import java.time.Duration;
import java.util.Objects;

/**
 * A work that something else than a caller queues: the base of {@code dev.wq.poll.TriggeredWork}.
 *
 * <p>What waits for the event is the subclass's: it queues the work when the event comes, and
 * {@link #withdraw} ends the waiting, which every cancel and disable does first.
 */
public abstract non-sealed class EventWork extends Work {
  /**
   * @param function what {@link #function} answers; kept in the place of other works' owner
   */
  protected EventWork(String name, Object function) {
    super(name, Objects.requireNonNull(function, "function"), false);
  }

  /** What was given to the constructor. */
  protected final Object function() {
    return Objects.requireNonNull(served());
  }

  /** Calls the function for what has happened; on a worker. */
  @Override
  public abstract void run() throws Exception;

  /**
   * Ends the waiting for an event. When it returns, an event that had come has queued the work.
   *
   * @return whether it waited for one
   */
  @Override
  protected abstract boolean withdraw();

  /** A queueing of this work was cancelled; called with no lock held. */
  @Override
  protected abstract void dropped();

  /** Whether a queueing would be refused now, because the work is disabled or being cancelled. */
  protected final boolean refuses() {
    return ItemControl.isCanceling(this) || disableDepth() > 0;
  }

  /**
   * Begins to wait for {@code delay} on the timers of {@code queue}'s machine.
   *
   * @param elapsed called once when it has passed, on the timer thread; must not block
   * @throws IllegalStateException if the machine is closed
   */
  protected static Timeout startTimeout(WorkQueue queue, Duration delay, Runnable elapsed) {
    Timeout timeout = new Timeout(queue.core(), elapsed);
    DispatchQueue core = queue.core();
    core.dispatch().timers().arm(timeout.node, core.host().nanoTime() + delay.toNanos());
    return timeout;
  }

  /** A timeout that has been started. */
  public static final class Timeout {
    private final DispatchQueue queue;
    private final Node node;

    private Timeout(DispatchQueue queue, Runnable elapsed) {
      this.queue = queue;
      this.node = new Node(elapsed);
    }

    /** True if it will not elapse; false if it has, or is about to. */
    public boolean cancel() {
      return queue.dispatch().timers().cancel(node);
    }
  }

  private static final class Node extends TimerNode {
    private final Runnable elapsed;

    Node(Runnable elapsed) {
      this.elapsed = elapsed;
    }

    @Override
    protected void expired() {
      elapsed.run();
    }
  }
}
