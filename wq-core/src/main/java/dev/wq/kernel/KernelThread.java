package dev.wq.kernel;

import dev.wq.dispatch.Item;
import dev.wq.dispatch.QueueListener;
import dev.wq.dispatch.Worker;
import dev.wq.host.Edges;
import java.util.concurrent.locks.LockSupport;

/**
 * The simulated thread of one worker: asks the core what to do, does it, and tells the core when
 * the function sleeps, runs again or is hit by a tick.
 */
final class KernelThread extends Worker implements Edges {
  /** A worker of the core that has a thread. */
  static final class Threaded extends KernelWorker {
    final KernelThread thread;

    Threaded(KernelDispatch dispatch, KernelPool pool, int id) {
      super(pool, id);
      this.thread = new KernelThread(dispatch, this, pool.cpu());
    }

    /** A rescuer: it goes where it is called (linux 66). */
    Threaded(KernelDispatch dispatch, Workqueue wq) {
      super(wq);
      this.thread = new KernelThread(dispatch, this, CpuTask.ANY_CPU);
    }
  }

  private final KernelDispatch kernel;
  private final KernelWorker me;
  private boolean started;
  private boolean woken; // false -> true: wake(); true -> false: the thread sees it
  private long used; // CPU time since the function began or last slept
  private boolean blocked; // a bh function has been reported
  private long roundSince; // bh: when the round began

  @SuppressWarnings("this-escape") // the thread begins when it is started
  private KernelThread(KernelDispatch kernel, KernelWorker me, int cpu) {
    super(kernel, me.name(), cpu);
    this.kernel = kernel;
    this.me = me;
  }

  /** Lets the worker look for work; nothing if that has been done and it has not run since. */
  void wake() {
    if (woken) {
      return;
    }
    woken = true;
    if (started) {
      LockSupport.unpark(thread());
    } else {
      started = true;
      thread().start();
    }
  }

  @Override
  protected void serve() {
    woken = false;
    roundSince = host().nanoTime();
    for (PoolCore.Step step = look(); step != PoolCore.Step.DIE; step = look()) {
      switch (step) {
        case RUN -> runOne();
        case CREATE -> create();
        default -> awaitWake();
      }
    }
    kernel.gone(this);
  }

  KernelWorker worker() {
    return me;
  }

  private PoolCore.Step look() {
    if (kernel.isStopped()) {
      return PoolCore.Step.DIE;
    }
    PoolCore.Step step = kernel.core().next(me);
    if (step != PoolCore.Step.CREATE) {
      kernel.poolTimers().settle();
    }
    return step;
  }

  private void awaitWake() {
    if (woken) {
      host().reschedule(); // a bh worker that raised itself again (linux 78)
    }
    while (!woken && !kernel.isStopped()) {
      LockSupport.park(this);
      forgetInterrupts();
    }
    woken = false;
    roundSince = host().nanoTime();
  }

  /** The function, then the CPU is offered, then the slot is given back (linux 62). */
  private void runOne() {
    ItemWork work = me.current instanceof ItemWork itsWork ? itsWork : null;
    KernelQueue queue = work == null ? null : work.queue;
    used = 0;
    blocked = false;
    if (work != null && queue != null) {
      queue.begins(work);
      begin(work.item, queue);
      tellStart(work.item);
      invoke(work.item, queue);
      tellEnd(work.item);
      end(work.item);
    } else if (me.current != null) {
      tellStart(me.current);
      tellEnd(me.current);
    }
    host().reschedule();
    if (me.pool().isBh() && host().nanoTime() - roundSince >= KernelPool.BH_ROUND_NANOS) {
      kernel.core().bhTimeUp(me);
    }
    kernel.core().finished(me);
    kernel.finished(work, queue);
  }

  private void tellStart(Object work) {
    if (kernel.watch != null) {
      kernel.watch.starts(work);
    }
  }

  private void tellEnd(Object work) {
    if (kernel.watch != null) {
      kernel.watch.ends(work);
    }
  }

  private void create() {
    kernel.passCreationTime(this);
    Threaded created = kernel.tryCreate(me.pool());
    if (created == null) {
      kernel.core().creationFailed(me);
    } else {
      kernel.core().created(me);
    }
    kernel.poolTimers().settle();
  }

  // ---- edges: told by the host, not on this thread

  @Override
  public void sleeping() {
    kernel.core().sleeping(me);
    if (me.pool().isBh() && !blocked) {
      reportBlocked();
    }
  }

  private void reportBlocked() {
    Item item = item();
    QueueListener told = queue() == null ? null : queue().listener();
    if (item != null && told != null) {
      blocked = true;
      told.blocked(item);
    }
  }

  @Override
  public void running() {
    used = 0;
    kernel.core().running(me);
  }

  @Override
  public int level() {
    KernelPool pool = me.pool();
    return pool.isBh() ? 0 : pool.isHigh() || me.isRescuer() ? 1 : 2;
  }

  @Override
  public long computing() {
    long threshold = kernel.hogNanos();
    return threshold == 0 || me.current == null || !me.isCounted()
        ? Long.MAX_VALUE
        : threshold - used;
  }

  @Override
  public void computed(long nanos) {
    used += nanos;
  }

  @Override
  public void tick() {
    kernel.core().tick(me, used);
  }
}
