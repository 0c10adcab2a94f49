package dev.wq.replay;

import java.util.Arrays;
import java.util.function.LongToIntFunction;

/**
 * Which execution had which CPU, and when: each uninterrupted stretch of running on one CPU is a
 * stint, in the order in which they ended. Times are nanoseconds on the recording's scale. A worker
 * between two works has no stint. Immutable.
 */
public final class Stints {
  /** None. */
  static final Stints NONE = new Builder().build(_ -> -1);

  private final int[] executions;
  private final int[] cpus;
  private final long[] from;
  private final long[] to;

  private Stints(int[] executions, int[] cpus, long[] from, long[] to) {
    this.executions = executions;
    this.cpus = cpus;
    this.from = from;
    this.to = to;
  }

  public int size() {
    return executions.length;
  }

  /** Index of the execution in the recording. */
  public int execution(int stint) {
    return executions[stint];
  }

  public int cpu(int stint) {
    return cpus[stint];
  }

  public long from(int stint) {
    return from[stint];
  }

  public long to(int stint) {
    return to[stint];
  }

  @Override
  public String toString() {
    return size() + " stints";
  }

  /** Collects stints while a recording is read or a model runs. */
  static final class Builder {
    private long[] keys = new long[64];
    private int[] cpus = new int[64];
    private long[] from = new long[64];
    private long[] to = new long[64];
    private int size;

    /**
     * @param key names the execution
     */
    void add(long key, int cpu, long start, long end) {
      if (end <= start) {
        return;
      }
      if (size == keys.length) {
        grow();
      }
      keys[size] = key;
      cpus[size] = cpu;
      from[size] = start;
      to[size++] = end;
    }

    private void grow() {
      keys = Arrays.copyOf(keys, size * 2);
      cpus = Arrays.copyOf(cpus, size * 2);
      from = Arrays.copyOf(from, size * 2);
      to = Arrays.copyOf(to, size * 2);
    }

    /**
     * @param index of the execution that a key names; negative: its stints are left out
     */
    Stints build(LongToIntFunction index) {
      int[] executions = new int[size];
      int kept = 0;
      for (int i = 0; i < size; i++) {
        int execution = index.applyAsInt(keys[i]);
        if (execution >= 0) {
          executions[kept] = execution;
          cpus[kept] = cpus[i];
          from[kept] = from[i];
          to[kept++] = to[i];
        }
      }
      return new Stints(
          Arrays.copyOf(executions, kept),
          Arrays.copyOf(cpus, kept),
          Arrays.copyOf(from, kept),
          Arrays.copyOf(to, kept));
    }
  }
}
