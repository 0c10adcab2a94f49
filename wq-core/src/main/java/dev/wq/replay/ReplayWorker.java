package dev.wq.replay;

import dev.wq.kernel.KernelWorker;
import dev.wq.replay.Workload.Arrival;
import org.jspecify.annotations.Nullable;

/** A worker of the modelled kernel: where it is with what it does. */
final class ReplayWorker extends KernelWorker {
  /** Where the thread is. */
  enum Place {
    /** On the idle list, off the CPU. */
    IDLE,
    /** Woken, and not yet in a CPU's queue. */
    KICKED,
    /** Waits for a CPU. */
    READY,
    /** On a CPU. */
    ON,
    /** On a CPU and on the idle list: on its way off. */
    LEAVING,
    /** Inside a function, until it is woken. */
    ASLEEP,
    /** A manager that waits for its new worker. */
    CREATING,
    DEAD
  }

  final ReplayPools.Members home;
  Place place = Place.IDLE;
  int cpu; // where it is or was
  boolean wokenWhileLeaving;
  boolean used;
  int waits; // how often it has come to wait for a CPU
  int sleeps; // how often it has slept
  long sleptAt; // the last time
  boolean patient; // it waits for a waker that should have come

  // what it runs; null while it looks for work
  @Nullable Arrival runs;
  @Nullable Course course;
  boolean returned; // the function has; the pool does not know yet
  boolean slept; // the pool knows that it sleeps, and not that it runs again
  int stretch;
  long into; // how much of that stretch is over
  int effect; // the next one
  long progress; // CPU time before the present stretch
  long stretchSince;
  long unbrokenSince; // progress when it started or last slept

  final CpuUser user; // as the scheduler sees it

  ReplayWorker(ReplayPools.Members home, int id, int cpu) {
    super(home.pool, id);
    this.home = home;
    this.cpu = cpu;
    this.user = user(home.pool.nice() < 0);
  }

  private CpuUser user(boolean high) {
    return CpuUser.worker(this, high);
  }

  boolean isUnbound() {
    return pool().cpu() < 0;
  }

  boolean mayRunOn(int number) {
    return pool().cpus().contains(number);
  }

  /** Whether it was seen to give the CPU away in its middle, so that it may do so anywhere. */
  boolean offersCpu() {
    Course its = course;
    return its != null && its.offersCpu();
  }

  void begin(@Nullable Arrival arrival, @Nullable Course itsCourse) {
    runs = arrival;
    course = itsCourse;
    stretch = 0;
    into = 0;
    effect = 0;
    progress = 0;
    unbrokenSince = 0;
    used = true;
  }
}
