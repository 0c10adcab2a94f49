package dev.wq.replay;

/**
 * Is told each event of a recording, in the order of the file. Every method does nothing unless
 * overridden. {@link #group} makes one sink of several, so that one pass serves all.
 *
 * <p>The first parameters are the same everywhere: the line (from 1), nanoseconds since the first
 * event (never less than the one before), and the CPU, pid and context that the line names.
 *
 * <p>Works and timers are told by their pointer, which can be used again once the memory was freed.
 * Where the kernel hid the pointers, the number stands for the function instead.
 */
public interface TraceSink {
  /** One sink that hands each event to all of {@code sinks}, in this order. */
  static TraceSink group(TraceSink... sinks) {
    return sinks.length == 1 ? sinks[0] : new SinkGroup(sinks.clone());
  }

  /**
   * A work became pending. Linux: trace_workqueue_queue_work.
   *
   * @param requiredCpu the CPU that was asked for, -1 for any
   * @param poolCpu the CPU of the pool, -1 for an unbound pool
   */
  default void queueWork(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      long work,
      String function,
      String queue,
      int requiredCpu,
      int poolCpu) {}

  /** A work got onto the list of its pool. Linux: trace_workqueue_activate_work. */
  default void activateWork(long line, long nanos, int cpu, int pid, Context context, long work) {}

  /** The worker {@code pid} begins to run a work. Linux: trace_workqueue_execute_start. */
  default void executeStart(
      long line, long nanos, int cpu, int pid, Context context, long work, String function) {}

  /** The worker {@code pid} is done with a work. Linux: trace_workqueue_execute_end. */
  default void executeEnd(long line, long nanos, int cpu, int pid, Context context, long work) {}

  /** Another task gets the CPU; {@code state} is that of the one that leaves it. */
  default void switched(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int previousPid,
      int previousPriority,
      TaskState state,
      int nextPid,
      int nextPriority) {}

  /** A task became runnable on {@code targetCpu}; {@code isNew} if for the first time. */
  default void wakeup(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int wokenPid,
      int priority,
      int targetCpu,
      boolean isNew) {}

  /** Somebody wakes a task: the moment of it, on the waker's CPU. Linux: sched_waking. */
  default void waking(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int wokenPid,
      int priority,
      int targetCpu) {}

  /** A task that does not run moves to another CPU. */
  default void migrated(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int movedPid,
      int fromCpu,
      int toCpu) {}

  /**
   * The timer of a delayed work is armed, or armed anew.
   *
   * @param timeoutTicks ticks until it expires, -1 if the line does not say
   */
  default void timerStart(
      long line, long nanos, int cpu, int pid, Context context, long timer, long timeoutTicks) {}

  /** The timer of a delayed work expires; the queueing follows. */
  default void timerExpire(long line, long nanos, int cpu, int pid, Context context, long timer) {}

  /** A timer, perhaps not one of a delayed work, is taken back. */
  default void timerCancel(long line, long nanos, int cpu, int pid, Context context, long timer) {}

  /** A task or kernel thread is made. */
  default void forked(
      long line, long nanos, int cpu, int pid, Context context, int childPid, int parentPid) {}

  /** A task ends. */
  default void exited(long line, long nanos, int cpu, int pid, Context context, int exitedPid) {}

  /** A pid's name is first seen, or is another than before; told before the event that shows it. */
  default void named(long line, int pid, String name) {}

  /** A well-formed line that is no event of use here; it still shows that the task was running. */
  default void other(long line, long nanos, int cpu, int pid, Context context) {}

  /**
   * The kernel lost events here.
   *
   * @param cpu the CPU whose events are missing
   * @param count how many, -1 if unknown
   */
  default void lost(long line, int cpu, long count) {}
}
