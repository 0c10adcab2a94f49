package dev.wq.replay;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Writes events as ftrace prints them, in nanoseconds, for {@link TraceReader} to read. */
final class TraceText implements TraceSink {
  private static final String TIMER = "delayed_work_timer_fn";

  private final StringBuilder lines = new StringBuilder();
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Long, String> functions = new HashMap<>();

  /** The whole file. */
  String toString(TraceHeader header) {
    StringBuilder text = new StringBuilder();
    text.append(
        "# wqcap: kernel %s cpus=%d clock=%s full=0\n"
            .formatted(header.kernel(), header.cpus(), header.clock()));
    text.append("# wqcap: label ").append(header.label()).append('\n');
    header.parameters().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(p -> text.append("# wqcap: %s=%s\n".formatted(p.getKey(), p.getValue())));
    text.append("# wqcap: kworkers-before");
    header.workersBefore().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(w -> text.append(" %d=%s".formatted(w.getKey(), w.getValue())));
    text.append("\n# wqcap: entries=%d lost=0\n# tracer: nop\n#\n".formatted(header.entries()));
    return text.append(lines).toString();
  }

  private void line(long nanos, int cpu, int pid, Context context, String event, String fields) {
    char on = context == Context.TASK ? '.' : context == Context.SOFTIRQ ? 's' : 'h';
    lines.append(
        String.format(
            Locale.ROOT,
            "%16s-%-7d [%03d] d.%c1. %5d.%09d: %s: %s%n",
            pid == 0 ? "<idle>" : name(pid, cpu),
            pid,
            cpu,
            on,
            nanos / 1_000_000_000,
            nanos % 1_000_000_000,
            event,
            fields));
  }

  private String name(int pid, int cpu) {
    return pid == 0 ? "swapper/" + cpu : names.getOrDefault(pid, "other");
  }

  private static String hex(long pointer) {
    return String.format(Locale.ROOT, "%016x", pointer);
  }

  private static String token(String name) {
    return name.replaceAll("\\s", "_");
  }

  @Override
  public void named(long line, int pid, String name) {
    names.put(pid, token(name));
  }

  @Override
  public void queueWork(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      long work,
      String function,
      String queue,
      int requiredCpu,
      int poolCpu) {
    functions.put(work, token(function));
    line(
        nanos,
        cpu,
        pid,
        context,
        "workqueue_queue_work",
        "work struct=%s function=%s workqueue=%s req_cpu=%d cpu=%d"
            .formatted(
                hex(work),
                token(function),
                token(queue),
                requiredCpu < 0 ? LinePrefix.CPU_LIMIT : requiredCpu,
                poolCpu));
  }

  @Override
  public void activateWork(long line, long nanos, int cpu, int pid, Context context, long work) {
    line(
        nanos,
        cpu,
        pid,
        context,
        "workqueue_activate_work",
        "work struct " + hex(work) + " function=" + functions.get(work));
  }

  @Override
  public void executeStart(
      long line, long nanos, int cpu, int pid, Context context, long work, String function) {
    functions.put(work, token(function));
    line(nanos, cpu, pid, context, "workqueue_execute_start", run(work));
  }

  @Override
  public void executeEnd(long line, long nanos, int cpu, int pid, Context context, long work) {
    line(nanos, cpu, pid, context, "workqueue_execute_end", run(work));
  }

  private String run(long work) {
    return "work struct " + hex(work) + ": function " + functions.get(work);
  }

  @Override
  public void switched(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int previousPid,
      int previousPriority,
      TaskState state,
      int nextPid,
      int nextPriority) {
    char letter =
        switch (state) {
          case RUNNABLE -> 'R';
          case SLEEPING -> 'S';
          case IDLE -> 'I';
          case DEAD -> 'X';
        };
    line(
        nanos,
        cpu,
        pid,
        context,
        "sched_switch",
        "prev_comm=%s prev_pid=%d prev_prio=%d prev_state=%c ==> next_comm=%s next_pid=%d next_prio=%d"
            .formatted(
                name(previousPid, cpu),
                previousPid,
                previousPriority,
                letter,
                name(nextPid, cpu),
                nextPid,
                nextPriority));
  }

  @Override
  public void wakeup(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int wokenPid,
      int priority,
      int targetCpu,
      boolean isNew) {
    line(
        nanos,
        cpu,
        pid,
        context,
        isNew ? "sched_wakeup_new" : "sched_wakeup",
        "comm=%s pid=%d prio=%d target_cpu=%03d"
            .formatted(name(wokenPid, cpu), wokenPid, priority, targetCpu));
  }

  @Override
  public void migrated(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int movedPid,
      int fromCpu,
      int toCpu) {
    line(
        nanos,
        cpu,
        pid,
        context,
        "sched_migrate_task",
        "comm=%s pid=%d prio=120 orig_cpu=%d dest_cpu=%d"
            .formatted(name(movedPid, cpu), movedPid, fromCpu, toCpu));
  }

  @Override
  public void timerStart(
      long line, long nanos, int cpu, int pid, Context context, long timer, long timeoutTicks) {
    line(
        nanos,
        cpu,
        pid,
        context,
        "timer_start",
        "timer=%s function=%s expires=0 [timeout=%d]".formatted(hex(timer), TIMER, timeoutTicks));
  }

  @Override
  public void timerExpire(long line, long nanos, int cpu, int pid, Context context, long timer) {
    line(
        nanos,
        cpu,
        pid,
        context,
        "timer_expire_entry",
        "timer=%s function=%s now=0".formatted(hex(timer), TIMER));
  }
}
