package dev.wq.replay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of one pid, or of one CPU's softirq, while a recording is read. */
final class Task {
  final int pid;
  @Nullable String name;
  PoolName pool = PoolName.unknown();
  boolean kworker;
  long forkedAt = -1;
  long exitedAt = -1;

  /** The scheduler's events have shown it as a worker. */
  boolean scheduled;

  /** The CPU it was last seen on or woken to, -1 if none. */
  int where = -1;

  /** The CPU where it wants to run and does not, -1 if none. */
  int readyOn = -1;

  /** What it runs. */
  @Nullable Execution current;

  /** What it ran last. */
  @Nullable Execution last;

  /*
   * Of the current execution: on the CPU since onSince, or off it since offSince (then not -1),
   * asleep or preempted. wokenAt outlives executions.
   *
   *   wokenAt: -1 -> time   woken
   *            time -> -1   it runs, or leaves the CPU
   */
  long onSince;
  long offSince = -1;
  boolean asleep;
  long wokenAt = -1;

  private long[] segments = new long[8];
  private int segmentCount;
  private long ran;

  Task(int pid) {
    this.pid = pid;
  }

  void named(String newName) {
    name = newName;
    kworker = PoolName.isWorker(newName);
    pool = PoolName.ofTask(newName);
  }

  void begin(Execution execution, long nanos) {
    current = execution;
    last = execution;
    onSince = nanos;
    offSince = -1;
    segmentCount = 0;
    ran = 0;
  }

  /** CPU time of the current execution until {@code nanos}. */
  long cpuTime(long nanos) {
    return offSince < 0 ? ran + nanos - onSince : ran;
  }

  /** The current execution leaves the CPU or ends: it has run since onSince. */
  void addRun(long nanos) {
    long length = nanos - onSince;
    if (segmentCount % 2 == 1) {
      segments[segmentCount - 1] += length;
    } else {
      add(length);
    }
    ran += length;
    onSince = nanos;
  }

  /** Must follow a run. */
  void addSleep(long length) {
    assert segmentCount % 2 == 1;
    add(length);
  }

  private void add(long length) {
    if (segmentCount == segments.length) {
      segments = Arrays.copyOf(segments, 2 * segmentCount);
    }
    segments[segmentCount++] = length;
  }

  long[] segments() {
    return Arrays.copyOf(segments, segmentCount);
  }
}
