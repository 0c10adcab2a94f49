package dev.wq.replay;

import dev.wq.kernel.CpuMask;
import dev.wq.kernel.QueueSpec;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a queue as far as a recording shows or a what-if names them.
 *
 * @param maxActive 0: what the recording shows
 * @param cpus where its workers may run; null: anywhere
 */
record Shape(
    boolean unbound,
    boolean high,
    boolean ordered,
    boolean cpuIntensive,
    int maxActive,
    @Nullable CpuMask cpus) {
  private static final int UNLIMITED = 2048;

  static Shape recorded(boolean unbound, boolean high, boolean cpuIntensive) {
    return new Shape(unbound, high, false, cpuIntensive, 0, null);
  }

  /** Also not ordered any more where it is bound. */
  Shape withUnbound(boolean value) {
    return new Shape(value, high, ordered && value, cpuIntensive, maxActive, value ? cpus : null);
  }

  Shape withHigh(boolean value) {
    return new Shape(unbound, value, ordered, cpuIntensive, maxActive, cpus);
  }

  /** Unbound as well, as the kernel's ordered queues are. */
  Shape withOrdered() {
    return new Shape(true, high, true, cpuIntensive, maxActive, cpus);
  }

  Shape withCpuIntensive() {
    return new Shape(unbound, high, ordered, true, maxActive, cpus);
  }

  Shape withMaxActive(int value) {
    return new Shape(unbound, high, ordered, cpuIntensive, value, cpus);
  }

  Shape withCpus(CpuMask mask) {
    return new Shape(unbound, high, ordered, cpuIntensive, maxActive, mask);
  }

  /** Whether it is served by other pools than {@code other}. */
  boolean isServedUnlike(Shape other) {
    return unbound != other.unbound || high != other.high || cpus != other.cpus;
  }

  /**
   * @param group of its pool, if it is unbound
   */
  QueueSpec spec(String name, int group) {
    QueueSpec spec =
        ordered
            ? QueueSpec.ordered(name).withPoolGroup(group)
            : unbound ? QueueSpec.unbound(name).withPoolGroup(group) : QueueSpec.bound(name);
    spec = spec.withMaxActive(UNLIMITED);
    spec = high ? spec.withHighPriority() : spec;
    return cpuIntensive ? spec.withCpuIntensive() : spec;
  }
}
