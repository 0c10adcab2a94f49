package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/**
 * One kworker, or the rescuer of a queue (Linux: {@code struct worker}). Engines subclass it and
 * give it a thread or a program counter.
 */
public class KernelWorker {
  static final int PREP = 1;
  static final int CPU_INTENSIVE = 2;
  static final int UNBOUND = 4;
  static final int REBOUND = 8;
  static final int NOT_RUNNING = PREP | CPU_INTENSIVE | UNBOUND | REBOUND;

  /*
   * PREP           1 -> 0  takes works                     0 -> 1  has none left; always 1 in a rescuer
   * CPU_INTENSIVE  0 -> 1  start of such a work, tick      1 -> 0  end of the work
   * UNBOUND        0 -> 1  its CPU goes down               1 -> 0  its CPU comes back (REBOUND instead)
   * REBOUND        0 -> 1  its CPU comes back              1 -> 0  next wake-up that takes works
   *
   * It counts in nr_running of its pool while none of them is set and it is not sleeping.
   */
  private int flags = PREP;
  boolean sleeping; // inside its function, between sleeping() and running(), and was counted
  boolean idle; // on the pool's idle list
  boolean dying; // its next step is DIE
  boolean bhTimeUp; // BH: the 2 ms of this round are over
  int bhRestarts; // BH: batches left in this round

  final int id;
  final @Nullable Workqueue rescuerOf;
  @Nullable KernelPool attached; // null: a rescuer between two pools
  private KernelPool lastAttached;

  @Nullable KernelWork current;
  @Nullable Object currentFunction;
  @Nullable Pwq currentPwq;
  int currentColor;
  boolean currentCounts; // in nr_active: it is neither a barrier nor was it inactive
  @Nullable KernelWorker nextRunner; // others that run the same work

  final WorkList scheduled = new WorkList();
  @Nullable Pwq rescuing; // rescuer: the pwq it was called for
  int rescued; // rescuer: works of this turn

  @Nullable KernelWorker idlePrev;
  @Nullable KernelWorker idleNext;
  long lastActive; // tick of the last entry into the idle list
  private int cpu = -1;

  /** A worker of {@code pool}, preparing. */
  public KernelWorker(KernelPool pool, int id) {
    this.id = id;
    this.rescuerOf = null;
    this.attached = pool;
    this.lastAttached = pool;
    if (pool.isUnmanaged()) {
      flags |= UNBOUND;
    }
  }

  /** The rescuer of {@code wq}. */
  public KernelWorker(Workqueue wq) {
    this.id = 0;
    this.rescuerOf = wq;
    this.lastAttached = wq.firstPool();
  }

  /** Its pool; of a rescuer the one it helps or helped last. */
  public final KernelPool pool() {
    return lastAttached;
  }

  public final int id() {
    return id;
  }

  /** As the kernel names the thread: {@code kworker/0:1H} (linux 60). */
  public final String name() {
    Workqueue rescued = rescuerOf;
    if (rescued != null) {
      return "kworker/R-" + rescued.name();
    }
    KernelPool pool = lastAttached;
    return pool.isUnbound()
        ? "kworker/" + pool.name() + ":" + id
        : "kworker/" + pool.cpu() + ":" + id + (pool.nice() < 0 ? "H" : "");
  }

  /** The work it runs, null between works. */
  public final @Nullable KernelWork current() {
    return current;
  }

  public final @Nullable Pwq currentPwq() {
    return currentPwq;
  }

  /** The queue whose work it runs. */
  public final @Nullable Workqueue currentQueue() {
    Pwq pwq = currentPwq;
    return pwq == null ? null : pwq.wq;
  }

  public final boolean isIdle() {
    return idle;
  }

  /** True while it creates a worker; it then runs no work (linux 57). */
  public final boolean isManager() {
    return lastAttached.manager == this;
  }

  public final boolean isCpuIntensive() {
    return (flags & CPU_INTENSIVE) != 0;
  }

  public final boolean isRescuer() {
    return rescuerOf != null;
  }

  /** True outside concurrency management for good: an unbound pool's, or its CPU is down. */
  public final boolean isUnboundLike() {
    return (flags & UNBOUND) != 0;
  }

  /** True if {@link PoolCore#sleeping} took it out of nr_running. */
  public final boolean isSleeping() {
    return sleeping;
  }

  /** True if nr_running of its pool counts it (linux 39). */
  public final boolean isCounted() {
    return (flags & NOT_RUNNING) == 0 && !sleeping;
  }

  /** The CPU on which it ran last or is to be woken, -1 if it does not matter (linux 72). */
  public final int cpu() {
    return cpu;
  }

  /** It got this CPU. */
  public final void ranOn(int thatCpu) {
    cpu = thatCpu;
  }

  final boolean isManaged() {
    return (flags & NOT_RUNNING) == 0;
  }

  final boolean isPreparing() {
    return (flags & PREP) != 0;
  }

  final KernelPool home() {
    KernelPool pool = attached;
    assert pool != null;
    return pool;
  }

  /** Linux: {@code worker_set_flags}. */
  final void set(int more) {
    if (isManaged()) {
      home().nrRunning--;
    }
    flags |= more;
  }

  /** Linux: {@code worker_clr_flags}. */
  final void clear(int less) {
    boolean was = isManaged();
    flags &= ~less;
    if (!was && isManaged()) {
      home().nrRunning++;
    }
  }

  /** Its CPU goes down; nr_running is zeroed by the caller. */
  final void unbind() {
    flags |= UNBOUND;
  }

  /** Its CPU is back: management resumes at the next cycle (linux 116). */
  final void rebind() {
    flags = (flags & ~UNBOUND) | REBOUND;
  }

  final void attach(KernelPool pool) {
    attached = pool;
    lastAttached = pool;
    if (pool.isUnmanaged()) {
      flags |= UNBOUND;
    }
  }

  final void detach() {
    attached = null;
    flags &= ~(UNBOUND | REBOUND);
  }

  @Override
  public String toString() {
    return name();
  }
}
