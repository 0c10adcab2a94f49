package dev.wq.replay;

import java.util.function.Consumer;

/** All tasks of a recording by pid, and one for the softirq of each CPU. */
final class Tasks {
  private final LongTable<Task> byPid = new LongTable<>();
  private final LongTable<Task> byCpu = new LongTable<>();

  Task get(int pid) {
    return byPid.computeIfAbsent(pid, p -> new Task((int) p));
  }

  /**
   * Who executes when a line names {@code pid} and {@code context}: BH works run in softirq,
   * whatever task was interrupted. Linux: bh_worker.
   */
  Task executing(int cpu, int pid, Context context) {
    return context == Context.SOFTIRQ ? softirq(cpu) : get(pid);
  }

  private Task softirq(int cpu) {
    return byCpu.computeIfAbsent(cpu, Tasks::newSoftirq);
  }

  private static Task newSoftirq(long cpu) {
    Task task = new Task(0);
    task.pool = PoolName.softirq((int) cpu);
    return task;
  }

  void forEach(Consumer<Task> action) {
    byPid.forEach(action);
    byCpu.forEach(action);
  }
}
