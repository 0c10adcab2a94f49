package dev.wq.replay;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All tasks of a recording by pid, and one for the softirq of each CPU. */
final class Tasks {
  private @Nullable Task[] byPid = new @Nullable Task[1 << 12];
  private @Nullable Task[] softirqs = new @Nullable Task[8];

  Task get(int pid) {
    if (pid >= byPid.length) {
      byPid = Arrays.copyOf(byPid, Math.max(pid + 1, 2 * byPid.length));
    }
    Task task = byPid[pid];
    if (task == null) {
      task = new Task(pid);
      byPid[pid] = task;
    }
    return task;
  }

  /**
   * Who executes when a line names {@code pid} and {@code context}: BH works run in softirq,
   * whatever task was interrupted. Linux: bh_worker.
   */
  Task executing(int cpu, int pid, Context context) {
    return context == Context.SOFTIRQ ? softirq(cpu) : get(pid);
  }

  private Task softirq(int cpu) {
    if (cpu >= softirqs.length) {
      softirqs = Arrays.copyOf(softirqs, Math.max(cpu + 1, 2 * softirqs.length));
    }
    Task task = softirqs[cpu];
    if (task == null) {
      task = new Task(0);
      task.pool = PoolName.softirq(cpu);
      softirqs[cpu] = task;
    }
    return task;
  }

  void forEach(Consumer<Task> action) {
    forEach(byPid, action);
    forEach(softirqs, action);
  }

  private static void forEach(@Nullable Task[] tasks, Consumer<Task> action) {
    for (Task task : tasks) {
      if (task != null) {
        action.accept(task);
      }
    }
  }
}
