package dev.wq.replay;

/**
 * Tells a required CPU from "any", which the kernel writes as the NR_CPUS of its build (256, 8192,
 * on small builds just the number of CPUs). Linux: WORK_CPU_UNBOUND.
 *
 * <p>No CPU has that number, so it is the largest that occurs and is at least the number of CPUs.
 */
final class RequiredCpu {
  private int cpus;
  private long largest = -1;

  /** There are at least this many CPUs. */
  void cpusAtLeast(int count) {
    cpus = Math.max(cpus, count);
  }

  /** The CPU that {@code written} stands for, -1 for any. */
  int of(long written) {
    largest = Math.max(largest, written);
    boolean any = written < 0 || (written >= cpus && written == largest);
    return any ? -1 : (int) written;
  }

  int cpus() {
    return cpus;
  }
}
