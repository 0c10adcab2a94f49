package dev.wq.replay;

import dev.wq.sim.KernelTrace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a recording of what a simulated kernel does, so that all that can be done with a recording
 * can be done with a simulation. One recording per object.
 *
 * @see dev.wq.sim.Simulation#trace
 */
public final class SimulatedRecording implements KernelTrace {
  private static final int IDLE_PRIORITY = 120;
  private static final TraceSink ENDED = new TraceSink() {};

  private final String name;
  private final SimulatedMachine machine;
  private final RecordingBuilder builder = new RecordingBuilder();
  private final @Nullable TraceText text;
  private TraceSink sink;
  private final Map<Integer, String> atStart = new TreeMap<>();
  private long line;
  private long last;

  private SimulatedRecording(String name, SimulatedMachine machine, @Nullable TraceText text) {
    this.name = name;
    this.machine = machine;
    this.text = text;
    this.sink =
        text == null
            ? TraceSink.group(builder, builder.trail)
            : TraceSink.group(builder, builder.trail, text);
    // Times of a recording count from its first event: it is one at the beginning.
    sink.switched(
        ++line, 0, 0, 0, Context.TASK, 0, IDLE_PRIORITY, TaskState.RUNNABLE, 0, IDLE_PRIORITY);
  }

  /**
   * An empty one.
   *
   * @param name what reports call it
   */
  public static SimulatedRecording of(String name, SimulatedMachine machine) {
    return new SimulatedRecording(name, machine, null);
  }

  /** One that can also be printed, see {@link #text}. */
  public static SimulatedRecording withText(String name, SimulatedMachine machine) {
    return new SimulatedRecording(name, machine, new TraceText());
  }

  /** Nothing that happens from now on is recorded. */
  public void end() {
    sink = ENDED;
  }

  /** Makes the recording of what was recorded so far; call it once. */
  public Recording build() {
    LineCount lines = new LineCount(line, 0, line, 0, 0, 0);
    return builder.build(
        new TraceReport(name, header(), lines, List.of(), 0, last, false, machine.cpus()));
  }

  /** The events so far as ftrace would print them, in nanoseconds; empty if it keeps no text. */
  public String text() {
    return text == null ? "" : text.toString(header());
  }

  private TraceHeader header() {
    return machine.header(name, atStart, line);
  }

  private long next(Moment at) {
    if (sink == ENDED) {
      return line;
    }
    last = at.nanos();
    return ++line;
  }

  private static Context context(Moment at) {
    return switch (at.where()) {
      case TASK -> Context.TASK;
      case SOFTIRQ -> Context.SOFTIRQ;
      case HARDIRQ -> Context.HARDIRQ;
    };
  }

  @Override
  public void task(int pid, String taskName, boolean there) {
    if (there && PoolName.isWorker(taskName)) {
      atStart.put(pid, taskName);
    }
    sink.named(line + 1, pid, taskName);
  }

  @Override
  public void queueWork(
      Moment at, long work, String function, String queue, int requiredCpu, int poolCpu) {
    sink.queueWork(
        next(at),
        at.nanos(),
        at.cpu(),
        at.pid(),
        context(at),
        work,
        function,
        queue,
        requiredCpu,
        poolCpu);
  }

  @Override
  public void activateWork(Moment at, long work, String function) {
    sink.activateWork(next(at), at.nanos(), at.cpu(), at.pid(), context(at), work);
  }

  @Override
  public void executeStart(Moment at, long work, String function) {
    sink.executeStart(next(at), at.nanos(), at.cpu(), at.pid(), context(at), work, function);
  }

  @Override
  public void executeEnd(Moment at, long work, String function) {
    sink.executeEnd(next(at), at.nanos(), at.cpu(), at.pid(), context(at), work);
  }

  @Override
  public void switched(
      Moment at, int previousPid, int previousPriority, char state, int nextPid, int nextPriority) {
    sink.switched(
        next(at),
        at.nanos(),
        at.cpu(),
        at.pid(),
        context(at),
        previousPid,
        previousPriority,
        TaskState.ofLetter((byte) state),
        nextPid,
        nextPriority);
  }

  @Override
  public void wakeup(Moment at, int wokenPid, int priority, int targetCpu, boolean isNew) {
    sink.wakeup(
        next(at),
        at.nanos(),
        at.cpu(),
        at.pid(),
        context(at),
        wokenPid,
        priority,
        targetCpu,
        isNew);
  }

  @Override
  public void migrated(Moment at, int movedPid, int priority, int fromCpu, int toCpu) {
    sink.migrated(next(at), at.nanos(), at.cpu(), at.pid(), context(at), movedPid, fromCpu, toCpu);
  }

  @Override
  public void timerStart(Moment at, long timer, long ticks) {
    sink.timerStart(next(at), at.nanos(), at.cpu(), at.pid(), context(at), timer, ticks);
  }

  @Override
  public void timerExpire(Moment at, long timer) {
    sink.timerExpire(next(at), at.nanos(), at.cpu(), at.pid(), context(at), timer);
  }
}
