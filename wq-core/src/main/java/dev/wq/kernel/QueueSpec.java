package dev.wq.kernel;

/**
 * What a queue is created with (Linux: the arguments of {@code alloc_workqueue}).
 *
 * @param unbound served by pools of a group of CPUs without concurrency management
 * @param highPriority served by the pools of nice -20
 * @param ordered one work at a time in queueing order; implies unbound and max_active 1
 * @param maxActive works in execution at once, per CPU or per node; 0 for 1024, clamped to 1..2048
 * @param memReclaim has a rescuer (linux 64)
 * @param cpuIntensive its works leave concurrency management (linux 49)
 * @param bh runs in softirq context (linux 77)
 * @param freezable held back while the machine freezes (linux 110)
 * @param scope CPUs that share a pool, of unbound queues
 * @param strict workers may not leave the CPUs of their pool (linux 72)
 * @param poolGroup unbound queues of different groups never share a pool; -1 for the kernel's way
 */
public record QueueSpec(
    String name,
    boolean unbound,
    boolean highPriority,
    boolean ordered,
    int maxActive,
    boolean memReclaim,
    boolean cpuIntensive,
    boolean bh,
    boolean freezable,
    AffinityScope scope,
    boolean strict,
    int poolGroup) {
  private static final int MAX_ACTIVE = 2048;
  private static final int DEFAULT_MAX_ACTIVE = 1024;

  public QueueSpec {
    if (maxActive < 0) {
      throw new IllegalArgumentException(name + ": negative max_active " + maxActive);
    }
    if (bh && (unbound || ordered || memReclaim || cpuIntensive || freezable)) {
      throw new IllegalArgumentException(name + ": a BH queue may only be of high priority");
    }
    if (bh && maxActive != 0 && maxActive != Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + ": a BH queue has no max_active");
    }
    unbound |= ordered;
    maxActive = ordered ? 1 : bh ? Integer.MAX_VALUE : clampMaxActive(maxActive);
  }

  static int clampMaxActive(int maxActive) {
    return maxActive == 0 ? DEFAULT_MAX_ACTIVE : Math.min(maxActive, MAX_ACTIVE);
  }

  /** A per-CPU queue with the default limit. */
  public static QueueSpec bound(String name) {
    return plain(name, false, false);
  }

  /** An unbound queue with the default limit and scope. */
  public static QueueSpec unbound(String name) {
    return plain(name, true, false);
  }

  /** An ordered queue (Linux: {@code alloc_ordered_workqueue}). */
  public static QueueSpec ordered(String name) {
    return plain(name, true, true);
  }

  /** A softirq queue. */
  public static QueueSpec bh(String name) {
    return new QueueSpec(
        name, false, false, false, 0, false, false, true, false, AffinityScope.DEFAULT, false, -1);
  }

  /** Per-CPU unless the machine's {@code power_efficient} parameter is on (linux 76). */
  public static QueueSpec powerEfficient(String name, boolean parameter) {
    return parameter ? unbound(name) : bound(name);
  }

  QueueSpec asOrdered() {
    return new QueueSpec(
        name,
        true,
        highPriority,
        true,
        1,
        memReclaim,
        cpuIntensive,
        false,
        freezable,
        scope,
        strict,
        poolGroup);
  }

  private static QueueSpec plain(String name, boolean unbound, boolean ordered) {
    return new QueueSpec(
        name,
        unbound,
        false,
        ordered,
        0,
        false,
        false,
        false,
        false,
        AffinityScope.DEFAULT,
        false,
        -1);
  }

  public QueueSpec withHighPriority() {
    return new QueueSpec(
        name,
        unbound,
        true,
        ordered,
        maxActive,
        memReclaim,
        cpuIntensive,
        bh,
        freezable,
        scope,
        strict,
        poolGroup);
  }

  public QueueSpec withMaxActive(int limit) {
    return new QueueSpec(
        name,
        unbound,
        highPriority,
        ordered,
        limit,
        memReclaim,
        cpuIntensive,
        bh,
        freezable,
        scope,
        strict,
        poolGroup);
  }

  public QueueSpec withMemReclaim() {
    return new QueueSpec(
        name,
        unbound,
        highPriority,
        ordered,
        maxActive,
        true,
        cpuIntensive,
        bh,
        freezable,
        scope,
        strict,
        poolGroup);
  }

  public QueueSpec withCpuIntensive() {
    return new QueueSpec(
        name,
        unbound,
        highPriority,
        ordered,
        maxActive,
        memReclaim,
        true,
        bh,
        freezable,
        scope,
        strict,
        poolGroup);
  }

  public QueueSpec withFreezable() {
    return new QueueSpec(
        name,
        unbound,
        highPriority,
        ordered,
        maxActive,
        memReclaim,
        cpuIntensive,
        bh,
        true,
        scope,
        strict,
        poolGroup);
  }

  public QueueSpec withScope(AffinityScope other) {
    return new QueueSpec(
        name,
        unbound,
        highPriority,
        ordered,
        maxActive,
        memReclaim,
        cpuIntensive,
        bh,
        freezable,
        other,
        strict,
        poolGroup);
  }

  public QueueSpec withStrict(boolean on) {
    return new QueueSpec(
        name,
        unbound,
        highPriority,
        ordered,
        maxActive,
        memReclaim,
        cpuIntensive,
        bh,
        freezable,
        scope,
        on,
        poolGroup);
  }

  public QueueSpec withPoolGroup(int group) {
    return new QueueSpec(
        name,
        unbound,
        highPriority,
        ordered,
        maxActive,
        memReclaim,
        cpuIntensive,
        bh,
        freezable,
        scope,
        strict,
        group);
  }
}
