package dev.wq.sim;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The readable log of one run: instant, thread, what happened; the last lines of it, so that a long
 * run stays small.
 */
final class RunLog {
  private final int limit;
  private final ArrayDeque<Line> lines = new ArrayDeque<>();
  private long dropped;

  private record Line(long now, String thread, String what) {
    String text() {
      return String.format("%12s  %-16s %s", time(now), thread, what);
    }
  }

  RunLog(int limit) {
    this.limit = limit;
  }

  void add(long now, String thread, String what) {
    if (lines.size() == limit) {
      lines.removeFirst();
      dropped++;
    }
    lines.add(new Line(now, thread, what));
  }

  void stopped(long now, SimThread thread, int state) {
    String what = Diagnosis.stopLine(thread, state, now);
    if (what != null) {
      add(now, thread.name, what);
    }
  }

  /** The lines kept, with one line about those that were not. */
  List<String> lines() {
    var all = new ArrayList<String>(lines.size() + 1);
    if (dropped > 0) {
      all.add("... " + dropped + " earlier lines");
    }
    lines.forEach(line -> all.add(line.text()));
    return all;
  }

  /** Exact milliseconds: {@code 50 ms}, {@code 0.001 ms}. */
  static String time(long nanos) {
    if (nanos == 0) {
      return "0 ms";
    }
    return BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + " ms";
  }
}
