package dev.wq.sim;

/**
 * Is told what a simulated kernel does, in the terms of Linux's trace events: works, the switches
 * of CPUs between workers, wake-ups, timers. All in one order; times never run backwards. Called on
 * the thread that runs the simulation; must not call the machine.
 *
 * <p>Under {@link CpuModel#DECLARED} code takes no time, so a worker can begin a work while another
 * one computes on its CPU. That is told as two switches at one instant: to the one that begins, and
 * back.
 *
 * @see Simulation#trace
 */
public interface KernelTrace {
  /** What ran when something happened: a task, or an interrupt on top of it. */
  enum Where {
    TASK,
    SOFTIRQ,
    HARDIRQ
  }

  /**
   * When and where something happened.
   *
   * @param nanos virtual time
   * @param pid of the task that has the CPU, 0: none
   */
  record Moment(long nanos, int cpu, int pid, Where where) {}

  /**
   * A task of the trace, told before its first event.
   *
   * @param atStart whether it was there before the first work
   */
  void task(int pid, String name, boolean atStart);

  /**
   * A work became pending.
   *
   * @param work a number of its own for each work
   * @param requiredCpu the CPU that was asked for, -1 for any
   * @param poolCpu the CPU of the pool, -1 for an unbound pool
   */
  void queueWork(Moment at, long work, String function, String queue, int requiredCpu, int poolCpu);

  /** A work got onto the list of its pool. */
  void activateWork(Moment at, long work, String function);

  /** The task of the moment begins to run a work; a flush's barrier is one as well. */
  void executeStart(Moment at, long work, String function);

  /** The task of the moment is done with a work. */
  void executeEnd(Moment at, long work, String function);

  /**
   * Another task gets the CPU.
   *
   * @param state of the previous one: R wants to go on, S sleeps, I idles, X has ended
   * @param nextPid 0: the CPU idles
   */
  void switched(
      Moment at, int previousPid, int previousPriority, char state, int nextPid, int nextPriority);

  /** A task became runnable; {@code isNew} if for the first time. */
  void wakeup(Moment at, int wokenPid, int priority, int targetCpu, boolean isNew);

  /** A task that wants to run moves to another CPU. */
  void migrated(Moment at, int movedPid, int priority, int fromCpu, int toCpu);

  /** The timer of a delayed work is armed, or armed anew, for so many ticks. */
  void timerStart(Moment at, long timer, long ticks);

  /** The timer of a delayed work expires; the queueing follows. */
  void timerExpire(Moment at, long timer);
}
