package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/**
 * One work item (Linux: {@code struct work_struct}). Engines subclass it; all state belongs to the
 * {@link PoolCore} it is queued on.
 *
 * <p>A work is known by itself <em>and</em> its function (linux 18): one whose function was changed
 * is another work to whoever asks whether it runs.
 */
public class KernelWork extends Link {
  static final int PENDING = 1;
  static final int INACTIVE = 2;
  static final int LINKED = 4;
  static final int BARRIER = 8;

  /*
   * PENDING      0 -> 1  queue, arm                          1 -> 0  start of the run, cancel, disable
   * INACTIVE     0 -> 1  queue over the limit, barrier       1 -> 0  activation, cancel
   * LINKED       0 -> 1  a barrier was put right behind      1 -> 0  start of the run, cancel
   * BARRIER      set once
   */
  private int flags;
  @Nullable Pwq pwq; // not null exactly while on a list
  int color; // of the pwq at queueing
  @Nullable KernelPool lastPool; // where it last ran or was taken from
  int disableDepth;
  @Nullable KernelWorker runner; // head of the workers that run it, linked by nextRunner
  private @Nullable Object function;

  /** A work without a function: known by itself alone. */
  public KernelWork() {}

  /** A work whose identity is its own and that of {@code function}. */
  public KernelWork(@Nullable Object function) {
    this.function = function;
  }

  KernelWork(int flags) {
    this.flags = flags;
  }

  /**
   * Makes it a fresh work with another function, whatever it is doing (Linux: {@code INIT_WORK}):
   * it forgets its last pool and its disable depth, so it may then run beside itself (linux 16).
   *
   * @throws IllegalStateException if it is pending; the kernel would corrupt its lists
   */
  public final void init(@Nullable Object newFunction) {
    if (isPending()) {
      throw new IllegalStateException(this + " is pending");
    }
    function = newFunction;
    lastPool = null;
    disableDepth = 0;
  }

  /** What it runs, by identity. */
  public final @Nullable Object function() {
    return function;
  }

  /** True from queueing or arming until just before the function is called (linux 1, 2, 81). */
  public final boolean isPending() {
    return is(PENDING);
  }

  /** True if it is pending on no queue: its timer is armed and in the engine's hands. */
  public final boolean isArmed() {
    return isPending() && pwq == null;
  }

  /** True while it waits for a slot of max_active. */
  public final boolean isInactive() {
    return is(INACTIVE) && pwq != null;
  }

  /** True while queueing is refused (linux 5). */
  public final boolean isDisabled() {
    return disableDepth > 0;
  }

  /** True while a worker of any pool is inside its function. */
  public final boolean isRunning() {
    return runner != null;
  }

  /** The worker that runs it, the latest if there are several. */
  public final @Nullable KernelWorker runner() {
    return runner;
  }

  /** The queue on which it is queued, null while it is not. */
  public final @Nullable Workqueue queue() {
    Pwq at = pwq;
    return at == null ? null : at.wq;
  }

  /** The pool on which it is queued, else the one it last ran on or was taken from. */
  public final @Nullable KernelPool pool() {
    Pwq at = pwq;
    return at == null ? lastPool : at.pool;
  }

  final boolean is(int flag) {
    return (flags & flag) != 0;
  }

  final void set(int flag) {
    flags |= flag;
  }

  final void clear(int flag) {
    flags &= ~flag;
  }

  /** The worker of {@code pool} that runs this work's function, if any (linux 18). */
  final @Nullable KernelWorker runnerIn(KernelPool pool) {
    for (KernelWorker w = runner; w != null; w = w.nextRunner) {
      if (w.attached == pool && w.currentFunction == function) {
        return w;
      }
    }
    return null;
  }

  final void addRunner(KernelWorker worker) {
    worker.nextRunner = runner;
    runner = worker;
  }

  final void removeRunner(KernelWorker worker) {
    KernelWorker before = null;
    for (KernelWorker w = runner; w != worker; w = w.nextRunner) {
      assert w != null;
      before = w;
    }
    if (before == null) {
      runner = worker.nextRunner;
    } else {
      before.nextRunner = worker.nextRunner;
    }
    worker.nextRunner = null;
  }
}
