package dev.wq;

import dev.wq.dispatch.Arming;
import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.ItemControl;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A work that can be queued after a delay. While it is on its timer it is pending: it coalesces,
 * and can be cancelled, disabled, flushed (then it is queued at once) and re-timed.
 *
 * <p>Three policies, by what a request does to those before it:
 *
 * <ul>
 *   <li><b>throttle</b>, {@link WorkQueue#enqueueDelayed} (Linux: queue_delayed_work, Zephyr:
 *       k_work_schedule): the first deadline stays. A burst of requests is served once, a fixed
 *       time after its first one. {@link WorkQueue#enqueueAt} is the same with an absolute
 *       deadline, the way to periods that do not drift.
 *   <li><b>debounce, keeping what is queued</b>, {@link WorkQueue#reschedule} (Zephyr:
 *       k_work_reschedule): the last deadline counts. A burst is served a fixed time after its last
 *       request; a run that is due already is not lost, and comes besides.
 *   <li><b>debounce, pulling back</b>, {@link WorkQueue#modDelayed} (Linux: mod_delayed_work): the
 *       last deadline counts, also for a run that is due and has not begun. It never runs within
 *       that time after a request.
 * </ul>
 *
 * <table>
 *   <caption>What a request with a delay does</caption>
 *   <tr><th>the work is</th><th>enqueueDelayed</th><th>reschedule</th><th>modDelayed</th></tr>
 *   <tr><td>idle, or runs</td><td>arms it: true</td><td>arms it: NEW</td><td>arms it: NEW</td></tr>
 *   <tr><td>on its timer</td><td>nothing: false</td><td>deadline and queue change: MOVED</td>
 *       <td>deadline and queue change: MOVED</td></tr>
 *   <tr><td>on a queue</td><td>nothing: false</td><td>arms it besides: FOLLOWS</td>
 *       <td>back onto the timer: MOVED</td></tr>
 *   <tr><td>on a queue and on its timer</td><td>nothing: false</td>
 *       <td>the timer's deadline and queue change: MOVED</td>
 *       <td>both back onto the timer, as one: MOVED</td></tr>
 *   <tr><td>disabled or being cancelled</td><td>refused: false</td><td>REFUSED</td>
 *       <td>REFUSED</td></tr>
 * </table>
 *
 * <p>Without a delay, that is {@link Duration#ZERO}, "arms" and "onto the timer" mean: onto the
 * queue now; and a reschedule of a queued work takes the timer off and answers COALESCED. With
 * {@link #FOREVER} the work is on its timer until it is re-timed, flushed or cancelled.
 *
 * <p>A delayed work never starts early. A live machine's timers tick about once a millisecond and
 * round up; a simulated machine's are exact.
 */
public final class DelayedWork extends Work implements DelayedWorkItem {
  /** The delay that never ends: the work is pending, and waits for a request that re-times it. */
  public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

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

  /** Whether it is on its timer, alone or besides being queued; a snapshot. */
  public boolean isArmed() {
    return ItemControl.isArmed(this);
  }

  /**
   * The deadline it was last armed for, on {@link Machine#now()}'s scale; empty before the first
   * arming, and for {@link #FOREVER}.
   */
  public Optional<Duration> deadline() {
    DispatchQueue queue = ItemControl.queueOf(this);
    long nanos = ItemControl.deadline(this);
    return queue == null || nanos == 0 || nanos == Arming.NEVER
        ? Optional.empty()
        : Optional.of(WorkQueue.of(queue).machine().sinceStart(nanos));
  }

  /**
   * How long it still has to be on its timer, maybe {@link #FOREVER}; zero if it is not, or is due.
   */
  public Duration remaining() {
    DispatchQueue queue = ItemControl.queueOf(this);
    if (queue == null || !isArmed()) {
      return Duration.ZERO;
    }
    long deadline = ItemControl.deadline(this);
    long left = deadline - queue.dispatch().host().nanoTime();
    return deadline == Arming.NEVER ? FOREVER : Duration.ofNanos(Math.max(0, left));
  }
}
