package dev.wq.replay;

import org.jspecify.annotations.Nullable;

/**
 * Something that wants a CPU, as the scheduler sees it: a worker, or a task that is none. See
 * {@link Processor}.
 */
final class CpuUser {
  /** Linux: sched_prio_to_weight, of nice 0. */
  private static final double NICE_STEP = 1.25;

  final double weight;
  final @Nullable ReplayWorker worker; // null: a rival
  final long demand; // of a rival: how long it wants to run
  final boolean holds; // a rival that nobody takes the CPU from
  long ran; // of a rival, before its present stint
  long runsSince; // of a rival, its present stint
  int stint; // of a rival

  double virtual;
  double deadline;
  double lag;
  @Nullable Processor aheadOn;
  int aheadIn;
  long onSince;
  long countedUntil;

  private CpuUser(double weight, @Nullable ReplayWorker worker, long demand, boolean holds) {
    this.weight = weight;
    this.worker = worker;
    this.demand = demand;
    this.holds = holds;
  }

  static CpuUser worker(ReplayWorker worker, boolean high) {
    return new CpuUser(high ? Processor.HIGH_WEIGHT : 1, worker, 0, false);
  }

  static CpuUser rival(int nice, long demand, boolean holds) {
    return new CpuUser(Math.pow(NICE_STEP, -nice), null, demand, holds);
  }
}
