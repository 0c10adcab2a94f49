package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/** Something that uses CPUs: a simulated thread, or a worker of an event engine. */
public abstract class CpuTask {
  /** Of a task that may run on any CPU. */
  public static final int ANY_CPU = -1;

  private final boolean roams;
  int cpu; // where it runs, waits, or ran last
  @Nullable CpuTask nextInLine;

  /**
   * @param cpu its CPU for good, or {@link #ANY_CPU}
   */
  protected CpuTask(int cpu) {
    this.roams = cpu == ANY_CPU;
    this.cpu = roams ? 0 : cpu;
  }

  /** The CPU where it runs or ran last. */
  public final int cpu() {
    return cpu;
  }

  /** 0: softirq, 1: high priority, 2: all others. */
  public int level() {
    return 2;
  }

  /** Whether it shares a CPU in time slices with others of its level. */
  public boolean isSliced() {
    return false;
  }

  /** Whether it may run on any CPU. */
  public final boolean roams() {
    return roams;
  }
}
