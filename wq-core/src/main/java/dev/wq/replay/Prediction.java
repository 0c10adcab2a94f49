package dev.wq.replay;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of each execution of a recording. Executions are named by their index in the
 * recording, times are nanoseconds on the recording's scale, and {@link #NONE} stands for what the
 * model does not say. Immutable.
 */
public final class Prediction {
  /** No time, no worker. */
  public static final int NONE = -1;

  private final Model model;
  private final long[] queuedAt;
  private final long[] activatedAt;
  private final long[] startedAt;
  private final long[] endedAt;
  private final int[] worker;
  private final @Nullable String[] pool;
  private final Map<String, PoolUse> pools;
  private final long runNanos;
  private final int waitsInVain;
  private final Stints stints;
  private final Reasons reasons;

  private Prediction(Builder from, Reasons reasons) {
    this.model = from.model;
    this.queuedAt = from.queuedAt.clone();
    this.activatedAt = from.activatedAt.clone();
    this.startedAt = from.startedAt.clone();
    this.endedAt = from.endedAt.clone();
    this.worker = from.worker.clone();
    this.pool = from.pool.clone();
    this.pools = Collections.unmodifiableMap(new TreeMap<>(from.pools));
    this.runNanos = from.runNanos;
    this.waitsInVain = from.waitsInVain;
    this.stints = from.stints.build(key -> (int) key);
    this.reasons = reasons;
  }

  /**
   * How a model used the workers of one pool.
   *
   * @param wakeups idle workers woken; a worker that goes on to its next work is not
   * @param workers different workers that ran something
   */
  public record PoolUse(long wakeups, int workers) {
    static final PoolUse UNUSED = new PoolUse(0, 0);
  }

  /** Who predicted. */
  public Model model() {
    return model;
  }

  /** Executions of the recording, predicted or not. */
  public int size() {
    return startedAt.length;
  }

  /** Whether the model started this execution. */
  public boolean isPredicted(int execution) {
    return startedAt[execution] != NONE;
  }

  /** When the work was queued in the model: in causal replay it follows the work that queued it. */
  public long queuedAt(int execution) {
    return queuedAt[execution];
  }

  /** When it got onto its pool's list. */
  public long activatedAt(int execution) {
    return activatedAt[execution];
  }

  public long startedAt(int execution) {
    return startedAt[execution];
  }

  public long endedAt(int execution) {
    return endedAt[execution];
  }

  /** From the model's queueing to its start; {@link #NONE} if one of them is not predicted. */
  public long latency(int execution) {
    return startedAt[execution] == NONE || queuedAt[execution] == NONE
        ? NONE
        : startedAt[execution] - queuedAt[execution];
  }

  /** Number of the worker within its pool. */
  public int worker(int execution) {
    return worker[execution];
  }

  /** The pool that ran it; null if it was not started or the model has no pools. */
  public @Nullable PoolName poolOf(int execution) {
    String name = pool[execution];
    return name == null ? null : PoolName.parse(name);
  }

  /** Whether the model has workers at all: the baseline {@link Model#BASE} has none. */
  public boolean hasWorkers() {
    return !pools.isEmpty();
  }

  /** Use of a pool's workers, by the pool's printed name; all zero for a pool it does not know. */
  public PoolUse pool(String name) {
    return pools.getOrDefault(name, PoolUse.UNUSED);
  }

  /**
   * Sleeps that a work ended in the recording and that were given up, 100 ms later (in a what-if 10
   * ms), because in the model that work had not come so far.
   */
  public int waitsInVain() {
    return waitsInVain;
  }

  /** Which of the executions had which CPU, and when; none if the model has no CPUs. */
  public Stints stints() {
    return stints;
  }

  /** CPU time of all that was run. */
  public long runNanos() {
    return runNanos;
  }

  /** Why this execution started when it did, see {@link Reasons#because}. */
  public List<Because> because(int execution) {
    return isPredicted(execution) ? reasons.because(execution) : List.of();
  }

  @Override
  public String toString() {
    long predicted = Arrays.stream(startedAt).filter(t -> t != NONE).count();
    return model + ": " + predicted + " of " + size() + " executions";
  }

  /** Collects a prediction while a model runs; refuses to run anything twice. */
  static final class Builder {
    private final Model model;
    private final long[] queuedAt;
    private final long[] activatedAt;
    private final long[] startedAt;
    private final long[] endedAt;
    private final int[] worker;
    private final @Nullable String[] pool;
    private final Map<String, PoolUse> pools = new TreeMap<>();
    private final Stints.Builder stints = new Stints.Builder();
    private long runNanos;
    private int waitsInVain;

    /**
     * @param executions of the recording
     */
    Builder(Model model, int executions) {
      this.model = Objects.requireNonNull(model, "model");
      this.queuedAt = nothing(executions);
      this.activatedAt = nothing(executions);
      this.startedAt = nothing(executions);
      this.endedAt = nothing(executions);
      this.worker = new int[executions];
      Arrays.fill(worker, NONE);
      this.pool = new @Nullable String[executions];
    }

    private static long[] nothing(int size) {
      long[] times = new long[size];
      Arrays.fill(times, NONE);
      return times;
    }

    void queued(int execution, long nanos) {
      once(queuedAt, execution, nanos, "queued");
    }

    void activated(int execution, long nanos) {
      once(activatedAt, execution, nanos, "activated");
    }

    /**
     * @param number of the worker within its pool, or {@link #NONE}
     */
    void started(int execution, long nanos, @Nullable String by, int number) {
      once(startedAt, execution, nanos, "started");
      pool[execution] = by;
      worker[execution] = number;
    }

    void waitedInVain() {
      waitsInVain++;
    }

    void ran(int execution, int cpu, long from, long to) {
      stints.add(execution, cpu, from, to);
    }

    /**
     * @param run CPU time that the execution had
     */
    void ended(int execution, long nanos, long run) {
      once(endedAt, execution, nanos, "ended");
      runNanos += run;
    }

    void pool(String name, long wakeups, int workers) {
      pools.put(name, new PoolUse(wakeups, workers));
    }

    private static void once(long[] times, int execution, long nanos, String what) {
      if (times[execution] != NONE) {
        throw new IllegalStateException("execution " + execution + " was " + what + " twice");
      }
      times[execution] = nanos;
    }

    long queuedAt(int execution) {
      return queuedAt[execution];
    }

    long activatedAt(int execution) {
      return activatedAt[execution];
    }

    long startedAt(int execution) {
      return startedAt[execution];
    }

    Prediction build(Reasons reasons) {
      return new Prediction(this, Objects.requireNonNull(reasons, "reasons"));
    }
  }
}
