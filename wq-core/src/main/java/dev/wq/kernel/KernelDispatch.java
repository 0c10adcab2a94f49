package dev.wq.kernel;

import dev.wq.dispatch.Dispatch;
import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.Item;
import dev.wq.dispatch.QueueSettings;
import dev.wq.dispatch.Waiter;
import dev.wq.dispatch.Worker;
import dev.wq.host.Host;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Works of the public API on the pools of a simulated kernel: {@link PoolCore} decides, one
 * simulated thread per worker does it. Only on a host with exact edges.
 */
/*
 * Who decides what. The state word of an item decides, as everywhere, whether a queueing coalesces and when its waiters go
 * on. Where and when a claimed item runs is the core's alone. The two meet at four places:
 *
 *   push     the item is PENDING in its word; it becomes pending in the core as well
 *   begin    the core has cleared its PENDING and named the runner; then the word's PENDING is cleared. In between the item
 *            is in the hands of its worker, which a canceller or another pusher waits out like any other such moment
 *   end      the word's RUNNING is cleared, waiters go on, then the CPU is offered, and only then the core hears finished().
 *            A queueing made in that gap finds the item running in the core and goes to the same worker's private list,
 *            which is what the kernel does in its own gap
 *   cancel   the item's queueing is taken off the core's lists
 *
 * Never beside itself. The contract of dev.wq is wider than the kernel's: also across queues and pools. The core is set
 * so (PoolSettings.neverBesideItself): an item that runs anywhere goes to its runner. So begin never finds RUNNING set, and
 * the word's DEFERRED stays clear; Worker.inherit throws if not.
 *
 * No lock. In a simulation one thread runs at a time and is switched only at points, parks and reschedules, or is stopped
 * to compute. No method of the core contains one, and no upcall does: waking is an unpark, a new worker is a thread that is
 * made and started. So each call of the core is one step for everybody. Edges are told between two steps.
 *
 * A wake-up is a flag beside the unpark: the permit alone would be lost to, or left over from, the function's own parks, and
 * a worker that looks for work without having been woken changes the order of the idle list.
 *
 * Timers. Delays are rounded to ticks as the kernel's timer wheel does and then wait on the machine's wheel, whose driver
 * runs before all other threads of an instant. The timer of idle workers is deferrable in the kernel and must not keep
 * virtual time going here: it is looked at when something else happens (linux 59).
 *
 * Where the kernel has a trap, the contract of dev.wq holds: a drain is a gate in front of the queue, so nothing is dropped
 * with a true answer (linux 7, 9); waits that can't end are refused (linux 100).
 */
public final class KernelDispatch extends Dispatch {
  private static final System.Logger LOG = System.getLogger("dev.wq");

  private final KernelModel model;
  final @Nullable KernelWatch watch;
  private final PoolSettings settings;
  private final Jiffies jiffies;
  private final PoolCore core;
  private final List<KernelThread> threads = new ArrayList<>();
  private final IdentityHashMap<Item, ItemWork> works = new IdentityHashMap<>(); // looked up only
  private final IdentityHashMap<Workqueue, KernelQueue> queues =
      new IdentityHashMap<>(); // looked up only
  private final IdleTimers idleTimers = new IdleTimers();
  private final KernelTimers poolTimers;
  private KernelThread.@Nullable Threaded prepared; // made, and not yet a member of its pool
  private boolean stopped; // false -> true

  /**
   * @throws IllegalArgumentException if {@code host} does not tell edges
   */
  @SuppressWarnings("this-escape") // its parts only keep the reference
  public KernelDispatch(Host host, String machine, KernelModel model, @Nullable KernelWatch watch) {
    super(host, machine);
    if (!host.exactEdges()) {
      throw new IllegalArgumentException(host.name() + " can't carry a simulated kernel");
    }
    this.model = model;
    this.watch = watch;
    this.jiffies = new Jiffies(model.hz());
    this.settings =
        PoolSettings.kernel(model.hz())
            .withThreshold(model.thresholdNanos())
            .neverBesideThemselves();
    this.poolTimers = new KernelTimers(this, idleTimers);
    this.core = new PoolCore(Topology.flat(host.cpus()), model.rules(), settings, new Ear());
  }

  PoolCore core() {
    return core;
  }

  Jiffies jiffies() {
    return jiffies;
  }

  KernelTimers poolTimers() {
    return poolTimers;
  }

  boolean isStopped() {
    return stopped;
  }

  /** CPU time after which a tick takes a work out of concurrency management; 0: never. */
  long hogNanos() {
    return settings.cpuIntensiveThresholdNanos();
  }

  /** When a timer fires that is armed for {@code deadline} (linux 83). */
  long expiry(long now, long deadline) {
    long tick = jiffies.expiry(jiffies.tickAt(now), jiffies.ticksFor(deadline - now));
    long nanos = jiffies.nanosAt(tick);
    return nanos / tick == jiffies.nanosAt(1) ? nanos : Long.MAX_VALUE;
  }

  // ---- queues and works

  @Override
  public DispatchQueue open(QueueSettings wanted) {
    QueueSettings.Rtos rtos = wanted.rtos();
    if (rtos != null && rtos.replaces()) {
      throw new UnsupportedOperationException(
          host().name() + " can't replace a worker, refused queue '" + wanted.name() + "'");
    }
    KernelQueue queue = new KernelQueue(this, wanted, core.create(specOf(wanted)));
    queues.put(queue.wq, queue);
    return queue;
  }

  private QueueSpec specOf(QueueSettings wanted) {
    return new QueueSpec(
        wanted.name(),
        wanted.unbound() || (wanted.powerEfficient() && model.powerEfficient()),
        wanted.highPriority(),
        wanted.ordered(),
        wanted.maxActive(),
        wanted.memReclaim(),
        wanted.cpuIntensive(),
        wanted.bh(),
        false,
        AffinityScope.DEFAULT,
        false,
        -1);
  }

  @Nullable ItemWork workOf(Item item) {
    return works.get(item);
  }

  ItemWork queue(KernelQueue queue, Item item, int cpu, int localCpu, boolean byTimer) {
    idleTimers.look(host().nanoTime(), core);
    ItemWork work = works.computeIfAbsent(item, i -> new ItemWork(i, queue));
    work.queue = queue;
    if (watch != null && byTimer) {
      watch.expired(item);
    }
    if (!core.queue(queue.wq, work, cpu, localCpu, byTimer ? null : caller())) {
      throw new AssertionError(item + " is pending already in the pools of " + queue);
    }
    return work;
  }

  private @Nullable KernelWorker caller() {
    return Worker.current() instanceof KernelThread me && me.dispatch() == this
        ? me.worker()
        : null;
  }

  void cancel(ItemWork work) {
    if (!core.cancel(work)) {
      throw new AssertionError(work + " is not pending in the pools");
    }
    forgetIfIdle(work);
  }

  /** A worker has given back the slot of {@code work}, null: of a barrier. */
  void finished(@Nullable ItemWork work, @Nullable KernelQueue queue) {
    if (work != null && queue != null) {
      queue.ended();
      forgetIfIdle(work);
      queue.wakeIfQuiet();
    }
  }

  private void forgetIfIdle(ItemWork work) {
    if (!work.isPending() && !work.isRunning()) {
      works.remove(work.item);
    }
  }

  @Override
  protected boolean awaitBehind(Item item, Waiter waiter) {
    ItemWork work = works.get(item);
    return work != null
        && (work.isPending() || work.isRunning())
        && core.flush(work, new Waits.ForWork(work, waiter));
  }

  @Override
  protected boolean isAwaitedBehind(Item item) {
    ItemWork work = works.get(item);
    return work != null && work.barriers > 0;
  }

  // ---- workers

  @Override
  protected Collection<? extends Worker> workers() {
    return threads;
  }

  /** Lets the time pass that a manager takes to make a worker. */
  void passCreationTime(KernelThread manager) {
    if (model.creationNanos() > 0) {
      poolTimers.settle();
    }
    long start = host().nanoTime();
    for (long left = model.creationNanos(); left > 0; ) {
      host().parkNanos(manager, left);
      left = model.creationNanos() - (host().nanoTime() - start);
    }
  }

  /** Makes the worker that {@link PoolCore#created} will ask for; null if there is no thread. */
  KernelThread.@Nullable Threaded tryCreate(KernelPool pool) {
    if (model.creationFails()) {
      return null;
    }
    int id = pool.takeId();
    pool.freeId(id);
    try {
      prepared = new KernelThread.Threaded(this, pool, id);
    } catch (OutOfMemoryError noThread) {
      LOG.log(System.Logger.Level.WARNING, "no worker thread for " + pool, noThread);
      prepared = null;
    }
    return prepared;
  }

  void gone(KernelThread thread) {
    threads.remove(thread);
  }

  /** What the core wants done. */
  private final class Ear implements Upcalls {
    @Override
    public KernelWorker newWorker(KernelPool pool, int id) {
      KernelThread.Threaded worker = prepared;
      prepared = null;
      if (worker == null) {
        worker = new KernelThread.Threaded(KernelDispatch.this, pool, id);
      }
      assert worker.pool() == pool && worker.id() == id : worker + " is not " + id + " of " + pool;
      threads.add(worker.thread);
      return worker;
    }

    @Override
    public KernelWorker newRescuer(Workqueue wq) {
      KernelThread.Threaded rescuer = new KernelThread.Threaded(KernelDispatch.this, wq);
      threads.add(rescuer.thread);
      return rescuer;
    }

    @Override
    public void wake(KernelWorker worker) {
      countWakeUp(worker.pool());
      ((KernelThread.Threaded) worker).thread.wake();
    }

    private void countWakeUp(KernelPool pool) {
      KernelWork first = pool.worklist.first();
      KernelQueue queue = first == null ? null : queues.get(first.queue());
      if (queue != null) {
        queue.countWakeUp();
      }
    }

    @Override
    public void queued(KernelWork work, Pwq pwq, int requiredCpu) {
      if (watch != null && work instanceof ItemWork itsWork) {
        watch.queued(itsWork.item, pwq.wq.name(), requiredCpu, pwq.pool.cpu());
      }
    }

    @Override
    public void activated(KernelWork work) {
      if (watch != null && work instanceof ItemWork itsWork) {
        watch.activated(itsWork.item);
      }
    }

    @Override
    public void arm(KernelPool pool, PoolTimer timer, long delayTicks) {
      poolTimers.arm(pool, timer, delayTicks);
    }

    @Override
    public void disarm(KernelPool pool, PoolTimer timer) {
      poolTimers.disarm(pool, timer);
    }

    @Override
    public void barrierDone(Barrier barrier) {
      ((Waits.ForWork) barrier).done();
    }

    @Override
    public void flushed(Flusher flusher) {
      ((Waits.ForQueue) flusher).waiter.wake();
    }

    @Override
    public long jiffies() {
      return jiffies.tickAt(host().nanoTime());
    }
  }

  @Override
  public void shutdown() {
    stopped = true;
    threads.forEach(thread -> LockSupport.unpark(thread.thread()));
    timers().close();
  }
}
