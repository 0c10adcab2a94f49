package dev.wq.replay;

import dev.wq.kernel.KernelRules;

/**
 * How a workload is run.
 *
 * @param causal whether what works did follows them
 * @param busy whether the model is told when CPUs were not to be had
 * @param rivals whether the tasks that had them compete for them instead, and works that were seen
 *     to offer their CPU do so at every tick
 * @param recordedTick of the recorded kernel, in nanoseconds
 * @param threshold CPU time after which a work is no more managed, in nanoseconds (linux 50)
 */
record Setup(
    Model model,
    boolean causal,
    boolean busy,
    boolean rivals,
    Ticks ticks,
    long recordedTick,
    int cpus,
    KernelRules rules,
    long threshold) {

  Setup with(Model other) {
    return new Setup(other, causal, busy, rivals, ticks, recordedTick, cpus, rules, threshold);
  }

  Setup withRivals(boolean on) {
    return new Setup(model, causal, busy, on, ticks, recordedTick, cpus, rules, threshold);
  }
}
