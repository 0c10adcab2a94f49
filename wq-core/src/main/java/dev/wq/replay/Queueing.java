package dev.wq.replay;

import org.jspecify.annotations.Nullable;

/** One time that a work became pending. Times are those of the recording; -1 is unknown. */
public final class Queueing {
  final TracedWork work;
  final String queue;
  final long line;
  final long at;
  final int cpu;
  final int pid;
  final Context context;
  final int requiredCpu;
  final int poolCpu;

  // Set while the recording is read, then never changed.
  @Nullable Execution cause;
  long causeOffset = -1;
  @Nullable TimerArming timer;
  boolean delayed;
  long activatedAt = -1;
  long takenBackAt = -1;

  Queueing(
      TracedWork work,
      String queue,
      long line,
      long at,
      int cpu,
      int pid,
      Context context,
      int requiredCpu,
      int poolCpu) {
    this.work = work;
    this.queue = queue;
    this.line = line;
    this.at = at;
    this.cpu = cpu;
    this.pid = pid;
    this.context = context;
    this.requiredCpu = requiredCpu;
    this.poolCpu = poolCpu;
  }

  public TracedWork work() {
    return work;
  }

  /** The name of the queue; older kernels print a pointer. */
  public String queue() {
    return queue;
  }

  public long line() {
    return line;
  }

  public long at() {
    return at;
  }

  /** The CPU where it was queued from. */
  public int cpu() {
    return cpu;
  }

  /** The task that queued it, or that was interrupted. */
  public int pid() {
    return pid;
  }

  public Context context() {
    return context;
  }

  /** The CPU that was asked for, -1 for any. */
  public int requiredCpu() {
    return requiredCpu;
  }

  /** The CPU of the pool, -1 for an unbound pool. */
  public int poolCpu() {
    return poolCpu;
  }

  /** When it got onto the pool's list, -1 if that was not seen. */
  public long activatedAt() {
    return activatedAt;
  }

  /** The execution that queued it; null if no work did. */
  public @Nullable Execution cause() {
    return cause;
  }

  /** How much CPU time {@link #cause()} had used when it queued this, -1 without a cause. */
  public long causeOffset() {
    return causeOffset;
  }

  /** Whether a timer queued it: it is a delayed work's. */
  public boolean isDelayed() {
    return delayed;
  }

  /** How its timer was armed; null if it was not seen or there was no timer. */
  public @Nullable TimerArming timer() {
    return timer;
  }

  /**
   * When this queueing was undone at the latest, which is when the work was queued again; -1 if it
   * was executed or if that is unknown.
   */
  public long takenBackAt() {
    return takenBackAt;
  }

  @Override
  public String toString() {
    return work + " on " + queue + " at " + at;
  }
}
