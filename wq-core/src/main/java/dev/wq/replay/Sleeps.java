package dev.wq.replay;

import dev.wq.replay.Workload.Arrival;
import dev.wq.replay.Workload.Wake;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Works that sleep, and who is to wake them. */
/*
 * A sleep that another work ended in the recording is ended by that work in causal replay. It may come late, or wait for
 * the very sleeper: then the sleep is given up PATIENCE after it should have been over.
 *
 * In a what-if the two may have nothing to do with each other any more: a work that sleeps for a free request is woken by
 * whoever frees one, and under another limit that is another work. Therefore a waker that is not even queued when the sleep
 * has lasted as long as before is not waited for. One that is queued is, for a shorter time: if it is held back, this may be
 * the deadlock that one asked about, or again a coincidence, which should not hold up everything behind it.
 */
final class Sleeps {
  private static final long PATIENCE = 100_000_000;
  private static final long WHAT_IF_PATIENCE = 10_000_000;

  private final boolean causal;
  private final StopDelays stops;
  private final Map<Arrival, ReplayWorker> sleepers = new HashMap<>();
  private final Set<Wake> done = new HashSet<>();

  Sleeps(boolean causal, StopDelays stops) {
    this.causal = causal;
    this.stops = stops;
  }

  private @Nullable Wake wakeOf(Arrival arrival, int stretch) {
    return causal ? arrival.wakes.get(stretch) : null;
  }

  private @Nullable Wake pending(ReplayWorker worker, Arrival arrival) {
    Wake wake = wakeOf(arrival, worker.stretch - 1);
    return wake == null || done.contains(wake) ? null : wake;
  }

  /**
   * The worker goes to sleep, for {@code delay} if nobody wakes it.
   *
   * @return when to ask whether that is over
   */
  long begin(ReplayWorker worker, Arrival arrival, int stretch, long now, long delay) {
    sleepers.put(arrival, worker);
    worker.sleptAt = now;
    worker.patient = false;
    Wake wake = wakeOf(arrival, stretch);
    if (wake == null) {
      return now + delay;
    }
    return done.contains(wake)
        ? now
        : now + stops.untilWoken(course(worker), stretch, delay + PATIENCE);
  }

  /** A wake-up happens; the worker whose sleep it ends, null if that is not asleep now. */
  @Nullable ReplayWorker wakes(Wake wake) {
    done.add(wake);
    ReplayWorker worker = sleepers.get(wake.sleeper());
    return worker != null && worker.stretch == wake.stretch() + 1 ? worker : null;
  }

  /**
   * Whether a sleep whose time has come is over.
   *
   * @param queued whether an arrival has taken place
   * @return 0, or how long it goes on at most
   */
  long rest(ReplayWorker worker, Arrival arrival, Predicate<Arrival> queued) {
    Wake wake = pending(worker, arrival);
    if (wake == null || worker.patient || !stops.repeats() || wasInVain(worker)) {
      return 0;
    }
    worker.patient = queued.test(wake.waker());
    return worker.patient ? WHAT_IF_PATIENCE : 0;
  }

  /** The sleep is over; true if it was given up. */
  boolean end(ReplayWorker worker, Arrival arrival, long now) {
    sleepers.remove(arrival);
    Wake wake = wakeOf(arrival, worker.stretch - 1);
    if (wake == null) {
      return false;
    }
    boolean came = done.contains(wake);
    stops.woken(course(worker), worker.stretch - 1, now - worker.sleptAt, came);
    return !came && (worker.patient || !stops.repeats() || wasInVain(worker));
  }

  private boolean wasInVain(ReplayWorker worker) {
    return stops.wasInVain(course(worker), worker.stretch - 1);
  }

  private static Course course(ReplayWorker worker) {
    return Objects.requireNonNull(worker.course);
  }
}
