package dev.wq.replay;

import java.util.Arrays;

/*
 * CPU time that workers could not have.
 *
 * From the moment that a worker is ready for a CPU (a work was activated for its pool, or it was
 * woken there, or it was preempted there) while no worker has that CPU, until a worker gets it, the
 * CPU was with something else: a user task, a softirq, an interrupt, or on its way out of idle.
 *
 * The CPU counts as a worker's from a switch to one, or from any event of a worker on it, because
 * switches out of idle are not always recorded; then it had the CPU 3 us after its wake-up. It counts
 * as nobody's from a switch to something that is no worker.
 *
 * An unbound work has no CPU when it is activated; the wake-up that follows names one, and the wait
 * counts from the activation if that was within 50 ms.
 */

/** Finds for each CPU when a worker was ready and something that is no worker had the CPU. */
final class BlockedTime {
  private static final long RECENT = 50_000_000;
  private static final int NOBODY = -1;
  private static final long NEVER = -1;

  private int[] onCpu = {};
  private int[] ready = {};
  private long[] since = {};
  private IntervalList[] blocked = {};
  private long unboundActivation = NEVER;

  private void reach(int cpu) {
    int size = onCpu.length;
    if (cpu >= size) {
      int larger = Math.max(cpu + 1, 2 * size);
      onCpu = Arrays.copyOf(onCpu, larger);
      ready = Arrays.copyOf(ready, larger);
      since = Arrays.copyOf(since, larger);
      blocked = Arrays.copyOf(blocked, larger);
      Arrays.fill(onCpu, size, larger, NOBODY);
      Arrays.fill(since, size, larger, NEVER);
      Arrays.setAll(blocked, i -> i < size ? blocked[i] : new IntervalList());
    }
  }

  /** An event other than a switch shows that {@code task} is on {@code cpu}. */
  void runs(Task task, int cpu, long nanos) {
    reach(cpu);
    if (task.scheduled && onCpu[cpu] != task.pid) {
      onCpu[cpu] = task.pid;
      notReady(task, cpu);
      long gotIt = nanos;
      if (task.wokenAt >= 0) {
        gotIt = Math.min(nanos, task.wokenAt + Executions.SWITCH_IN);
      }
      stopWaiting(cpu, gotIt);
    }
  }

  void activated(Queueing queueing, long nanos) {
    if (queueing.poolCpu < 0) {
      unboundActivation = nanos;
    } else {
      reach(queueing.poolCpu);
      startWaiting(queueing.poolCpu, nanos);
    }
  }

  void switched(Task previous, TaskState state, Task next, int cpu, long nanos) {
    reach(cpu);
    if (previous.kworker) {
      previous.scheduled = true;
      if (state == TaskState.RUNNABLE) {
        ready(previous, cpu);
      } else {
        notReady(previous, cpu);
      }
    }
    if (next.kworker) {
      next.scheduled = true;
      notReady(next, cpu);
      next.where = cpu;
      stopWaiting(cpu, nanos);
      onCpu[cpu] = next.pid;
    } else {
      onCpu[cpu] = NOBODY;
      if (previous.kworker && ready[cpu] > 0) {
        startWaiting(cpu, nanos);
      }
    }
  }

  void woken(Task task, int cpu, long nanos) {
    reach(cpu);
    task.scheduled = true;
    ready(task, cpu);
    boolean unbound = task.pool.kind() == PoolName.Kind.UNBOUND;
    boolean recent = unboundActivation != NEVER && nanos - unboundActivation < RECENT;
    startWaiting(cpu, unbound && recent ? unboundActivation : nanos);
    if (unbound) {
      unboundActivation = NEVER;
    }
  }

  private void ready(Task task, int cpu) {
    notReady(task, cpu);
    ready[cpu]++;
    task.readyOn = cpu;
    task.where = cpu;
  }

  private void notReady(Task task, int cpu) {
    int where = task.where < 0 ? cpu : task.where;
    if (task.readyOn == where) {
      ready[where]--;
      task.readyOn = NOBODY;
    }
  }

  private void startWaiting(int cpu, long nanos) {
    if (onCpu[cpu] == NOBODY && since[cpu] == NEVER) {
      since[cpu] = nanos;
    }
  }

  private void stopWaiting(int cpu, long nanos) {
    if (since[cpu] != NEVER) {
      blocked[cpu].add(since[cpu], nanos);
      since[cpu] = NEVER;
    }
  }

  /** By CPU, merged, in order. */
  IntervalList[] intervals(int cpus) {
    if (cpus > 0) {
      reach(cpus - 1);
    }
    for (IntervalList list : blocked) {
      list.merge();
    }
    return Arrays.copyOf(blocked, cpus);
  }
}
