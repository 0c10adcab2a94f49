package dev.wq.kernel;

import dev.wq.kernel.PoolCore.Step;
import org.jspecify.annotations.Nullable;

/** The loop of a worker, one work at a time (Linux: {@code worker_thread}). */
/*
 * The kernel's loop, cut where time passes:
 *
 *   wake-up      leave the idle list; go back if no worker is needed after all (linux 43)
 *                become manager if no other idle worker is left (linux 56)          -> CREATE, then from the top
 *                PREP off: from here the worker counts in nr_running
 *   each work    the private list first, whose head is what the worker took last
 *                else, if the pool keeps working (linux 42), the head of the worklist,
 *                which goes to another worker's private list if that one runs it (linux 17)
 *                start: kick the next worker, PENDING off                           -> RUN
 *                finished: give the slot back, activate what waited
 *   no more      PREP on, idle list                                                 -> IDLE
 *
 * Whether a worker is before or inside the loop is its PREP flag. The first work after a wake-up is taken without asking
 * "keeps working", for "needs a worker" has just been answered yes with this worker not counted; asked with it counted
 * the first question would only be a stricter form of the second.
 *
 * The order inside a start matters. A CPU_INTENSIVE worker leaves management before the kick, so that the kick wakes the
 * next worker at once (linux 49). PENDING is cleared after the work has left the list and its runner is known, so a
 * queueing from inside the function finds it idle and running (linux 2). Nothing of the work is read after its function
 * was called (linux 63): colour and slot were copied to the worker. The list of runners is the one exception; it stands
 * for the kernel's hash of busy workers, which knows works by address.
 */
final class WorkerLife {
  private static final int BH_BATCHES = 10;

  private final PoolSettings settings;
  private final KernelRules rules;
  private final Upcalls up;
  private final Queueing queueing;
  private final Activation activation;
  private final Flushing flushing;
  private final Workforce workforce;
  private final Rescue rescue;

  WorkerLife(
      PoolSettings settings,
      KernelRules rules,
      Upcalls up,
      Queueing queueing,
      Activation activation,
      Flushing flushing,
      Workforce workforce,
      Rescue rescue) {
    this.settings = settings;
    this.rules = rules;
    this.up = up;
    this.queueing = queueing;
    this.activation = activation;
    this.flushing = flushing;
    this.workforce = workforce;
    this.rescue = rescue;
  }

  Step next(KernelWorker worker) {
    assert worker.current == null : worker + " is inside a work";
    if (worker.rescuerOf != null) {
      return rescuerNext(worker);
    }
    return worker.isPreparing() ? wokenUp(worker) : takeNext(worker);
  }

  private Step wokenUp(KernelWorker worker) {
    KernelPool pool = worker.attached;
    if (worker.dying || pool == null) {
      return workforce.die(worker);
    }
    if (worker.idle) {
      pool.idle.remove(worker);
    }
    if (pool.manager == worker && workforce.isStillManaging(worker)) {
      return pool.retrying ? Step.IDLE : Step.CREATE;
    }
    if (!pool.needsWorker()) {
      return rest(worker);
    }
    if (workforce.mustManage(worker)) {
      return Step.CREATE;
    }
    worker.bhRestarts = BH_BATCHES;
    worker.bhTimeUp = false;
    worker.clear(KernelWorker.PREP | KernelWorker.REBOUND);
    return takeFirst(worker);
  }

  private Step takeFirst(KernelWorker worker) {
    KernelWork work = worker.home().worklist.first();
    assert work != null;
    if (queueing.assign(work, worker)) {
      start(worker, work);
      return Step.RUN;
    }
    return takeNext(worker);
  }

  private Step takeNext(KernelWorker worker) {
    KernelWork own = worker.scheduled.first();
    if (own != null) {
      start(worker, own);
      return Step.RUN;
    }
    KernelPool pool = worker.home();
    while (pool.keepsWorking() && !isRoundOver(worker)) {
      KernelWork work = pool.worklist.first();
      assert work != null;
      if (queueing.assign(work, worker)) {
        start(worker, work);
        return Step.RUN;
      }
    }
    worker.set(KernelWorker.PREP);
    return rest(worker);
  }

  /** A softirq gives the CPU back after 10 batches or 2 ms (linux 78). */
  private static boolean isRoundOver(KernelWorker worker) {
    return worker.home().isBh() && (--worker.bhRestarts <= 0 || worker.bhTimeUp);
  }

  private Step rest(KernelWorker worker) {
    KernelPool pool = worker.home();
    if (pool.dead) {
      return workforce.die(worker);
    }
    workforce.enterIdle(worker);
    if (pool.isBh()) {
      pool.kick();
    }
    return Step.IDLE;
  }

  private Step rescuerNext(KernelWorker rescuer) {
    if (rescuer.dying) {
      return Step.DIE;
    }
    KernelWork own = rescue.nextWork(rescuer);
    if (own == null) {
      return Step.IDLE;
    }
    start(rescuer, own);
    return Step.RUN;
  }

  /** Linux: the first half of {@code process_one_work}. */
  private void start(KernelWorker worker, KernelWork work) {
    KernelPool pool = worker.home();
    Pwq pwq = work.pwq;
    assert pwq != null;
    worker.current = work;
    worker.currentFunction = work.function();
    worker.currentPwq = pwq;
    worker.currentColor = work.color;
    worker.currentCounts = !work.is(KernelWork.INACTIVE);
    work.unlink();
    work.addRunner(worker);
    if (pwq.wq.spec().cpuIntensive()) {
      worker.set(KernelWorker.CPU_INTENSIVE);
    }
    pool.kick();
    work.pwq = null;
    work.lastPool = pool;
    work.clear(KernelWork.PENDING | KernelWork.INACTIVE | KernelWork.LINKED);
    pwq.stats.started++;
  }

  /** Linux: the second half of {@code process_one_work}. */
  void finished(KernelWorker worker) {
    KernelWork work = worker.current;
    Pwq pwq = worker.currentPwq;
    assert work != null && pwq != null : worker + " runs nothing";
    assert !worker.sleeping : worker + " sleeps";
    if (work instanceof Barrier barrier) {
      up.barrierDone(barrier);
    }
    pwq.stats.completed++;
    worker.clear(KernelWorker.CPU_INTENSIVE);
    work.removeRunner(worker);
    worker.current = null;
    worker.currentFunction = null;
    worker.currentPwq = null;
    activation.ended(pwq, worker.currentColor, worker.currentCounts, worker.home(), flushing);
  }

  /** Linux: {@code wq_worker_sleeping}. */
  void sleeping(KernelWorker worker) {
    if (!worker.isManaged() || worker.sleeping) {
      return;
    }
    worker.sleeping = true;
    KernelPool pool = worker.home();
    pool.nrRunning--;
    if (pool.kick()) {
      Pwq pwq = worker.currentPwq;
      assert pwq != null;
      pwq.stats.cmWakeups++;
    }
  }

  /** Linux: {@code wq_worker_running}. */
  void running(KernelWorker worker) {
    if (!worker.sleeping) {
      return;
    }
    worker.sleeping = false;
    if (worker.isManaged()) {
      worker.home().nrRunning++;
    }
  }

  /** Linux: {@code wq_worker_tick}. */
  boolean tick(KernelWorker worker, long cpuNanos) {
    long threshold = settings.cpuIntensiveThresholdNanos();
    @Nullable Pwq pwq = worker.currentPwq;
    if (pwq == null || threshold == 0 || cpuNanos < threshold || !rules.marksHogs()) {
      return false;
    }
    if (!worker.isManaged() || worker.sleeping) {
      return false;
    }
    worker.set(KernelWorker.CPU_INTENSIVE);
    pwq.stats.cpuIntensive++;
    if (worker.home().kick()) {
      pwq.stats.cmWakeups++;
    }
    return true;
  }
}
