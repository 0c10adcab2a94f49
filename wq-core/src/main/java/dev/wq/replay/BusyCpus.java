package dev.wq.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** For each CPU the stretches of time in which it was not to be had. Immutable. */
final class BusyCpus {
  private final long[][] from;
  private final long[][] to;

  private BusyCpus(long[][] from, long[][] to) {
    this.from = from;
    this.to = to;
  }

  static BusyCpus none() {
    return new BusyCpus(new long[0][], new long[0][]);
  }

  /** When the CPU can be had at the earliest, from {@code nanos} on. */
  long freeAt(int cpu, long nanos) {
    if (cpu >= from.length) {
      return nanos;
    }
    int i = Arrays.binarySearch(from[cpu], nanos);
    int at = i >= 0 ? i : -i - 2;
    return at >= 0 && to[cpu][at] > nanos ? to[cpu][at] : nanos;
  }

  long total() {
    long sum = 0;
    for (int c = 0; c < from.length; c++) {
      for (int i = 0; i < from[c].length; i++) {
        sum += to[c][i] - from[c][i];
      }
    }
    return sum;
  }

  /** Collects stretches in any order; they may overlap. */
  static final class Builder {
    private final List<List<long[]>> byCpu = new ArrayList<>();

    void add(int cpu, long from, long to) {
      while (byCpu.size() <= cpu) {
        byCpu.add(new ArrayList<>());
      }
      if (to > from) {
        byCpu.get(cpu).add(new long[] {from, to});
      }
    }

    BusyCpus build() {
      long[][] from = new long[byCpu.size()][];
      long[][] to = new long[byCpu.size()][];
      for (int c = 0; c < from.length; c++) {
        List<long[]> merged = merged(byCpu.get(c));
        from[c] = merged.stream().mapToLong(s -> s[0]).toArray();
        to[c] = merged.stream().mapToLong(s -> s[1]).toArray();
      }
      return new BusyCpus(from, to);
    }

    private static List<long[]> merged(List<long[]> stretches) {
      List<long[]> sorted = new ArrayList<>(stretches);
      sorted.sort(Comparator.comparingLong(s -> s[0]));
      List<long[]> merged = new ArrayList<>();
      for (long[] s : sorted) {
        long[] last = merged.isEmpty() ? null : merged.getLast();
        if (last != null && s[0] <= last[1]) {
          last[1] = Math.max(last[1], s[1]);
        } else {
          merged.add(s.clone());
        }
      }
      return merged;
    }
  }
}
