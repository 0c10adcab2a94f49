package dev.wq;

import dev.wq.dispatch.Arming;
import dev.wq.dispatch.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;

/** What the ways into a queue have in common: whose work it is, how long, and what is answered. */
final class Doors {
  private Doors() {}

  /** The work of {@code entry}, which serves {@code owner} and nobody else. */
  static <T> Work bound(T owner, HasWork<T> entry) {
    Work work = entry.of(owner);
    work.bind(owner, entry);
    return work;
  }

  /** As {@link #bound}, of a work that can be delayed. */
  static <T> DelayedWork boundDelayed(T owner, HasWork<T> entry) {
    if (bound(owner, entry) instanceof DelayedWork work) {
      return work;
    }
    throw new IllegalArgumentException(
        "work " + entry + " can't be delayed: its field is no DelayedWork");
  }

  /** A delay as the timers take it. */
  static long delayNanos(Duration delay, DelayedWork work, WorkQueue queue) {
    return delay.equals(DelayedWork.FOREVER)
        ? Arming.NEVER
        : Wait.delayNanos(delay, "delay", work, queue);
  }

  /** Whether the work was queued; what the queue refuses is thrown. */
  static boolean accepted(Outcome outcome, Work work, WorkQueue queue) {
    if (outcome.queued()) {
      return true;
    }
    return switch (outcome) {
      case DRAINING, PLUGGED, STOPPED, CLOSED -> throw rejected(outcome, work, queue);
      default -> false;
    };
  }

  /** What became of the timer; what the queue refuses is thrown. */
  static Armed armed(Outcome outcome, DelayedWork work, WorkQueue queue) {
    return switch (outcome) {
      case DRAINING, PLUGGED, STOPPED, CLOSED -> throw rejected(outcome, work, queue);
      default -> Armed.of(outcome);
    };
  }

  private static RejectedExecutionException rejected(Outcome outcome, Work work, WorkQueue queue) {
    String why = outcome.name().toLowerCase(Locale.ROOT);
    return new RejectedExecutionException(
        "queue '" + queue.name() + "' is " + why + ", refused work '" + work.name() + "'");
  }
}
