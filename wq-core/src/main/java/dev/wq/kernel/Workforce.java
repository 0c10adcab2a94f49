package dev.wq.kernel;

import dev.wq.kernel.PoolCore.Step;
import org.jspecify.annotations.Nullable;

/** How many workers a pool has: creation by the manager, culling of the idle. */
/*
 * The manager. A worker that is about to take works and leaves no idle one behind becomes manager, unless the pool has
 * one (linux 56). There is at most one; while it creates it has PREP set and runs no work (linux 57), so the pool's works
 * go on only by workers that come back from sleep and by rescuers. Creation is the engine's: next() answers CREATE, time
 * passes, created() or creationFailed() follows, and next() asks all questions again, for meanwhile another worker may
 * have done the work or gone idle.
 *
 * A failed creation is tried again after a second (linux 58) as long as it is still needed. From the beginning of the
 * management until its end, the mayday timer runs (linux 65).
 *
 * Culling looks at the oldest idle worker only, and at its stamp, not at the time the timer was armed: the list is
 * last-in first-out, so the one at its end has idled longest. The timer may therefore stay armed while workers come and
 * go. In the kernel a work on an unbound system queue does the culling; here the timer does it itself.
 */
final class Workforce {
  private static final int IDLE_SECONDS = 300;
  private static final int RETRY_SECONDS = 1;

  private final PoolSettings settings;
  private final Upcalls up;
  private final Rescue rescue;

  Workforce(PoolSettings settings, Upcalls up, Rescue rescue) {
    this.settings = settings;
    this.up = up;
    this.rescue = rescue;
  }

  /** Linux: {@code worker_enter_idle}. */
  void enterIdle(KernelWorker worker) {
    KernelPool pool = worker.home();
    pool.idle.addFirst(worker);
    worker.lastActive = up.jiffies();
    if (!pool.idleTimerArmed && pool.hasTooManyIdle()) {
      armIdle(pool, (long) IDLE_SECONDS * settings.hz());
    }
  }

  private void armIdle(KernelPool pool, long delay) {
    pool.idleTimerArmed = true;
    up.arm(pool, PoolTimer.IDLE, delay);
  }

  /** Makes the worker manager if no idle one is left and nobody manages. */
  boolean mustManage(KernelWorker worker) {
    KernelPool pool = worker.home();
    if (!pool.idle.isEmpty()
        || pool.manager != null
        || pool.isBh()
        || settings.concurrency() == Concurrency.SERIAL) {
      return false;
    }
    pool.manager = worker;
    rescue.startWaiting(pool);
    return true;
  }

  /** Ends the management if no worker is needed any more. */
  boolean isStillManaging(KernelWorker manager) {
    KernelPool pool = manager.home();
    if (!pool.needsCreation()) {
      endManaging(pool);
    }
    return pool.manager != null;
  }

  void created(KernelWorker manager) {
    KernelPool pool = manager.home();
    assert pool.manager == manager : manager + " does not manage";
    KernelWorker worker = up.newWorker(pool, pool.takeId());
    pool.members.add(worker);
    enterIdle(worker);
    up.wake(worker);
    endManaging(pool);
  }

  void creationFailed(KernelWorker manager) {
    KernelPool pool = manager.home();
    assert pool.manager == manager : manager + " does not manage";
    if (pool.needsCreation()) {
      pool.retrying = true;
      up.arm(pool, PoolTimer.RETRY, (long) RETRY_SECONDS * settings.hz());
    } else {
      endManaging(pool);
    }
  }

  void retry(KernelPool pool) {
    KernelWorker manager = pool.manager;
    if (manager != null && pool.retrying) {
      pool.retrying = false;
      up.wake(manager);
    }
  }

  private void endManaging(KernelPool pool) {
    pool.manager = null;
    pool.retrying = false;
    rescue.stopWaiting(pool);
  }

  /** Linux: {@code idle_worker_timeout} and {@code idle_cull_fn}. */
  void cull(KernelPool pool) {
    pool.idleTimerArmed = false;
    while (pool.hasTooManyIdle()) {
      @Nullable KernelWorker oldest = pool.idle.last();
      assert oldest != null;
      long left = oldest.lastActive + (long) IDLE_SECONDS * settings.hz() - up.jiffies();
      if (left > 0) {
        armIdle(pool, left);
        return;
      }
      pool.idle.remove(oldest);
      pool.members.remove(oldest);
      oldest.dying = true;
      up.wake(oldest);
    }
  }

  Step die(KernelWorker worker) {
    KernelPool pool = worker.pool();
    pool.members.remove(worker);
    pool.freeId(worker.id);
    worker.attached = null;
    return Step.DIE;
  }
}
