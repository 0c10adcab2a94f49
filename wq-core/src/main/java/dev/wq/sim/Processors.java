package dev.wq.sim;

/** Which of the threads that could run has a CPU: the two models of {@link CpuModel}. */
interface Processors {
  /** Threads that want a CPU and have none. */
  int waiting();

  /** The JDK has made the thread runnable. */
  void woken(SimThread thread);

  /** The simulator lets a thread run that it had put aside, or that has computed. */
  void resumed(SimThread thread);

  /** The thread stopped to compute. */
  void compute(SimThread thread);

  /** Whether the thread is to be stopped where it offers its CPU. */
  boolean isWanted(SimThread thread);

  /** The thread stopped to offer its CPU, or yielded. */
  void offer(SimThread thread);

  /** The CPU on which the thread would run, were it runnable now. */
  int place(SimThread thread);

  /** Whether the thread has its CPU. */
  boolean isUsing(SimThread thread);

  /** The thread sleeps, has ended or is put aside. */
  void leave(SimThread thread);

  /** The instant has come that the thread computes or is being woken until. */
  void fire(SimThread thread);

  static Processors of(SimLoop loop, Plan plan, EventQueue events) {
    return plan.model().cpuModel().runToBlock()
        ? new RunToBlock(loop, plan, events)
        : new DeclaredCpus(loop, plan, events);
  }
}
