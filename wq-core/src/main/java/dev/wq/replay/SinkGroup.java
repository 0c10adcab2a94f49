package dev.wq.replay;

/** Hands each event to several sinks, one after the other. */
final class SinkGroup implements TraceSink {
  private final TraceSink[] sinks;

  SinkGroup(TraceSink[] sinks) {
    this.sinks = sinks;
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
    for (TraceSink sink : sinks) {
      sink.queueWork(line, nanos, cpu, pid, context, work, function, queue, requiredCpu, poolCpu);
    }
  }

  @Override
  public void activateWork(long line, long nanos, int cpu, int pid, Context context, long work) {
    for (TraceSink sink : sinks) {
      sink.activateWork(line, nanos, cpu, pid, context, work);
    }
  }

  @Override
  public void executeStart(
      long line, long nanos, int cpu, int pid, Context context, long work, String function) {
    for (TraceSink sink : sinks) {
      sink.executeStart(line, nanos, cpu, pid, context, work, function);
    }
  }

  @Override
  public void executeEnd(long line, long nanos, int cpu, int pid, Context context, long work) {
    for (TraceSink sink : sinks) {
      sink.executeEnd(line, nanos, cpu, pid, context, work);
    }
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
    for (TraceSink sink : sinks) {
      sink.switched(
          line,
          nanos,
          cpu,
          pid,
          context,
          previousPid,
          previousPriority,
          state,
          nextPid,
          nextPriority);
    }
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
    for (TraceSink sink : sinks) {
      sink.wakeup(line, nanos, cpu, pid, context, wokenPid, priority, targetCpu, isNew);
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
    for (TraceSink sink : sinks) {
      sink.waking(line, nanos, cpu, pid, context, wokenPid, priority, targetCpu);
    }
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
    for (TraceSink sink : sinks) {
      sink.migrated(line, nanos, cpu, pid, context, movedPid, fromCpu, toCpu);
    }
  }

  @Override
  public void timerStart(
      long line, long nanos, int cpu, int pid, Context context, long timer, long timeoutTicks) {
    for (TraceSink sink : sinks) {
      sink.timerStart(line, nanos, cpu, pid, context, timer, timeoutTicks);
    }
  }

  @Override
  public void timerExpire(long line, long nanos, int cpu, int pid, Context context, long timer) {
    for (TraceSink sink : sinks) {
      sink.timerExpire(line, nanos, cpu, pid, context, timer);
    }
  }

  @Override
  public void timerCancel(long line, long nanos, int cpu, int pid, Context context, long timer) {
    for (TraceSink sink : sinks) {
      sink.timerCancel(line, nanos, cpu, pid, context, timer);
    }
  }

  @Override
  public void forked(
      long line, long nanos, int cpu, int pid, Context context, int childPid, int parentPid) {
    for (TraceSink sink : sinks) {
      sink.forked(line, nanos, cpu, pid, context, childPid, parentPid);
    }
  }

  @Override
  public void exited(long line, long nanos, int cpu, int pid, Context context, int exitedPid) {
    for (TraceSink sink : sinks) {
      sink.exited(line, nanos, cpu, pid, context, exitedPid);
    }
  }

  @Override
  public void named(long line, int pid, String name) {
    for (TraceSink sink : sinks) {
      sink.named(line, pid, name);
    }
  }

  @Override
  public void other(long line, long nanos, int cpu, int pid, Context context) {
    for (TraceSink sink : sinks) {
      sink.other(line, nanos, cpu, pid, context);
    }
  }

  @Override
  public void lost(long line, int cpu, long count) {
    for (TraceSink sink : sinks) {
      sink.lost(line, cpu, count);
    }
  }
}
