package dev.wq.replay;

/**
 * A task that is no worker and had a CPU while a worker was ready for it.
 *
 * @param nice of that task
 */
record Rival(int cpu, long from, long to, int nice) {
  /** It wants the CPU for as long as it had it; a new one for each run of a model. */
  CpuUser user() {
    return CpuUser.rival(nice, to - from);
  }
}
