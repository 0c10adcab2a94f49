package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/** A work that runs as written down: so long on a CPU, so long asleep, and so on. */
public final class SegmentWork extends KernelWork {
  private static final long[] NOTHING = {};

  final int id;
  final Workqueue wq;
  final long[] segments; // nanoseconds: above 0 on a CPU, below 0 asleep
  int againTimes; // it queues itself at its end so often
  long againDelay; // through a timer of so many nanoseconds; 0: at once
  int alarmCpu; // CPU of its timer, while armed

  /**
   * @param segments nanoseconds: above 0 on a CPU, below 0 asleep; not copied
   */
  public SegmentWork(int id, Workqueue wq, long @Nullable [] segments) {
    this.id = id;
    this.wq = wq;
    this.segments = segments == null ? NOTHING : segments;
  }

  /** It queues itself again at its end, {@code times} times, {@code delayNanos} later. */
  public SegmentWork again(int times, long delayNanos) {
    againTimes = times;
    againDelay = delayNanos;
    return this;
  }

  public int id() {
    return id;
  }
}
