package dev.wq.replay;

/** Writes each event as a line, for tests to read. */
final class LogSink implements TraceSink {
  private final StringBuilder log = new StringBuilder();
  private long events;

  /** How many events were told, names, others and losses left out. */
  long events() {
    return events;
  }

  @Override
  public String toString() {
    return log.toString();
  }

  private void event(long line, long nanos, int cpu, int pid, Context context, String what) {
    events++;
    log.append("%d: %d cpu%d pid%d %s %s%n".formatted(line, nanos, cpu, pid, context, what));
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
    String what =
        "queue %x %s on %s required %d pool %d"
            .formatted(work, function, queue, requiredCpu, poolCpu);
    event(line, nanos, cpu, pid, context, what);
  }

  @Override
  public void activateWork(long line, long nanos, int cpu, int pid, Context context, long work) {
    event(line, nanos, cpu, pid, context, "activate %x".formatted(work));
  }

  @Override
  public void executeStart(
      long line, long nanos, int cpu, int pid, Context context, long work, String function) {
    event(line, nanos, cpu, pid, context, "start %x %s".formatted(work, function));
  }

  @Override
  public void executeEnd(long line, long nanos, int cpu, int pid, Context context, long work) {
    event(line, nanos, cpu, pid, context, "end %x".formatted(work));
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
    String what =
        "switch %d/%d %s to %d/%d"
            .formatted(previousPid, previousPriority, state, nextPid, nextPriority);
    event(line, nanos, cpu, pid, context, what);
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
    String what =
        "%s %d/%d on cpu%d".formatted(isNew ? "new" : "wake", wokenPid, priority, targetCpu);
    event(line, nanos, cpu, pid, context, what);
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
    String what = "waking %d/%d on cpu%d".formatted(wokenPid, priority, targetCpu);
    event(line, nanos, cpu, pid, context, what);
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
    event(
        line, nanos, cpu, pid, context, "move %d cpu%d cpu%d".formatted(movedPid, fromCpu, toCpu));
  }

  @Override
  public void timerStart(
      long line, long nanos, int cpu, int pid, Context context, long timer, long timeoutTicks) {
    event(line, nanos, cpu, pid, context, "timer %x in %d".formatted(timer, timeoutTicks));
  }

  @Override
  public void timerExpire(long line, long nanos, int cpu, int pid, Context context, long timer) {
    event(line, nanos, cpu, pid, context, "timer %x expires".formatted(timer));
  }

  @Override
  public void timerCancel(long line, long nanos, int cpu, int pid, Context context, long timer) {
    event(line, nanos, cpu, pid, context, "timer %x cancelled".formatted(timer));
  }

  @Override
  public void forked(
      long line, long nanos, int cpu, int pid, Context context, int childPid, int parentPid) {
    event(line, nanos, cpu, pid, context, "fork %d by %d".formatted(childPid, parentPid));
  }

  @Override
  public void exited(long line, long nanos, int cpu, int pid, Context context, int exitedPid) {
    event(line, nanos, cpu, pid, context, "exit %d".formatted(exitedPid));
  }

  @Override
  public void named(long line, int pid, String name) {
    log.append("%d: pid%d is '%s'%n".formatted(line, pid, name));
  }

  @Override
  public void other(long line, long nanos, int cpu, int pid, Context context) {
    log.append("%d: %d cpu%d pid%d %s other%n".formatted(line, nanos, cpu, pid, context));
  }

  @Override
  public void lost(long line, int cpu, long count) {
    log.append("%d: cpu%d lost %d%n".formatted(line, cpu, count));
  }
}
