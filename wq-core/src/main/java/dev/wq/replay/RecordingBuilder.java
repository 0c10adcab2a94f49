package dev.wq.replay;

import java.util.ArrayList;
import java.util.List;

/** A sink that recovers from the events what the workers did. One recording per builder. */
public final class RecordingBuilder implements TraceSink {
  final Tasks tasks = new Tasks();
  final Queueings queueings = new Queueings();
  final Diagnoses diagnoses = new Diagnoses();
  final Executions executions = new Executions(queueings, diagnoses);
  final Timers timers = new Timers();
  final BlockedTime blocked = new BlockedTime();
  final CpuTrail trail = new CpuTrail();
  final List<WakeUp> wakeUps = new ArrayList<>();

  /** Makes an empty builder. */
  public RecordingBuilder() {}

  /**
   * Ends the reading.
   *
   * @param report what the reader said about the same pass
   */
  public Recording build(TraceReport report) {
    report.header().workersBefore().forEach(this::nameIfUnknown);
    report.header().workersAfter().forEach(this::nameIfUnknown);
    executions.close(tasks);
    return new Recording(report, this);
  }

  private void nameIfUnknown(int pid, String name) {
    if (tasks.get(pid).name == null) {
      tasks.get(pid).named(name);
    }
  }

  private Task runs(int cpu, int pid, Context context, long nanos) {
    Task task = tasks.get(pid);
    executions.runs(task, nanos);
    blocked.runs(task, cpu, nanos);
    return tasks.executing(cpu, pid, context);
  }

  @Override
  public void named(long line, int pid, String name) {
    tasks.get(pid).named(name);
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
    Task task = runs(cpu, pid, context, nanos);
    TracedWork traced = queueings.work(work, function);
    Queueing queueing =
        new Queueing(traced, queue, line, nanos, cpu, pid, context, requiredCpu, poolCpu);
    if (context != Context.HARDIRQ && task.current != null) {
      queueing.cause = task.current;
      queueing.causeOffset = task.cpuTime(nanos);
    }
    timers.queued(queueing);
    queueings.queued(queueing);
  }

  @Override
  public void activateWork(long line, long nanos, int cpu, int pid, Context context, long work) {
    runs(cpu, pid, context, nanos);
    Queueing queueing = queueings.activated(work, nanos);
    if (queueing != null) {
      blocked.activated(queueing, nanos);
    }
  }

  @Override
  public void executeStart(
      long line, long nanos, int cpu, int pid, Context context, long work, String function) {
    Task task = runs(cpu, pid, context, nanos);
    executions.start(task, queueings.work(work, function), line, nanos, cpu);
  }

  @Override
  public void executeEnd(long line, long nanos, int cpu, int pid, Context context, long work) {
    executions.end(runs(cpu, pid, context, nanos), line, nanos);
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
    executions.runs(tasks.get(pid), nanos);
    Task previous = tasks.get(previousPid);
    Task next = tasks.get(nextPid);
    blocked.switched(previous, state, next, cpu, nanos);
    executions.switchedOut(previous, state, nanos);
    executions.switchedIn(next, cpu, nanos);
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
    runs(cpu, pid, context, nanos);
    Task woken = tasks.get(wokenPid);
    if (!woken.kworker) {
      return;
    }
    blocked.woken(woken, targetCpu, nanos);
    if (executions.woken(woken, nanos)) {
      boolean idleCpu = pid == 0 && cpu == targetCpu;
      wakeUps.add(new WakeUp(line, nanos, wokenPid, woken.pool, targetCpu, cpu, pid, idleCpu));
    }
  }

  @Override
  public void waking(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int wokenPid,
      int priority,
      int targetCpu) {
    runs(cpu, pid, context, nanos);
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
    runs(cpu, pid, context, nanos);
  }

  @Override
  public void timerStart(
      long line, long nanos, int cpu, int pid, Context context, long timer, long timeoutTicks) {
    Task task = runs(cpu, pid, context, nanos);
    Execution cause = context == Context.HARDIRQ ? null : task.current;
    long offset = cause == null ? -1 : task.cpuTime(nanos);
    timers.armed(
        new TimerArming(timer, line, nanos, cpu, pid, context, timeoutTicks, cause, offset));
  }

  @Override
  public void timerExpire(long line, long nanos, int cpu, int pid, Context context, long timer) {
    runs(cpu, pid, context, nanos);
    timers.expired(timer, cpu, nanos);
  }

  @Override
  public void timerCancel(long line, long nanos, int cpu, int pid, Context context, long timer) {
    runs(cpu, pid, context, nanos);
    timers.cancelled(timer, nanos);
  }

  @Override
  public void forked(
      long line, long nanos, int cpu, int pid, Context context, int childPid, int parentPid) {
    runs(cpu, pid, context, nanos);
    tasks.get(childPid).forkedAt = nanos;
  }

  @Override
  public void exited(long line, long nanos, int cpu, int pid, Context context, int exitedPid) {
    runs(cpu, pid, context, nanos);
    tasks.get(exitedPid).exitedAt = nanos;
  }

  @Override
  public void other(long line, long nanos, int cpu, int pid, Context context) {
    runs(cpu, pid, context, nanos);
  }
}
