package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The CPU model in which a task needs its CPU for any step and keeps it until it blocks or offers
 * it: a line per CPU and level, first come, first served, higher levels first.
 *
 * <p>A task that may run anywhere is placed when it becomes runnable: on the CPU where it ran last
 * if that is idle, else on the idle one with the lowest number, else on the one with the fewest
 * tasks, its last before others. It stays there until it blocks.
 *
 * <p>Pure: no clock and no thread. The engine asks {@link #isUrgent} when a task has become
 * runnable and {@link #sharesWith} at ticks, and preempts.
 */
public final class RunQueues {
  private static final int LEVELS = 3;

  private final Cpu[] cpus;
  private int waiting;

  private static final class Cpu {
    @Nullable CpuTask current;
    final @Nullable CpuTask[] heads = new CpuTask[LEVELS];
    final @Nullable CpuTask[] tails = new CpuTask[LEVELS];
    int tasks; // the current one and those in line
  }

  public RunQueues(int count) {
    cpus = new Cpu[count];
    for (int i = 0; i < count; i++) {
      cpus[i] = new Cpu();
    }
  }

  /** Tasks that are runnable and have no CPU. */
  public int waiting() {
    return waiting;
  }

  /**
   * The task has become runnable.
   *
   * @return true if it has a CPU from now on; false if it stands in line
   */
  public boolean wake(CpuTask task) {
    if (task.roams()) {
      task.cpu = place(task.cpu);
    }
    Cpu cpu = cpus[task.cpu];
    cpu.tasks++;
    if (cpu.current == null) {
      cpu.current = task;
      return true;
    }
    append(cpu, task);
    return false;
  }

  /** The CPU that the task would get or wait for now. */
  public int place(CpuTask task) {
    return task.roams() && currentBeside(task) != task ? place(task.cpu) : task.cpu;
  }

  private int place(int last) {
    int best = last;
    for (int i = 0; i < cpus.length && cpus[best].tasks > 0; i++) {
      if (cpus[i].tasks < cpus[best].tasks) {
        best = i;
      }
    }
    return best;
  }

  /** The task that has the CPU of {@code task}. */
  public @Nullable CpuTask currentBeside(CpuTask task) {
    return cpus[task.cpu].current;
  }

  /** The task blocks or has ended; answers the one that has its CPU now. */
  public @Nullable CpuTask leave(CpuTask task) {
    Cpu cpu = cpuOf(task);
    cpu.tasks--;
    CpuTask next = pick(cpu);
    cpu.current = next;
    return next;
  }

  /** Whether a task of the same or a higher level waits for the CPU of {@code task}. */
  public boolean isWanted(CpuTask task) {
    Cpu cpu = cpus[task.cpu];
    for (int level = 0; level <= task.level(); level++) {
      if (cpu.heads[level] != null) {
        return true;
      }
    }
    return false;
  }

  /** The task goes to the end of its line; answers the one that has its CPU now. */
  public CpuTask offer(CpuTask task) {
    Cpu cpu = cpuOf(task);
    append(cpu, task);
    return next(cpu);
  }

  /** The task goes to the head of its line; answers the one that has its CPU now. */
  public CpuTask preempt(CpuTask task) {
    Cpu cpu = cpuOf(task);
    int level = task.level();
    task.nextInLine = cpu.heads[level];
    cpu.heads[level] = task;
    if (task.nextInLine == null) {
      cpu.tails[level] = task;
    }
    waiting++;
    return next(cpu);
  }

  private CpuTask next(Cpu cpu) {
    CpuTask next = pick(cpu);
    assert next != null;
    cpu.current = next;
    return next;
  }

  /**
   * Whether one that waits is to preempt {@code task} at once: a softirq preempts everything else,
   * and a task of a higher level one of the application's.
   */
  public boolean isUrgent(CpuTask task) {
    Cpu cpu = cpus[task.cpu];
    int below = task.isSliced() ? task.level() : Math.min(1, task.level());
    for (int level = 0; level < below; level++) {
      if (cpu.heads[level] != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether {@code task} is to give its CPU to another of its level when its time slice is over.
   */
  public boolean sharesWith(CpuTask task) {
    return task.isSliced() && cpus[task.cpu].heads[task.level()] != null;
  }

  private Cpu cpuOf(CpuTask task) {
    Cpu cpu = cpus[task.cpu];
    assert cpu.current == task : task + " does not have CPU " + task.cpu;
    return cpu;
  }

  private void append(Cpu cpu, CpuTask task) {
    int level = task.level();
    CpuTask last = cpu.tails[level];
    if (last == null) {
      cpu.heads[level] = task;
    } else {
      last.nextInLine = task;
    }
    cpu.tails[level] = task;
    waiting++;
  }

  private @Nullable CpuTask pick(Cpu cpu) {
    for (int level = 0; level < LEVELS; level++) {
      CpuTask first = cpu.heads[level];
      if (first != null) {
        cpu.heads[level] = first.nextInLine;
        if (first.nextInLine == null) {
          cpu.tails[level] = null;
        }
        first.nextInLine = null;
        waiting--;
        return first;
      }
    }
    return null;
  }
}
