package dev.wq.replay;

import org.jspecify.annotations.Nullable;

/** One time that the timer of a delayed work was armed, and what became of it. */
public final class TimerArming {
  /** How an arming ends. */
  public enum Outcome {
    /** The recording ends before it does. */
    PENDING,
    FIRED,
    /** Armed again before it fired: mod_delayed_work. */
    RE_ARMED,
    CANCELLED
  }

  final long timer;
  final long line;
  final long at;
  final int cpu;
  final int pid;
  final Context context;
  final long ticks;
  final @Nullable Execution cause;
  final long causeOffset;

  // Set while the recording is read, then never changed.
  Outcome outcome = Outcome.PENDING;
  long until = -1;

  TimerArming(
      long timer,
      long line,
      long at,
      int cpu,
      int pid,
      Context context,
      long ticks,
      @Nullable Execution cause,
      long causeOffset) {
    this.timer = timer;
    this.line = line;
    this.at = at;
    this.cpu = cpu;
    this.pid = pid;
    this.context = context;
    this.ticks = ticks;
    this.cause = cause;
    this.causeOffset = causeOffset;
  }

  /** The timer's pointer, which is not that of the work. */
  public long timer() {
    return timer;
  }

  public long line() {
    return line;
  }

  public long at() {
    return at;
  }

  public int cpu() {
    return cpu;
  }

  public int pid() {
    return pid;
  }

  public Context context() {
    return context;
  }

  /** The delay in ticks of the recorded kernel, -1 if not said. */
  public long ticks() {
    return ticks;
  }

  /** The execution that armed it; null if no work did. */
  public @Nullable Execution cause() {
    return cause;
  }

  /** How much CPU time {@link #cause()} had used then, -1 without a cause. */
  public long causeOffset() {
    return causeOffset;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** When it fired, was armed again or cancelled; -1 if pending at the end. */
  public long until() {
    return until;
  }

  void end(Outcome how, long when) {
    outcome = how;
    until = when;
  }
}
