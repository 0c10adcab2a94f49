package dev.wq.replay;

import java.util.Arrays;

/** Intervals of time, each from its beginning to before its end. */
public final class IntervalList {
  private long[] bounds = new long[16];
  private int count;

  IntervalList() {}

  /** Leaves out what has no length. */
  void add(long from, long to) {
    if (to <= from) {
      return;
    }
    if (2 * count == bounds.length) {
      bounds = Arrays.copyOf(bounds, 4 * count);
    }
    bounds[2 * count] = from;
    bounds[2 * count + 1] = to;
    count++;
  }

  /** Sorts, and makes one of those that touch or overlap. */
  void merge() {
    sort();
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept > 0 && from(i) <= to(kept - 1)) {
        bounds[2 * kept - 1] = Math.max(to(kept - 1), to(i));
      } else {
        bounds[2 * kept] = from(i);
        bounds[2 * kept + 1] = to(i);
        kept++;
      }
    }
    count = kept;
    bounds = Arrays.copyOf(bounds, 2 * count);
  }

  /** By beginning; nearly sorted already, so by insertion. */
  private void sort() {
    for (int i = 1; i < count; i++) {
      long from = from(i);
      long to = to(i);
      int place = i;
      while (place > 0 && from(place - 1) > from) {
        bounds[2 * place] = from(place - 1);
        bounds[2 * place + 1] = to(place - 1);
        place--;
      }
      bounds[2 * place] = from;
      bounds[2 * place + 1] = to;
    }
  }

  /** The end of the interval that holds {@code time}, else {@code time}. Only after a merge. */
  public long freeFrom(long time) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (from(middle) > time) {
        high = middle - 1;
      } else if (to(middle) <= time) {
        low = middle + 1;
      } else {
        return to(middle);
      }
    }
    return time;
  }

  public int size() {
    return count;
  }

  public long from(int i) {
    return bounds[2 * i];
  }

  public long to(int i) {
    return bounds[2 * i + 1];
  }

  /** The sum of all lengths. */
  public long total() {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += to(i) - from(i);
    }
    return sum;
  }
}
