package dev.wq.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work queues of one simulated kernel. An engine gives it what happens, in the order in which
 * it happens, and does what {@link Upcalls} says; the core itself has no clock, thread or lock.
 *
 * <p>Not safe for use by several threads at once; calls from inside an upcall are not allowed.
 */
/*
 * Who does what. A queueing (Queueing) finds the pwq of its queue for the CPU and is admitted there if it has a slot of
 * max_active (Activation, Limits, NodeLimit). Admitted, it is on the worklist of the pwq's pool (KernelPool), whose
 * workers take it in their loop (WorkerLife). Workforce makes and culls workers, Rescue helps where none can be made,
 * Flushing lets others wait, Hotplug takes CPUs away. QueueSetup and PoolRegistry lay out pwqs and pools.
 *
 * Why it is pure. Two engines drive it: one with a thread for each worker, one with recorded segments and none. What they
 * must agree on, bit for bit, is in here; what they differ in (when a woken worker gets a CPU, how long a function takes,
 * what creating a worker costs) comes in through the calls. So nothing here may depend on anything but the calls and
 * their order: no clock but the tick that Upcalls.jiffies() names, no hash order, no randomness.
 *
 * What is atomic. In the kernel each pool has a lock, and what happens between taking and dropping it is one call here.
 * Where the kernel drops the lock in the middle, the method ends and says by a Step what the worker does meanwhile:
 *
 *   RUN      the function runs; queueings, sleeping(), running() and tick() may come, then finished()
 *   CREATE   the manager makes a worker, with everything else going on; then created() or creationFailed()
 *   IDLE     it sleeps; the next call is next(), after a wake()
 *
 * next() and finished() are two calls because the kernel offers the CPU to others between a function and what follows
 * (linux 62), and an engine that does not leaves the documentation's tables.
 *
 * Upcalls come from the middle of a call, when counts may be between two states. Hence none may call back: an engine
 * notes who is to be woken or told, and does it after the call has returned.
 * Lists are intrusive and counters plain: queueing and running a work allocates nothing.
 */
public final class PoolCore {
  /** What a worker has to do now. */
  public enum Step {
    /** Run {@link KernelWorker#current}, then call {@link PoolCore#finished}. */
    RUN,
    /**
     * Sleep until woken: it is on the idle list, a rescuer nobody calls, or a manager that retries.
     */
    IDLE,
    /** Make a worker, then call {@link PoolCore#created} or {@link PoolCore#creationFailed}. */
    CREATE,
    /** It is gone. */
    DIE
  }

  private final PoolRegistry registry;
  private final Hotplug hotplug;
  private final Limits limits;
  private final QueueSetup setup;
  private final Queueing queueing;
  private final Flushing flushing;
  private final Rescue rescue;
  private final Workforce workforce;
  private final WorkerLife life;
  private final PoolSettings settings;
  private final List<Workqueue> queues = new ArrayList<>();

  /** Makes the pools of the CPUs, each with one idle worker, through {@code up}. */
  public PoolCore(Topology topology, KernelRules rules, PoolSettings settings, Upcalls up) {
    this.settings = settings;
    registry = new PoolRegistry(topology, rules, settings, up);
    hotplug = new Hotplug(topology, registry);
    flushing = new Flushing(up);
    Activation activation = new Activation(up, registry);
    limits = new Limits(topology, hotplug, activation, up);
    setup = new QueueSetup(topology, rules, up, registry, hotplug, activation, limits);
    queueing = new Queueing(settings, rules, up, hotplug, activation, flushing);
    rescue = new Rescue(settings, rules, up, queueing, activation);
    workforce = new Workforce(settings, up, rescue);
    life = new WorkerLife(settings, rules, up, queueing, activation, flushing, workforce, rescue);
  }

  /** Linux: {@code alloc_workqueue}. */
  public Workqueue create(QueueSpec spec) {
    return create(spec, null);
  }

  /** The same; an unbound queue wants to run on {@code mask}, null: anywhere. */
  public Workqueue create(QueueSpec spec, @Nullable CpuMask mask) {
    Workqueue wq = setup.create(spec, mask, settings.concurrency() != Concurrency.SERIAL);
    queues.add(wq);
    return wq;
  }

  /**
   * Ends a queue; works queued from now on are dropped (linux 7).
   *
   * @throws IllegalStateException if works are queued, running or waited for: drain it first; it
   *     stays closed
   */
  public void destroy(Workqueue wq) {
    setup.destroy(wq);
    queues.remove(wq);
  }

  /** Linux: {@code workqueue_set_max_active}; clamped to 1..2048, 0 means 1024. */
  public void setMaxActive(Workqueue wq, int max) {
    limits.setMaxActive(wq, max);
  }

  /** Linux: {@code workqueue_set_min_active}. */
  public void setMinActive(Workqueue wq, int min) {
    limits.setMinActive(wq, min);
  }

  /**
   * Linux: {@code apply_workqueue_attrs}. Works that are queued or running finish where they are
   * (linux 74).
   *
   * @throws IllegalArgumentException if the queue is not unbound
   */
  public void applyAttrs(Workqueue wq, QueueAttributes attributes) {
    setup.apply(wq, attributes);
  }

  /** The attributes in use, to change some of them. */
  public QueueAttributes attributes(Workqueue wq) {
    return wq.attributes;
  }

  /** Narrows all unbound queues to these CPUs (Linux: the {@code cpumask} of workqueues). */
  public void setUnboundCpus(CpuMask mask) {
    if (mask.isEmpty()) {
      throw new IllegalArgumentException("no CPU left for unbound queues");
    }
    hotplug.setUnboundCpus(mask);
    for (Workqueue wq : queues) {
      if (wq.spec().unbound()) {
        setup.apply(wq, wq.attributes);
      }
    }
  }

  public List<Workqueue> queues() {
    return Collections.unmodifiableList(queues);
  }

  public KernelPool boundPool(int cpu, boolean high) {
    return registry.bound(cpu, high);
  }

  public KernelPool bhPool(int cpu, boolean high) {
    return registry.bh(cpu, high);
  }

  /** All pools that live, by id. */
  public List<KernelPool> pools() {
    return registry.all();
  }

  /**
   * A worker that exists from the start: idle, at the oldest end of the idle list. A BH pool, and
   * any under {@link Concurrency#SERIAL}, keeps the one it has.
   */
  public void addWorker(KernelPool pool) {
    if (settings.concurrency() != Concurrency.SERIAL && !pool.isBh()) {
      registry.addMember(pool, pool.takeId());
    }
  }

  /**
   * Linux: {@code queue_work_on}.
   *
   * @param requiredCpu the CPU asked for, -1 for any
   * @param localCpu the CPU of the caller
   * @param by the worker whose function calls, null for timers and others: it may queue on its own
   *     queue while that drains (linux 8)
   * @return false if the work is pending or disabled; true also for one that a draining queue drops
   */
  public boolean queue(
      Workqueue wq, KernelWork work, int requiredCpu, int localCpu, @Nullable KernelWorker by) {
    if (!queueing.claim(work)) {
      return false;
    }
    queueing.insert(wq, work, requiredCpu, localCpu, by);
    return true;
  }

  /**
   * Makes the work pending in the hands of the engine, which has a timer for it (linux 81).
   *
   * @return false if the work is pending or disabled
   */
  public boolean arm(KernelWork work) {
    return queueing.claim(work);
  }

  /** The timer of an armed work fired on {@code localCpu}: queues it (linux 82). */
  public void fired(Workqueue wq, KernelWork work, int requiredCpu, int localCpu) {
    if (!work.isArmed()) {
      throw new IllegalStateException("the work is not armed");
    }
    queueing.insert(wq, work, requiredCpu, localCpu, null);
  }

  /**
   * Linux: {@code cancel_work}. A timer that is armed for it is the engine's to take back.
   *
   * @return true if it was pending and is not any more
   */
  public boolean cancel(KernelWork work) {
    return queueing.cancel(work);
  }

  /**
   * Linux: {@code disable_work}.
   *
   * @return true if it was pending and is not any more
   */
  public boolean disable(KernelWork work) {
    return queueing.disable(work);
  }

  /**
   * Linux: {@code enable_work}. Takes a pending work back, as the kernel does.
   *
   * @return true if it can be queued now
   */
  public boolean enable(KernelWork work) {
    return queueing.enable(work);
  }

  /** Looks for work: after a wake-up, finished(), created() or creationFailed(). */
  public Step next(KernelWorker worker) {
    return life.next(worker);
  }

  /** The function of the current work has returned. */
  public void finished(KernelWorker worker) {
    life.finished(worker);
  }

  /** The worker goes to sleep inside its function. */
  public void sleeping(KernelWorker worker) {
    life.sleeping(worker);
  }

  /** The worker is back on a CPU after that; not when it is woken, but when it is switched in. */
  public void running(KernelWorker worker) {
    life.running(worker);
  }

  /**
   * A scheduler tick hits the worker.
   *
   * @param cpuNanos CPU time used since the work's start or the last running()
   * @return true if the work became CPU_INTENSIVE now (linux 50, 51)
   */
  public boolean tick(KernelWorker worker, long cpuNanos) {
    return life.tick(worker, cpuNanos);
  }

  /** A BH worker has had its 2 ms: it ends its round after this batch (linux 78). */
  public void bhTimeUp(KernelWorker worker) {
    worker.bhTimeUp = true;
  }

  /** The worker that {@code manager} made: it becomes idle, the most recent one, and is woken. */
  public void created(KernelWorker manager) {
    workforce.created(manager);
  }

  /** No worker could be made; the next try is in a second if it is still needed (linux 58). */
  public void creationFailed(KernelWorker manager) {
    workforce.creationFailed(manager);
  }

  /** A timer that was armed by {@link Upcalls#arm} fired. */
  public void expired(KernelPool pool, PoolTimer timer) {
    switch (timer) {
      case MAYDAY -> rescue.maydayExpired(pool);
      case IDLE -> workforce.cull(pool);
      case RETRY -> workforce.retry(pool);
    }
  }

  /**
   * Linux: {@code flush_work}.
   *
   * @return false if the target is idle; else {@link Upcalls#barrierDone} follows when its last
   *     queueing has run
   */
  public boolean flush(KernelWork target, Barrier barrier) {
    return queueing.insertBarrier(target, barrier);
  }

  /**
   * Linux: {@code flush_workqueue}.
   *
   * @return false if there is nothing to wait for; else {@link Upcalls#flushed} follows
   */
  public boolean flush(Workqueue wq, Flusher flusher) {
    return flushing.start(wq, flusher);
  }

  /** From now only works of the queue itself may queue on it (linux 8); nests. */
  public void beginDrain(Workqueue wq) {
    wq.drainers++;
  }

  public void endDrain(Workqueue wq) {
    if (wq.drainers == 0) {
      throw new IllegalStateException(wq.name() + " is not draining");
    }
    wq.drainers--;
  }

  /** True if nothing of it is active or inactive: what a drain flushes for. */
  public boolean isEmpty(Workqueue wq) {
    return wq.isEmpty();
  }

  /** Linux: {@code freeze_workqueues_begin}: freezable queues activate nothing more (linux 110). */
  public void freeze() {
    limits.freeze(queues);
  }

  /** Linux: {@code freeze_workqueues_busy} (linux 112). */
  public boolean isFreezeBusy() {
    return limits.isFreezeBusy(queues);
  }

  /** Linux: {@code thaw_workqueues} (linux 113). */
  public void thaw() {
    limits.thaw(queues);
  }

  /** Freezes this queue alone, freezable or not. */
  public void freeze(Workqueue wq) {
    limits.freezeOne(wq, true);
  }

  public void thaw(Workqueue wq) {
    limits.freezeOne(wq, false);
  }

  /** The CPU goes: its pools go on as unbound ones (linux 116). */
  public void cpuDown(int cpu) {
    hotplug.down(cpu);
    queues.forEach(wq -> setup.cpusChanged(wq, cpu));
  }

  /** The CPU is back. */
  public void cpuUp(int cpu) {
    hotplug.up(cpu);
    queues.forEach(wq -> setup.cpusChanged(wq, cpu));
  }
}
