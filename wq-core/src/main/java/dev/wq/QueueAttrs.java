package dev.wq;

import dev.wq.dispatch.QueueSettings;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a queue is like. Made by {@link #named} and verbs, each of which answers a changed copy;
 * contradictions throw.
 *
 * <table>
 *   <caption>What each attribute does</caption>
 *   <tr><th>attribute</th><th>live</th><th>simulated kernel</th></tr>
 *   <tr><td>maxActive</td><td>so many works of the queue run at once, blocked ones included</td>
 *       <td>the kernel's rules, per CPU or node</td></tr>
 *   <tr><td>ordered</td><td>one at a time, in queueing order</td><td>same</td></tr>
 *   <tr><td>unbound</td><td>none</td><td>choice of pool</td></tr>
 *   <tr><td>highPriority</td><td>a worker of another queue runs its works between two of its own</td>
 *       <td>pools with nice -20</td></tr>
 *   <tr><td>freezable</td><td>the machine's freezer holds its works</td><td>same</td></tr>
 *   <tr><td>memReclaim</td><td>one reserved worker: progress where no thread can be started</td>
 *       <td>rescuer</td></tr>
 *   <tr><td>cpuIntensive</td><td>counted ({@link QueueStats#cpuIntensive})</td>
 *       <td>leaves concurrency management</td></tr>
 *   <tr><td>powerEfficient</td><td>none</td><td>unbound where switched on</td></tr>
 *   <tr><td>bh</td><td>batches of 10 works or 2 ms; waits of this library throw, other blocking is logged</td>
 *       <td>softirq, exact</td></tr>
 *   <tr><td>freshThreads</td><td>each work gets a virtual thread of its own</td><td>none</td></tr>
 * </table>
 *
 * @param name for messages, dumps and events; names need not be unique
 * @param maxActive how many works may run at once, 1 to {@link #MAX_ACTIVE_LIMIT}
 * @param flags everything else
 */
public record QueueAttrs(String name, int maxActive, Set<Flag> flags) {

  /** How many works of a queue run at once unless said otherwise (Linux: WQ_DFL_ACTIVE). */
  public static final int DEFAULT_MAX_ACTIVE = 1024;

  /** The most that may be asked for (Linux: WQ_MAX_ACTIVE). */
  public static final int MAX_ACTIVE_LIMIT = 2048;

  /** A property that a queue has or has not. */
  public enum Flag {
    /** One work at a time, in queueing order (Linux: alloc_ordered_workqueue). */
    ORDERED,
    /** Not tied to the queueing CPU (Linux: WQ_UNBOUND). */
    UNBOUND,
    /** Before normal queues (Linux: WQ_HIGHPRI). */
    HIGH_PRIORITY,
    /** Held by the machine's freezer (Linux: WQ_FREEZABLE). */
    FREEZABLE,
    /** Makes progress without new threads (Linux: WQ_MEM_RECLAIM). */
    MEM_RECLAIM,
    /** Its works burn CPU time (Linux: WQ_CPU_INTENSIVE). */
    CPU_INTENSIVE,
    /** Rather idle CPUs than locality (Linux: WQ_POWER_EFFICIENT). */
    POWER_EFFICIENT,
    /** Short works that never block (Linux: WQ_BH). */
    BH,
    /** Each work on a virtual thread of its own. */
    FRESH_THREADS,
    /** Lives as long as its machine: closing it throws. */
    PERMANENT
  }

  private static final List<Flag> NOT_WITH_BH =
      List.of(
          Flag.ORDERED,
          Flag.UNBOUND,
          Flag.FREEZABLE,
          Flag.MEM_RECLAIM,
          Flag.CPU_INTENSIVE,
          Flag.POWER_EFFICIENT,
          Flag.FRESH_THREADS);

  public QueueAttrs {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException(
          "the name of a queue must not be empty, was '" + name + "'");
    }
    checkMaxActive(name, maxActive);
    flags = inOrder(flags);
    if (flags.contains(Flag.ORDERED) && maxActive != 1) {
      throw refused(name, "is ordered, so maxActive is 1, was " + maxActive);
    }
    if (flags.contains(Flag.BH)) {
      checkBh(name, maxActive, flags);
    }
    if (flags.contains(Flag.MEM_RECLAIM) && flags.contains(Flag.FRESH_THREADS)) {
      throw refused(name, "can't have a reserved worker (memReclaim) and fresh threads");
    }
  }

  /** An immutable copy that always prints in the same order. */
  private static Set<Flag> inOrder(Set<Flag> flags) {
    EnumSet<Flag> copy = EnumSet.noneOf(Flag.class);
    copy.addAll(flags);
    return Collections.unmodifiableSet(copy);
  }

  private static void checkBh(String name, int maxActive, Set<Flag> flags) {
    if (maxActive != DEFAULT_MAX_ACTIVE) {
      throw refused(name, "is bh, which has no limit, was " + maxActive);
    }
    for (Flag flag : NOT_WITH_BH) {
      if (flags.contains(flag)) {
        throw refused(name, "is bh, which goes only with highPriority, not with " + flag);
      }
    }
  }

  private static IllegalArgumentException refused(String name, String why) {
    return new IllegalArgumentException("queue '" + name + "' " + why);
  }

  static void checkMaxActive(String name, int maxActive) {
    if (maxActive < 1 || maxActive > MAX_ACTIVE_LIMIT) {
      throw refused(name, "needs a maxActive from 1 to " + MAX_ACTIVE_LIMIT + ", was " + maxActive);
    }
  }

  /** A plain queue of that name, with {@link #DEFAULT_MAX_ACTIVE}. */
  public static QueueAttrs named(String name) {
    return new QueueAttrs(name, DEFAULT_MAX_ACTIVE, Set.of());
  }

  /** At most so many works at once. */
  public QueueAttrs maxActive(int limit) {
    return new QueueAttrs(name, limit, flags);
  }

  /** One work at a time, in queueing order; unbound as well. */
  public QueueAttrs ordered() {
    return maxActive(1).with(Flag.ORDERED).with(Flag.UNBOUND);
  }

  private QueueAttrs with(Flag flag) {
    EnumSet<Flag> more = EnumSet.of(flag);
    more.addAll(flags);
    return new QueueAttrs(name, maxActive, more);
  }

  private boolean has(Flag flag) {
    return flags.contains(flag);
  }

  /** With {@link Flag#UNBOUND}. */
  public QueueAttrs unbound() {
    return with(Flag.UNBOUND);
  }

  /** With {@link Flag#HIGH_PRIORITY}. */
  public QueueAttrs highPriority() {
    return with(Flag.HIGH_PRIORITY);
  }

  /** With {@link Flag#FREEZABLE}. */
  public QueueAttrs freezable() {
    return with(Flag.FREEZABLE);
  }

  /** With {@link Flag#MEM_RECLAIM}. */
  public QueueAttrs memReclaim() {
    return with(Flag.MEM_RECLAIM);
  }

  /** With {@link Flag#CPU_INTENSIVE}. */
  public QueueAttrs cpuIntensive() {
    return with(Flag.CPU_INTENSIVE);
  }

  /** With {@link Flag#POWER_EFFICIENT}. */
  public QueueAttrs powerEfficient() {
    return with(Flag.POWER_EFFICIENT);
  }

  /** With {@link Flag#BH}. */
  public QueueAttrs bh() {
    return with(Flag.BH);
  }

  /** With {@link Flag#FRESH_THREADS}. */
  public QueueAttrs freshThreads() {
    return with(Flag.FRESH_THREADS);
  }

  /** With {@link Flag#PERMANENT}. */
  public QueueAttrs permanent() {
    return with(Flag.PERMANENT);
  }

  /** Whether it is {@link Flag#ORDERED}. */
  public boolean isOrdered() {
    return has(Flag.ORDERED);
  }

  /** Whether it is {@link Flag#UNBOUND}. */
  public boolean isUnbound() {
    return has(Flag.UNBOUND);
  }

  /** Whether it is {@link Flag#HIGH_PRIORITY}. */
  public boolean isHighPriority() {
    return has(Flag.HIGH_PRIORITY);
  }

  /** Whether it is {@link Flag#FREEZABLE}. */
  public boolean isFreezable() {
    return has(Flag.FREEZABLE);
  }

  /** Whether it is {@link Flag#MEM_RECLAIM}. */
  public boolean isMemReclaim() {
    return has(Flag.MEM_RECLAIM);
  }

  /** Whether it is {@link Flag#CPU_INTENSIVE}. */
  public boolean isCpuIntensive() {
    return has(Flag.CPU_INTENSIVE);
  }

  /** Whether it is {@link Flag#POWER_EFFICIENT}. */
  public boolean isPowerEfficient() {
    return has(Flag.POWER_EFFICIENT);
  }

  /** Whether it is {@link Flag#BH}. */
  public boolean isBh() {
    return has(Flag.BH);
  }

  /** Whether it is {@link Flag#FRESH_THREADS}. */
  public boolean hasFreshThreads() {
    return has(Flag.FRESH_THREADS);
  }

  /** Whether it is {@link Flag#PERMANENT}. */
  public boolean isPermanent() {
    return has(Flag.PERMANENT);
  }

  QueueSettings settings() {
    return new QueueSettings(
        name,
        isOrdered(),
        isUnbound(),
        isBh() ? Integer.MAX_VALUE : maxActive,
        isHighPriority(),
        isMemReclaim(),
        isCpuIntensive(),
        isBh(),
        hasFreshThreads(),
        isPowerEfficient());
  }
}
