package dev.wq.replay;

import dev.wq.kernel.KernelPool;
import dev.wq.kernel.KernelWorker;
import dev.wq.replay.Workload.Arrival;
import org.jspecify.annotations.Nullable;

/** A worker of the modelled kernel: where it is with what it does. */
final class ReplayWorker extends KernelWorker {
  /** Where the thread is. */
  enum Thread {
    /** On the idle list, off the CPU. */
    IDLE,
    /** Woken, and not yet in a CPU's queue. */
    KICKED,
    /** Waits for a CPU. */
    READY,
    /** On a CPU. */
    ON,
    /** On a CPU, on the idle list, on its way off. */
    LEAVING,
    /** Inside a function, until it is woken. */
    ASLEEP,
    /** A manager that waits for its new worker. */
    CREATING,
    /** Gone. */
    DEAD
  }

  Thread thread = Thread.IDLE;
  final boolean high;
  int cpu;
  boolean woken; // while it was leaving
  boolean slept; // the pool has been told, and is to be told that it runs again
  long onSince;
  @Nullable Arrival runs;
  int stretch;
  long progress; // CPU time of the execution before the present stretch
  long stretchSince; // when the present stretch began
  long unbrokenSince; // progress at start or at the last sleep
  int effect; // index of the next effect
  int waitNumber;
  int sleep; // number of the present one
  double weight;
  double virtual;
  double deadline;
  double lag;
  long ranUntil;
  @Nullable Processor delayedOn;
  int delayedIn;
  boolean ran;
  boolean returned; // the function has; the pool does not know yet

  ReplayWorker(KernelPool pool, int id, int cpu) {
    super(pool, id);
    this.high = pool.nice() < 0;
    this.cpu = cpu;
    this.weight = high ? 88761.0 / 1024 : 1;
  }
}
