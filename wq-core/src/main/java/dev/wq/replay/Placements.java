package dev.wq.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the CPU scheduler put the woken workers of unbound pools. It decides that by what else runs
 * on the machine, of which a recording of workers shows little; so, like the time in which a CPU
 * was not to be had, it is told to the model as far as it is known. Immutable.
 */
final class Placements {
  private final Map<String, long[]> times;
  private final Map<String, int[]> cpus;

  private Placements(Map<String, long[]> times, Map<String, int[]> cpus) {
    this.times = times;
    this.cpus = cpus;
  }

  /** The CPU of that pool's wake-up nearest to {@code at}, -1 if none is within {@code within}. */
  int nearest(String pool, long at, long within) {
    long[] known = times.get(pool);
    int[] where = cpus.get(pool);
    if (known == null || where == null) {
      return -1;
    }
    int i = Arrays.binarySearch(known, at);
    int after = i >= 0 ? i : -i - 1;
    long back = after > 0 ? at - known[after - 1] : Long.MAX_VALUE;
    long ahead = after < known.length ? known[after] - at : Long.MAX_VALUE;
    if (Math.min(back, ahead) > within) {
      return -1;
    }
    return ahead <= back ? where[after] : where[after - 1];
  }

  /** Collects placements in any order. */
  static final class Builder {
    private record Entry(long at, int cpu) {}

    private final Map<String, List<Entry>> byPool = new HashMap<>();

    void add(String pool, long at, int cpu) {
      byPool.computeIfAbsent(pool, _ -> new ArrayList<>()).add(new Entry(at, cpu));
    }

    Placements build() {
      Map<String, long[]> times = new HashMap<>();
      Map<String, int[]> cpus = new HashMap<>();
      byPool.forEach((pool, entries) -> {
        entries.sort(Comparator.comparingLong(Entry::at));
        times.put(pool, entries.stream().mapToLong(Entry::at).toArray());
        cpus.put(pool, entries.stream().mapToInt(Entry::cpu).toArray());
      });
      return new Placements(times, cpus);
    }
  }
}
