package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/** The way of a work to its pwq (Linux: {@code __queue_work}), and back off it. */
final class Queueing {
  private static final int MAX_DEPTH = 65535;

  private final PoolSettings settings;
  private final KernelRules rules;
  private final Upcalls up;
  private final Hotplug cpus;
  private final Activation activation;
  private final Flushing flushing;

  Queueing(
      PoolSettings settings,
      KernelRules rules,
      Upcalls up,
      Hotplug cpus,
      Activation activation,
      Flushing flushing) {
    this.settings = settings;
    this.rules = rules;
    this.up = up;
    this.cpus = cpus;
    this.activation = activation;
    this.flushing = flushing;
  }

  /** Sets PENDING; false if it was set or the work is disabled (linux 1, 4, 5). */
  boolean claim(KernelWork work) {
    if (work.isPending() || work.isDisabled()) {
      return false;
    }
    work.set(KernelWork.PENDING);
    return true;
  }

  void insert(
      Workqueue wq, KernelWork work, int requiredCpu, int localCpu, @Nullable KernelWorker by) {
    if ((wq.drainers > 0 || wq.destroying) && !isChained(wq, by)) {
      reject(wq, work);
      return;
    }
    Pwq pwq = redirected(wq, work, choose(wq, requiredCpu, localCpu));
    up.queued(work, pwq, requiredCpu);
    activation.admit(pwq, work);
  }

  /** A manager is a worker without a work: never chained (linux 8). */
  private static boolean isChained(Workqueue wq, @Nullable KernelWorker by) {
    return by != null && by.currentQueue() == wq;
  }

  private void reject(Workqueue wq, KernelWork work) {
    if (rules.rejectionClearsPending()) {
      work.clear(KernelWork.PENDING);
    }
    if (!wq.warnedOfDrain) {
      wq.warnedOfDrain = true;
      up.warned("workqueue: cannot queue a work on draining " + wq.name());
    }
    up.rejected(wq, work);
  }

  /** Linux 10-12. */
  private Pwq choose(Workqueue wq, int requiredCpu, int localCpu) {
    if (requiredCpu >= 0) {
      return wq.cpuPwq[requiredCpu];
    }
    return wq.cpuPwq[wq.spec().unbound() ? cpus.unboundCpu(localCpu) : localCpu];
  }

  /** Where the work still runs for the same queue, else {@code chosen} (linux 15). */
  private static Pwq redirected(Workqueue wq, KernelWork work, Pwq chosen) {
    KernelPool last = work.lastPool;
    if (work.runner == null || last == null || last == chosen.pool || wq.spec().ordered()) {
      return chosen;
    }
    KernelWorker runner = work.runnerIn(last);
    Pwq its = runner == null ? null : runner.currentPwq;
    return its != null && its.wq == wq ? its : chosen;
  }

  /**
   * Moves a work and its barriers from the worklist to a worker's private list: {@code worker}'s,
   * or that of the one that runs it already (linux 17).
   *
   * @return true if {@code worker} got it
   */
  boolean assign(KernelWork work, KernelWorker worker) {
    KernelWorker collision = runnerOf(work, worker.home());
    KernelWorker gets = collision == null ? worker : collision;
    gets.scheduled.moveLinked(work);
    return collision == null;
  }

  private @Nullable KernelWorker runnerOf(KernelWork work, KernelPool pool) {
    if (work.runner == null) {
      return null;
    }
    return settings.neverBesideItself() ? work.runner : work.runnerIn(pool);
  }

  /**
   * Takes a pending work back (Linux: {@code try_to_grab_pending}, then clearing PENDING).
   *
   * @return false if it was not pending
   */
  boolean cancel(KernelWork work) {
    if (!work.isPending()) {
      return false;
    }
    if (work.is(KernelWork.BARRIER)) {
      throw new IllegalArgumentException("a barrier cannot be cancelled");
    }
    Pwq pwq = work.pwq;
    if (pwq != null) {
      takeOff(work, pwq);
    }
    work.clear(KernelWork.PENDING);
    return true;
  }

  boolean disable(KernelWork work) {
    if (!rules.hasDisable()) {
      throw new UnsupportedOperationException("this kernel cannot disable works");
    }
    boolean was = cancel(work);
    if (work.disableDepth < MAX_DEPTH) {
      work.disableDepth++;
    } else {
      up.warned("workqueue: work disable count overflowed");
    }
    return was;
  }

  boolean enable(KernelWork work) {
    cancel(work);
    if (work.disableDepth > 0) {
      work.disableDepth--;
    } else {
      up.warned("workqueue: work disable count underflowed");
    }
    return work.disableDepth == 0;
  }

  /**
   * The barriers of an inactive work move on to the worklist, or its waiters never end (linux 30).
   */
  private void takeOff(KernelWork work, Pwq pwq) {
    boolean counted = !work.is(KernelWork.INACTIVE);
    boolean barriersMove = !counted && work.is(KernelWork.LINKED);
    if (!counted) {
      pwq.pool.worklist.moveLinked(work);
    }
    work.unlink();
    work.pwq = null;
    work.lastPool = pwq.pool;
    work.clear(KernelWork.INACTIVE | KernelWork.LINKED);
    if (barriersMove) {
      pwq.pool.kick();
    }
    @Nullable KernelPool looksNext = settings.neverBesideItself() ? null : pwq.pool;
    activation.ended(pwq, work.color, counted, looksNext, flushing);
  }

  /**
   * Finds whom a barrier for {@code target} has to follow and puts it there (Linux: {@code
   * start_flush_work}); false if the target is idle.
   */
  boolean insertBarrier(KernelWork target, Barrier barrier) {
    Pwq pwq = target.pwq;
    if (pwq != null) {
      flushing.follow(pwq, target, barrier);
      return true;
    }
    KernelPool last = target.lastPool;
    KernelWorker runner = last == null ? null : runnerOf(target, last);
    if (runner == null) {
      return false;
    }
    flushing.followRun(runner, barrier);
    return true;
  }
}
