package dev.wq.replay;

import dev.wq.replay.Fidelity.InFlight;
import java.util.Arrays;

/** Executions in flight at once, from their starts and ends. */
final class Flight {
  private final long[] starts;
  private final long[] ends;
  private int size;

  Flight(int executions) {
    this.starts = new long[executions];
    this.ends = new long[executions];
  }

  void add(long start, long end) {
    starts[size] = start;
    ends[size] = end;
    size++;
  }

  /**
   * Most at once, and the mean over the time while any were. Where one ends when another starts,
   * the end comes first.
   */
  InFlight inFlight() {
    Arrays.sort(starts, 0, size);
    Arrays.sort(ends, 0, size);
    int now = 0;
    int peak = 0;
    long last = 0;
    double area = 0;
    long busy = 0;
    for (int started = 0, ended = 0; ended < size; ) {
      boolean isEnd = started == size || ends[ended] <= starts[started];
      long at = isEnd ? ends[ended++] : starts[started++];
      if (now > 0) {
        area += (double) now * (at - last);
        busy += at - last;
      }
      now += isEnd ? -1 : 1;
      peak = Math.max(peak, now);
      last = at;
    }
    return new InFlight(peak, busy == 0 ? 0 : area / busy);
  }
}
