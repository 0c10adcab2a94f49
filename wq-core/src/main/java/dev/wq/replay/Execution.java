package dev.wq.replay;

import org.jspecify.annotations.Nullable;

/**
 * One run of a work by a worker. Times are those of the recording; -1 is unknown.
 *
 * <p>Segments alternate between running and sleeping and begin with running. Time in which the
 * worker wanted the CPU and did not have it is in neither: {@link #preempted()}, {@link #waited()}.
 */
public final class Execution {
  private static final long[] NONE = {};
  private static final String BARRIER = "wq_barrier_func";

  final TracedWork work;
  final long startLine;
  final long startedAt;
  final int startCpu;
  final int worker;
  final @Nullable Execution previous;

  // Set while the recording is read, then never changed.
  @Nullable Queueing queueing;
  PoolName pool;
  int index = -1;
  long endedAt = -1;
  long wokenAt = -1;
  long preempted;
  long waited;
  int migrations;
  long[] segments = NONE;

  Execution(
      TracedWork work,
      @Nullable Queueing queueing,
      long startLine,
      long startedAt,
      int startCpu,
      int worker,
      PoolName pool,
      @Nullable Execution previous) {
    this.work = work;
    this.queueing = queueing;
    this.startLine = startLine;
    this.startedAt = startedAt;
    this.startCpu = startCpu;
    this.worker = worker;
    this.pool = pool;
    this.previous = previous;
  }

  /** Place in the order of starts, from 0. */
  public int index() {
    return index;
  }

  public TracedWork work() {
    return work;
  }

  public String function() {
    return work.function();
  }

  /** The queueing that this run answers; null for barriers and what was queued before the file. */
  public @Nullable Queueing queueing() {
    return queueing;
  }

  /** The queue's name, empty if the queueing was not seen. */
  public String queue() {
    return queueing == null ? "" : queueing.queue;
  }

  /** -1 if the queueing was not seen. */
  public long queuedAt() {
    return queueing == null ? -1 : queueing.at;
  }

  /** -1 if the queueing was not seen. */
  public long activatedAt() {
    return queueing == null ? -1 : queueing.activatedAt;
  }

  public long startedAt() {
    return startedAt;
  }

  /** -1 if it still ran at the end of the recording, or if its end is missing. */
  public long endedAt() {
    return endedAt;
  }

  /** From queueing to start, -1 if the queueing was not seen. */
  public long latency() {
    return queueing == null ? -1 : startedAt - queueing.at;
  }

  public long startLine() {
    return startLine;
  }

  /** The pid of the worker. */
  public int worker() {
    return worker;
  }

  public PoolName pool() {
    return pool;
  }

  public int startCpu() {
    return startCpu;
  }

  /** When the worker was woken for it, -1 if it was running already. */
  public long wokenAt() {
    return wokenAt;
  }

  /** What the same worker ran before; null for its first. */
  public @Nullable Execution previous() {
    return previous;
  }

  /** Whether this is the barrier of a flush, which nobody queues. Linux: insert_wq_barrier. */
  public boolean isBarrier() {
    return queueing == null && work.function().equals(BARRIER);
  }

  /** Preempted while it ran, in all. */
  public long preempted() {
    return preempted;
  }

  /** From the wake-ups after its sleeps until it had the CPU again, in all. */
  public long waited() {
    return waited;
  }

  /** How often it came back on another CPU than it started on. */
  public int migrations() {
    return migrations;
  }

  public int segmentCount() {
    return segments.length;
  }

  /** The length of a segment; even ones are running, odd ones sleeping. */
  public long segment(int i) {
    return segments[i];
  }

  /** A copy of all segments. */
  public long[] segments() {
    return segments.clone();
  }

  /** The sum of the running segments. */
  public long cpuTime() {
    long sum = 0;
    for (int i = 0; i < segments.length; i += 2) {
      sum += segments[i];
    }
    return sum;
  }

  /** The sum of the sleeping segments. */
  public long slept() {
    long sum = 0;
    for (int i = 1; i < segments.length; i += 2) {
      sum += segments[i];
    }
    return sum;
  }

  @Override
  public String toString() {
    return work + " by " + worker + " from " + startedAt + " to " + endedAt;
  }
}
