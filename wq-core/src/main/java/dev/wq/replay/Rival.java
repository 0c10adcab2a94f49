package dev.wq.replay;

/**
 * A task that is no worker and had a CPU while a worker was ready for it.
 *
 * @param nice of that task
 */
record Rival(int cpu, long from, long to, int nice) {
  private static final int TICKS = 2;

  /**
   * It wants the CPU for as long as it had it; a new one for each run of a model. Where it kept the
   * CPU over ticks that should have taken it, it was in a part of the kernel that can't be
   * preempted, and nobody takes it from there in the model either.
   *
   * @param tick of the recorded kernel, in nanoseconds
   */
  CpuUser user(long tick) {
    return CpuUser.rival(nice, to - from, to - from > TICKS * tick);
  }
}
