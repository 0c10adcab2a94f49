package dev.wq;

import dev.wq.dispatch.QueueSettings;
import java.util.Objects;

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
 * @param isOrdered one work at a time, in queueing order (Linux: alloc_ordered_workqueue)
 * @param isUnbound not tied to the queueing CPU (Linux: WQ_UNBOUND)
 * @param maxActive how many works may run at once, 1 to {@link #MAX_ACTIVE_LIMIT}
 * @param isHighPriority before normal queues (Linux: WQ_HIGHPRI)
 * @param isFreezable held by the freezer (Linux: WQ_FREEZABLE)
 * @param isMemReclaim makes progress without new threads (Linux: WQ_MEM_RECLAIM)
 * @param isCpuIntensive its works burn CPU time (Linux: WQ_CPU_INTENSIVE)
 * @param isPowerEfficient rather idle CPUs than locality (Linux: WQ_POWER_EFFICIENT)
 * @param isBh short works that never block (Linux: WQ_BH)
 * @param hasFreshThreads each work on a new virtual thread
 * @param isPermanent lives as long as its machine: closing it throws
 */
public record QueueAttrs(
    String name,
    boolean isOrdered,
    boolean isUnbound,
    int maxActive,
    boolean isHighPriority,
    boolean isFreezable,
    boolean isMemReclaim,
    boolean isCpuIntensive,
    boolean isPowerEfficient,
    boolean isBh,
    boolean hasFreshThreads,
    boolean isPermanent) {

  /** How many works of a queue run at once unless said otherwise (Linux: WQ_DFL_ACTIVE). */
  public static final int DEFAULT_MAX_ACTIVE = 1024;

  /** The most that may be asked for (Linux: WQ_MAX_ACTIVE). */
  public static final int MAX_ACTIVE_LIMIT = 2048;

  public QueueAttrs {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException(
          "the name of a queue must not be empty, was '" + name + "'");
    }
    checkMaxActive(name, maxActive);
    if (isOrdered && maxActive != 1) {
      throw refused(name, "is ordered, so maxActive is 1, was " + maxActive);
    }
    if (isBh && (isOrdered || isUnbound || isFreezable || isMemReclaim || isCpuIntensive)) {
      throw refused(name, "is bh, which goes only with highPriority");
    }
    if (isBh && (maxActive != DEFAULT_MAX_ACTIVE || isPowerEfficient || hasFreshThreads)) {
      throw refused(name, "is bh, which has no limit, power mode or threads of its own");
    }
    if (isMemReclaim && hasFreshThreads) {
      throw refused(name, "can't have a reserved worker (memReclaim) and fresh threads");
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
    return new QueueAttrs(
        name,
        false,
        false,
        DEFAULT_MAX_ACTIVE,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false);
  }

  /** One work at a time, in queueing order. */
  public QueueAttrs ordered() {
    return new QueueAttrs(
        name,
        true,
        true,
        1,
        isHighPriority,
        isFreezable,
        isMemReclaim,
        isCpuIntensive,
        isPowerEfficient,
        isBh,
        hasFreshThreads,
        isPermanent);
  }

  /** Not tied to a CPU. */
  public QueueAttrs unbound() {
    return new QueueAttrs(
        name,
        isOrdered,
        true,
        maxActive,
        isHighPriority,
        isFreezable,
        isMemReclaim,
        isCpuIntensive,
        isPowerEfficient,
        isBh,
        hasFreshThreads,
        isPermanent);
  }

  /** At most so many works at once. */
  public QueueAttrs maxActive(int limit) {
    return new QueueAttrs(
        name,
        isOrdered,
        isUnbound,
        limit,
        isHighPriority,
        isFreezable,
        isMemReclaim,
        isCpuIntensive,
        isPowerEfficient,
        isBh,
        hasFreshThreads,
        isPermanent);
  }

  /** Before normal queues. */
  public QueueAttrs highPriority() {
    return new QueueAttrs(
        name,
        isOrdered,
        isUnbound,
        maxActive,
        true,
        isFreezable,
        isMemReclaim,
        isCpuIntensive,
        isPowerEfficient,
        isBh,
        hasFreshThreads,
        isPermanent);
  }

  /** Held by the machine's freezer. */
  public QueueAttrs freezable() {
    return new QueueAttrs(
        name,
        isOrdered,
        isUnbound,
        maxActive,
        isHighPriority,
        true,
        isMemReclaim,
        isCpuIntensive,
        isPowerEfficient,
        isBh,
        hasFreshThreads,
        isPermanent);
  }

  /** With a reserved worker. */
  public QueueAttrs memReclaim() {
    return new QueueAttrs(
        name,
        isOrdered,
        isUnbound,
        maxActive,
        isHighPriority,
        isFreezable,
        true,
        isCpuIntensive,
        isPowerEfficient,
        isBh,
        hasFreshThreads,
        isPermanent);
  }

  /** Works that burn CPU time. */
  public QueueAttrs cpuIntensive() {
    return new QueueAttrs(
        name,
        isOrdered,
        isUnbound,
        maxActive,
        isHighPriority,
        isFreezable,
        isMemReclaim,
        true,
        isPowerEfficient,
        isBh,
        hasFreshThreads,
        isPermanent);
  }

  /** Rather idle CPUs than locality. */
  public QueueAttrs powerEfficient() {
    return new QueueAttrs(
        name,
        isOrdered,
        isUnbound,
        maxActive,
        isHighPriority,
        isFreezable,
        isMemReclaim,
        isCpuIntensive,
        true,
        isBh,
        hasFreshThreads,
        isPermanent);
  }

  /** Short works that never block. */
  public QueueAttrs bh() {
    return new QueueAttrs(
        name,
        isOrdered,
        isUnbound,
        maxActive,
        isHighPriority,
        isFreezable,
        isMemReclaim,
        isCpuIntensive,
        isPowerEfficient,
        true,
        hasFreshThreads,
        isPermanent);
  }

  /** Each work on a virtual thread of its own. */
  public QueueAttrs freshThreads() {
    return new QueueAttrs(
        name,
        isOrdered,
        isUnbound,
        maxActive,
        isHighPriority,
        isFreezable,
        isMemReclaim,
        isCpuIntensive,
        isPowerEfficient,
        isBh,
        true,
        isPermanent);
  }

  /** Lives as long as its machine; only the machine closes it. */
  public QueueAttrs permanent() {
    return new QueueAttrs(
        name,
        isOrdered,
        isUnbound,
        maxActive,
        isHighPriority,
        isFreezable,
        isMemReclaim,
        isCpuIntensive,
        isPowerEfficient,
        isBh,
        hasFreshThreads,
        true);
  }

  QueueSettings settings() {
    return new QueueSettings(
        name,
        isOrdered,
        isUnbound,
        isBh ? Integer.MAX_VALUE : maxActive,
        isHighPriority,
        isMemReclaim,
        isCpuIntensive,
        isBh,
        hasFreshThreads);
  }
}
