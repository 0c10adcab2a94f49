package dev.wq;

import dev.wq.dispatch.QueueSettings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a queue with a life cycle is like (Zephyr: k_work_queue_config). Made by {@link #named} and
 * verbs, each of which answers a changed copy; contradictions throw.
 *
 * @param name for messages, dumps and events; names need not be unique
 * @param workers how many works may run at once, 1 to {@link QueueAttrs#MAX_ACTIVE_LIMIT}; one: an
 *     ordered queue
 * @param yields whether other threads may run between two works: exact in a simulation, without
 *     effect on a live machine; a simulated kernel always yields
 * @param isEssential lives as long as its machine: stopping or closing it throws
 * @param isFreezable whether the machine's freezer holds its works
 * @param itemTimeout how long each run may take; zero: as long as it wants
 * @param onItemTimeout what happens to a run that takes longer
 * @param ownThread the kind of the thread that the queue has for itself; null: the machine's
 *     workers run its works
 */
public record RtosAttrs(
    String name,
    int workers,
    boolean yields,
    boolean isEssential,
    boolean isFreezable,
    Duration itemTimeout,
    ItemTimeoutPolicy onItemTimeout,
    @Nullable ThreadKind ownThread) {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  public RtosAttrs {
    Objects.requireNonNull(onItemTimeout, "onItemTimeout");
    QueueAttrs.named(name);
    if (workers < 1 || workers > QueueAttrs.MAX_ACTIVE_LIMIT) {
      throw new IllegalArgumentException(
          "queue '%s' needs 1 to %d workers, was %d"
              .formatted(name, QueueAttrs.MAX_ACTIVE_LIMIT, workers));
    }
    if (Objects.requireNonNull(itemTimeout, "itemTimeout").isNegative()
        || itemTimeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "item timeout of queue '" + name + "' must be from 0 to 100 years, was " + itemTimeout);
    }
    if (ownThread != null && workers > 1) {
      throw new IllegalArgumentException(
          "queue '" + name + "' with a thread of its own has one worker, was " + workers);
    }
    if (ownThread != null && onItemTimeout == ItemTimeoutPolicy.REPLACE_WORKER) {
      throw new IllegalArgumentException(
          "the own thread of queue '" + name + "' can't be replaced: " + onItemTimeout);
    }
  }

  /** A queue of that name that runs one work at a time, yields, and can be stopped. */
  public static RtosAttrs named(String name) {
    return new RtosAttrs(
        name, 1, true, false, false, Duration.ZERO, ItemTimeoutPolicy.REPORT, null);
  }

  /** So many works at once; more than one: the order is that of their starts. */
  public RtosAttrs workers(int count) {
    return new RtosAttrs(
        name, count, yields, isEssential, isFreezable, itemTimeout, onItemTimeout, ownThread);
  }

  /** Works run back to back (Zephyr: no_yield). */
  public RtosAttrs noYield() {
    return new RtosAttrs(
        name, workers, false, isEssential, isFreezable, itemTimeout, onItemTimeout, ownThread);
  }

  /** Can't be stopped or closed before its machine. */
  public RtosAttrs essential() {
    return new RtosAttrs(
        name, workers, yields, true, isFreezable, itemTimeout, onItemTimeout, ownThread);
  }

  /** Held by the machine's freezer. */
  public RtosAttrs freezable() {
    return new RtosAttrs(
        name, workers, yields, isEssential, true, itemTimeout, onItemTimeout, ownThread);
  }

  /** Each run may take so long (Zephyr: work_timeout_ms). */
  public RtosAttrs itemTimeout(Duration limit, ItemTimeoutPolicy policy) {
    return new RtosAttrs(name, workers, yields, isEssential, isFreezable, limit, policy, ownThread);
  }

  /**
   * All works run on one thread, which {@link RtosQueue#start} starts and the end of this life of
   * the queue ends: a daemon named like the queue. What a work does to its thread locals, the next
   * one finds. On a simulated kernel its workers run the works, as ever.
   */
  public RtosAttrs ownThread(ThreadKind kind) {
    Objects.requireNonNull(kind, "kind");
    return new RtosAttrs(
        name, workers, yields, isEssential, isFreezable, itemTimeout, onItemTimeout, kind);
  }

  /** The same as attributes of a queue. */
  QueueAttrs queueAttrs() {
    QueueAttrs plain = QueueAttrs.named(name).unbound().maxActive(workers);
    QueueAttrs counted = workers == 1 ? plain.ordered() : plain;
    QueueAttrs bound = isEssential ? counted.permanent() : counted;
    return isFreezable ? bound.freezable() : bound;
  }

  QueueSettings settings() {
    return queueAttrs()
        .settings()
        .with(
            new QueueSettings.Rtos(
                yields,
                itemTimeout.toNanos(),
                onItemTimeout == ItemTimeoutPolicy.REPLACE_WORKER,
                onItemTimeout == ItemTimeoutPolicy.STOP_QUEUE));
  }
}
