package dev.wq.picture;

import java.util.Arrays;

/** How many of something there are at a time: each time that the number changes, and the number. */
final class Level {
  private final long[] at;
  private final int[] value;

  private Level(long[] at, int[] value) {
    this.at = at;
    this.value = value;
  }

  int size() {
    return at.length;
  }

  long at(int change) {
    return at[change];
  }

  int value(int change) {
    return value[change];
  }

  /** Collects from when to when each one is there. */
  static final class Builder {
    private long[] ups = new long[64];
    private long[] downs = new long[64];
    private int size;

    void add(long from, long to) {
      if (size == ups.length) {
        ups = Arrays.copyOf(ups, 2 * size);
        downs = Arrays.copyOf(downs, 2 * size);
      }
      ups[size] = from;
      downs[size++] = to;
    }

    /** Changes at one time are one; one that changes nothing is left out. */
    Level build() {
      Arrays.sort(ups, 0, size);
      Arrays.sort(downs, 0, size);
      long[] at = new long[2 * size];
      int[] value = new int[2 * size];
      int changes = 0;
      int up = 0;
      int down = 0;
      int before = 0;
      while (down < size) {
        long now = up < size ? Math.min(ups[up], downs[down]) : downs[down];
        while (up < size && ups[up] == now) {
          up++;
        }
        while (down < size && downs[down] == now) {
          down++;
        }
        if (up - down != before) {
          before = up - down;
          at[changes] = now;
          value[changes++] = before;
        }
      }
      return new Level(Arrays.copyOf(at, changes), Arrays.copyOf(value, changes));
    }
  }
}
