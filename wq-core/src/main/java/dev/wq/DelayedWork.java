package dev.wq;

import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.ItemControl;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A work that can be queued after a delay. While it is on its timer it is pending: it coalesces,
 * and can be cancelled, disabled, flushed (then it is queued at once) and re-timed.
 *
 * <p>Three ways to set the time, by what happens to a deadline that is set already:
 *
 * <ul>
 *   <li>{@link WorkQueue#enqueueDelayed}: the first deadline stays. A burst of requests is served
 *       once, a fixed time after its first one: throttling.
 *   <li>{@link WorkQueue#modDelayed}: the new deadline counts. A burst is served once, a fixed time
 *       after its last request: debouncing.
 *   <li>{@link WorkQueue#enqueueAt}: as the first, with an absolute deadline; the way to periods
 *       that do not drift.
 * </ul>
 *
 * <p>A delayed work never starts early. A live machine's timers tick about once a millisecond and
 * round up; a simulated machine's are exact.
 */
public final class DelayedWork extends Work implements DelayedWorkItem {
  /** A delayed work to be kept in a field; its function is that of the object it is queued with. */
  public DelayedWork(String name) {
    this(name, null);
  }

  private DelayedWork(String name, @Nullable WorkFunction function) {
    super(name, function, true);
  }

  /** A delayed work that stands alone and has its own function. */
  public static DelayedWork of(String name, WorkFunction function) {
    return new DelayedWork(name, Objects.requireNonNull(function, "function"));
  }

  @Override
  public DelayedWork work() {
    return this;
  }

  /** Whether it is on its timer; a snapshot. */
  public boolean isArmed() {
    return ItemControl.isArmed(this);
  }

  /**
   * The deadline it was last armed for, on {@link Machine#now()}'s scale; empty before the first
   * arming.
   */
  public Optional<Duration> deadline() {
    DispatchQueue queue = ItemControl.queueOf(this);
    long nanos = ItemControl.deadline(this);
    return queue == null || nanos == 0
        ? Optional.empty()
        : Optional.of(WorkQueue.of(queue).machine().sinceStart(nanos));
  }

  /** How long it still has to be on its timer; zero if it is not, or is due. */
  public Duration remaining() {
    DispatchQueue queue = ItemControl.queueOf(this);
    if (queue == null || !isArmed()) {
      return Duration.ZERO;
    }
    long left = ItemControl.deadline(this) - queue.dispatch().host().nanoTime();
    return Duration.ofNanos(Math.max(0, left));
  }
}
