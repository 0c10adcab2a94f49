package dev.wq.replay;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the CPU scheduler put the woken workers of unbound pools. It decides by what else runs on
 * the machine, of which a recording of workers shows little; so, like the times in which a CPU was
 * not to be had, it is told to the model as far as it is known.
 */
final class Placements {
  private static final class Sequence {
    private long[] times = new long[64];
    private int[] cpus = new int[64];
    private int size;

    void add(long at, int cpu) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
        cpus = Arrays.copyOf(cpus, size * 2);
      }
      times[size] = at;
      cpus[size++] = cpu;
    }

    int nearest(long at, long within) {
      int i = Arrays.binarySearch(times, 0, size, at);
      int after = i >= 0 ? i : -i - 1;
      long back = after > 0 ? at - times[after - 1] : Long.MAX_VALUE;
      long ahead = after < size ? times[after] - at : Long.MAX_VALUE;
      if (Math.min(back, ahead) > within) {
        return -1;
      }
      return ahead <= back ? cpus[after] : cpus[after - 1];
    }
  }

  private final Map<String, Sequence> byPool = new HashMap<>();

  /** In the order of time within a pool. */
  void add(String pool, long at, int cpu) {
    byPool.computeIfAbsent(pool, _ -> new Sequence()).add(at, cpu);
  }

  /** The CPU of the wake-up nearest to {@code at}, -1 if none is as near as {@code within}. */
  int nearest(String pool, long at, long within) {
    Sequence sequence = byPool.get(pool);
    return sequence == null ? -1 : sequence.nearest(at, within);
  }
}
