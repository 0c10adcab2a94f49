package dev.wq.kernel;

import java.util.Arrays;

/** Works to be queued at instants, in order. */
final class Arrivals {
  private long[] times = new long[64];
  private int[] cpus = new int[64];
  private SegmentWork[] works = new SegmentWork[64];
  private int size;
  private int next;

  void add(long time, SegmentWork work, int cpu) {
    if (size > 0 && time < times[size - 1]) {
      throw new IllegalArgumentException("arrival at " + time + " after " + times[size - 1]);
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      cpus = Arrays.copyOf(cpus, 2 * size);
      works = Arrays.copyOf(works, 2 * size);
    }
    times[size] = time;
    cpus[size] = cpu;
    works[size++] = work;
  }

  /** The instant of the next one, {@link EventHeap#NEVER} after the last. */
  long nextTime() {
    return next == size ? EventHeap.NEVER : times[next];
  }

  SegmentWork work() {
    return works[next];
  }

  int cpu() {
    return cpus[next];
  }

  void advance() {
    next++;
  }
}
