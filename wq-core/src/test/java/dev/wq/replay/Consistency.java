package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.replay.Diagnosis.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What holds for every recording, whatever was in the file. */
final class Consistency implements TraceSink {
  private static final Set<Kind> DAMAGE = EnumSet.of(Kind.DAMAGED, Kind.BINARY, Kind.TOO_LONG);
  private static final Set<Kind> OTHER = EnumSet.of(Kind.OTHER_EVENTS, Kind.OTHER_TRACER);

  private long events;
  private long queued;
  private long started;
  private long ended;
  private long armed;
  private long lastLine;
  private long lastNanos;

  /** Checks the recording of the same pass in which this was a sink. */
  void check(Recording recording) {
    checkReport(recording.report());
    checkQueueings(recording);
    recording.executions().forEach(Consistency::checkFinished);
    checkOrder(recording);
    for (int cpu = 0; cpu < recording.cpus(); cpu++) {
      checkIntervals(recording.blocked(cpu));
    }
    assertEquals(armed, recording.timers().size());
  }

  private void checkReport(TraceReport report) {
    LineCount lines = report.lines();
    assertEquals(lines.used(), events, "used lines are events told");
    long damaged = count(report, DAMAGE);
    boolean cutLineLeftOut = count(report, Set.of(Kind.CUT_FILE)) > 0;
    assertTrue(
        damaged == lines.damaged() || (cutLineLeftOut && damaged + 1 == lines.damaged()),
        () -> "damaged lines are said: " + report);
    assertTrue(count(report, OTHER) <= lines.ignored());
    assertTrue(lines.lost() == 0 || has(report, Kind.LOST_EVENTS));
    assertTrue(lastNanos <= report.spanNanos());
  }

  private static long count(TraceReport report, Set<Kind> kinds) {
    return report.diagnoses().stream()
        .filter(d -> kinds.contains(d.kind()))
        .mapToLong(Diagnosis::count)
        .sum();
  }

  private static boolean has(TraceReport report, Kind kind) {
    return report.diagnoses().stream().anyMatch(d -> d.kind() == kind);
  }

  private void checkQueueings(Recording recording) {
    long answered =
        Stream.concat(recording.executions().stream(), recording.unfinished().stream())
            .filter(e -> e.queueing() != null)
            .count();
    assertEquals(
        queued,
        answered + recording.takenBack().size() + recording.pending().size(),
        "each queueing is run, taken back or pending");
    assertEquals(started, recording.executions().size() + recording.unfinished().size());
    assertEquals(ended, recording.executions().size() + recording.endsWithoutStart());
    for (Queueing queueing : recording.takenBack()) {
      assertTrue(queueing.takenBackAt() >= queueing.at());
    }
  }

  private static void checkFinished(Execution e) {
    long sum = 0;
    for (int i = 0; i < e.segmentCount(); i++) {
      assertTrue(e.segment(i) >= 0, () -> e + " has a negative segment");
      sum += e.segment(i);
    }
    assertEquals(1, e.segmentCount() % 2, "runs at both ends");
    assertEquals(
        e.endedAt() - e.startedAt(),
        sum + e.preempted() + e.waited(),
        "every moment is run, sleep, wait or preemption");
    assertTrue(e.preempted() >= 0 && e.waited() >= 0);
    assertTrue(e.wokenAt() <= e.startedAt());
    checkQueueing(e, e.queueing());
  }

  private static void checkQueueing(Execution e, Queueing queueing) {
    if (queueing == null) {
      return;
    }
    assertEquals(e.work(), queueing.work());
    assertTrue(queueing.at() <= e.startedAt());
    assertTrue(queueing.activatedAt() < 0 || queueing.activatedAt() >= queueing.at());
    assertEquals(-1, queueing.takenBackAt());
    Execution cause = queueing.cause();
    if (cause != null) {
      assertTrue(cause.startedAt() <= queueing.at());
      assertTrue(queueing.causeOffset() >= 0);
      assertTrue(cause.endedAt() < 0 || queueing.causeOffset() <= cause.cpuTime());
    }
  }

  private static void checkOrder(Recording recording) {
    List<Execution> all =
        Stream.concat(recording.executions().stream(), recording.unfinished().stream()).toList();
    for (int i = 0; i < all.size(); i++) {
      assertEquals(i, all.get(i).index());
    }
    for (int i = 1; i < recording.executions().size(); i++) {
      assertTrue(all.get(i - 1).startLine() < all.get(i).startLine());
    }
  }

  private static void checkIntervals(IntervalList intervals) {
    for (int i = 0; i < intervals.size(); i++) {
      assertTrue(intervals.from(i) < intervals.to(i));
      assertTrue(i == 0 || intervals.to(i - 1) < intervals.from(i));
    }
  }

  private void event(long line, long nanos) {
    assertTrue(line > lastLine && nanos >= lastNanos, "events come in order");
    lastLine = line;
    lastNanos = nanos;
    events++;
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
    event(line, nanos);
    queued++;
  }

  @Override
  public void activateWork(long line, long nanos, int cpu, int pid, Context context, long work) {
    event(line, nanos);
  }

  @Override
  public void executeStart(
      long line, long nanos, int cpu, int pid, Context context, long work, String function) {
    event(line, nanos);
    started++;
  }

  @Override
  public void executeEnd(long line, long nanos, int cpu, int pid, Context context, long work) {
    event(line, nanos);
    ended++;
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
    event(line, nanos);
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
    event(line, nanos);
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
    event(line, nanos);
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
    event(line, nanos);
  }

  @Override
  public void timerStart(
      long line, long nanos, int cpu, int pid, Context context, long timer, long timeoutTicks) {
    event(line, nanos);
    armed++;
  }

  @Override
  public void timerExpire(long line, long nanos, int cpu, int pid, Context context, long timer) {
    event(line, nanos);
  }

  @Override
  public void timerCancel(long line, long nanos, int cpu, int pid, Context context, long timer) {
    event(line, nanos);
  }

  @Override
  public void forked(
      long line, long nanos, int cpu, int pid, Context context, int childPid, int parentPid) {
    event(line, nanos);
  }

  @Override
  public void exited(long line, long nanos, int cpu, int pid, Context context, int exitedPid) {
    event(line, nanos);
  }
}
