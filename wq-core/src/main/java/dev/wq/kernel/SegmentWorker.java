package dev.wq.kernel;

/** A worker without a thread: where it is in its loop and in its work. */
final class SegmentWorker extends KernelWorker {
  /** What it does when it gets to run. */
  enum At {
    /** Idle: was woken. */
    WAKE_UP,
    /** Asks the core for work. */
    LOOK,
    /** Inside a work. */
    FUNCTION,
    /** After a work, the CPU was offered. */
    FINISH
  }

  /** Its claim to a CPU. */
  static final class Task extends CpuTask {
    final SegmentWorker worker;

    Task(SegmentWorker worker, int cpu) {
      super(cpu);
      this.worker = worker;
    }
  }

  final int actor;
  final Task task;
  At at = At.WAKE_UP;
  boolean parked = true; // idle and not runnable
  boolean woken; // parked -> runnable, until it runs
  boolean asleep; // inside a work
  boolean computing; // has a CPU
  int segment; // the next of its work
  long need; // nanoseconds of CPU wanted
  long since; // when it got its CPU, or was hit by a tick
  long until; // when it will have had its need
  long roundSince; // bh: when its round began
  long used; // CPU time since its work began or last slept

  SegmentWorker(KernelPool pool, int id, int actor) {
    super(pool, id);
    this.actor = actor;
    this.task = new Task(this, pool.cpu());
  }

  SegmentWorker(Workqueue wq, int actor) {
    super(wq);
    this.actor = actor;
    this.task = new Task(this, CpuTask.ANY_CPU);
  }
}
