package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The CPU model in which only declared computing occupies a CPU, first come, first served, to its
 * end; code between two declarations takes no time and no CPU.
 *
 * <p>A task that may run anywhere takes the CPU where it ran last if that is free, else the free
 * one with the lowest number, else it joins the shortest line, its last CPU's before others, then
 * the lowest number. It stays in that line.
 *
 * <p>Pure: no clock and no thread, so that simulated threads and event engines share it.
 */
public final class CpuLines {
  private final @Nullable CpuTask[] users;
  private final @Nullable CpuTask[] heads;
  private final @Nullable CpuTask[] tails;
  private final int[] waiting;
  private int allWaiting;

  public CpuLines(int cpus) {
    users = new CpuTask[cpus];
    heads = new CpuTask[cpus];
    tails = new CpuTask[cpus];
    waiting = new int[cpus];
  }

  /** Tasks that want to compute and have no CPU. */
  public int waiting() {
    return allWaiting;
  }

  /**
   * The task wants a CPU.
   *
   * @return true if it has one from now on; false if it stands in line
   */
  public boolean claim(CpuTask task) {
    if (task.roams()) {
      task.cpu = place(task.cpu);
    }
    int cpu = task.cpu;
    if (users[cpu] == null) {
      users[cpu] = task;
      return true;
    }
    append(task, cpu);
    return false;
  }

  /** The CPU that the task would get or wait for now. */
  public int place(CpuTask task) {
    return task.roams() ? place(task.cpu) : task.cpu;
  }

  /** Whether the task has that CPU. */
  public boolean isUsing(CpuTask task) {
    return users[task.cpu] == task;
  }

  private int place(int last) {
    int best = last;
    for (int cpu = 0; cpu < users.length && load(best) > 0; cpu++) {
      if (load(cpu) < load(best)) {
        best = cpu;
      }
    }
    return best;
  }

  private int load(int cpu) {
    return users[cpu] == null ? 0 : 1 + waiting[cpu];
  }

  private void append(CpuTask task, int cpu) {
    CpuTask last = tails[cpu];
    if (last == null) {
      heads[cpu] = task;
    } else {
      last.nextInLine = task;
    }
    tails[cpu] = task;
    waiting[cpu]++;
    allWaiting++;
  }

  /**
   * The task has computed and gives its CPU back.
   *
   * @return the next in line, which has that CPU from now on
   */
  public @Nullable CpuTask release(CpuTask task) {
    int cpu = task.cpu;
    assert users[cpu] == task : task + " does not have CPU " + cpu;
    CpuTask next = heads[cpu];
    users[cpu] = next;
    if (next != null) {
      heads[cpu] = next.nextInLine;
      if (next.nextInLine == null) {
        tails[cpu] = null;
      }
      next.nextInLine = null;
      waiting[cpu]--;
      allWaiting--;
    }
    return next;
  }
}
