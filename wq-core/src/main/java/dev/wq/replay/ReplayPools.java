package dev.wq.replay;

import dev.wq.kernel.Barrier;
import dev.wq.kernel.Concurrency;
import dev.wq.kernel.Flusher;
import dev.wq.kernel.KernelPool;
import dev.wq.kernel.KernelWork;
import dev.wq.kernel.KernelWorker;
import dev.wq.kernel.PoolCore;
import dev.wq.kernel.PoolSettings;
import dev.wq.kernel.PoolTimer;
import dev.wq.kernel.Topology;
import dev.wq.kernel.Upcalls;
import dev.wq.kernel.Workqueue;
import dev.wq.replay.Workload.Arrival;
import dev.wq.replay.Workload.QueueUse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pools of a replay: {@link PoolCore} with the recording's queues, works and workers. */
final class ReplayPools implements Upcalls {
  /** A work, with the queueings that the model could not take yet. */
  private static final class Work extends KernelWork {
    @Nullable Arrival pending;
    final ArrayDeque<Arrival> later = new ArrayDeque<>(0);
  }

  /** The barrier of a recorded flush, with what its execution did. */
  private static final class Waiting extends Barrier {
    final Course course;

    Waiting(Course course) {
      this.course = course;
    }
  }

  /** A pool's timer; only the latest arming counts. */
  static final class Timer {
    private final KernelPool pool;
    private final PoolTimer kind;
    private int armings;

    Timer(KernelPool pool, PoolTimer kind) {
      this.pool = pool;
      this.kind = kind;
    }
  }

  private record TimerKey(KernelPool pool, PoolTimer kind) {}

  /** One pool and its workers. */
  static final class Members {
    final KernelPool pool;
    final List<ReplayWorker> workers = new ArrayList<>();
    String name;
    private long wakeups;

    Members(KernelPool pool) {
      this.pool = pool;
      this.name = pool.name();
    }
  }

  private final ReplayEngine engine;
  private final int cpus;
  private final boolean simulated;
  private final PoolSettings settings;
  private final Map<KernelPool, Members> members = new LinkedHashMap<>();
  private final Map<TimerKey, Timer> timers = new HashMap<>();
  private final PoolCore core;
  private final Workqueue[] queues;
  private final int[][] outstanding; // by queue and CPU: queued and not finished
  private final @Nullable Work[] works;
  private boolean inScheduler; // a wake-up now costs nothing more: it is part of a switch

  ReplayPools(ReplayEngine engine, Workload load, Setup setup) {
    this.engine = engine;
    this.cpus = setup.cpus();
    this.simulated = load.simulated();
    this.settings =
        PoolSettings.kernel(setup.ticks().hz())
            .with(concurrency(setup.model()))
            .withThreshold(setup.threshold());
    this.core = new PoolCore(Topology.flat(cpus), setup.rules(), settings, this);
    this.queues = new Workqueue[load.queues().size()];
    this.outstanding = new int[queues.length][cpus];
    this.works = new @Nullable Work[load.works()];
    for (QueueUse use : load.queues()) {
      queues[use.number] = create(use);
    }
    List.copyOf(members.values())
        .forEach(pool -> fill(pool, load.idle().getOrDefault(pool.name, List.of())));
  }

  private Workqueue create(QueueUse use) {
    Set<KernelPool> before = Set.copyOf(members.keySet());
    Workqueue queue = core.create(use.spec, use.cpus);
    Set<String> names = before.stream().map(pool -> members(pool).name).collect(Collectors.toSet());
    for (Members pool : members.values()) {
      if (!before.contains(pool.pool)) {
        pool.name = unused(use.spec.poolGroup(), names);
        names.add(pool.name);
      }
    }
    if (use.maxActive > 0) {
      core.setMaxActive(queue, use.maxActive);
    }
    return queue;
  }

  /** A recorded pool's name goes to the first pool of its group; others get numbers behind it. */
  private static String unused(int group, Set<String> names) {
    int number = group;
    while (names.contains("u" + number)) {
      number++;
    }
    return "u" + number;
  }

  private static Concurrency concurrency(Model model) {
    return switch (model) {
      case NOCM -> Concurrency.UNMANAGED;
      case SERIAL -> Concurrency.SERIAL;
      case FULL, BASE -> Concurrency.MANAGED;
    };
  }

  /** The workers that were there, on the CPUs where they were. */
  private void fill(Members pool, List<Integer> places) {
    for (int i = pool.workers.size(); i < places.size(); i++) {
      core.addWorker(pool.pool);
    }
    for (int i = 0; i < Math.min(pool.workers.size(), places.size()); i++) {
      if (pool.pool.cpu() < 0) {
        pool.workers.get(i).cpu = Math.min(places.get(i), cpus - 1);
      }
    }
  }

  PoolCore core() {
    return core;
  }

  long cpuIntensiveThreshold() {
    return settings.cpuIntensiveThresholdNanos();
  }

  Iterable<Members> all() {
    return members.values();
  }

  private Members members(KernelPool pool) {
    return members.computeIfAbsent(pool, Members::new);
  }

  void report(Prediction.Builder result) {
    for (Members pool : members.values()) {
      long used = pool.workers.stream().filter(w -> w.used).count();
      result.pool(pool.name, pool.wakeups, (int) used);
    }
  }

  // ---- queueing

  private Work work(Arrival arrival) {
    Work work = works[arrival.work];
    if (work == null) {
      work = new Work();
      works[arrival.work] = work;
    }
    return work;
  }

  private int slot(Arrival arrival) {
    return arrival.queue.spec.unbound() ? 0 : fold(Math.max(0, poolCpu(arrival.queueing)));
  }

  /** How many works of its queue, on its CPU, are queued and not finished. */
  int outstanding(Arrival arrival) {
    return outstanding[arrival.queue.number][slot(arrival)];
  }

  void arrive(Arrival arrival) {
    Work work = work(arrival);
    outstanding[arrival.queue.number][slot(arrival)]++;
    if (work.isPending()) {
      work.later.add(arrival);
    } else {
      queue(work, arrival);
    }
  }

  private void queue(Work work, Arrival arrival) {
    work.pending = arrival;
    Queueing queueing = arrival.queueing;
    int required = arrival.queue.spec.unbound() ? -1 : fold(poolCpu(queueing));
    if (!core.queue(queues[arrival.queue.number], work, required, fold(queueing.cpu()), null)) {
      throw new IllegalStateException("refused " + queueing);
    }
    if (arrival.execution == Arrival.TAKEN_BACK) {
      engine.takeBackAt(queueing.takenBackAt(), arrival);
    }
  }

  /** The CPU of a bound pool; of a queue that was unbound, the one that queued. */
  private static int poolCpu(Queueing queueing) {
    if (queueing.poolCpu() >= 0) {
      return queueing.poolCpu();
    }
    return queueing.requiredCpu() >= 0 ? queueing.requiredCpu() : queueing.cpu();
  }

  /** What was on a CPU that is not there any more is on another one. */
  private int fold(int cpu) {
    return cpu < cpus ? cpu : cpu % cpus;
  }

  void takeBack(Arrival arrival) {
    Work work = work(arrival);
    if (work.pending == arrival && work.isPending()) {
      core.cancel(work);
      outstanding[arrival.queue.number][slot(arrival)]--;
      work.pending = null;
      queueLater(work);
    }
  }

  private void queueLater(Work work) {
    Arrival next = work.later.poll();
    if (next != null) {
      queue(work, next);
    }
  }

  // ---- running

  PoolCore.Step next(ReplayWorker worker) {
    inScheduler = true;
    try {
      return core.next(worker);
    } finally {
      inScheduler = false;
    }
  }

  void sleeping(ReplayWorker worker) {
    inScheduler = true;
    core.sleeping(worker);
    inScheduler = false;
  }

  void finished(ReplayWorker worker) {
    Arrival arrival = worker.runs;
    if (arrival != null) {
      outstanding[arrival.queue.number][slot(arrival)]--;
    }
    core.finished(worker);
  }

  /** The worker has begun its current work: which queueing that answers. */
  Arrival begun(ReplayWorker worker) {
    if (!(worker.current() instanceof Work work) || work.pending == null) {
      throw new IllegalStateException(worker + " runs " + worker.current());
    }
    Arrival arrival = work.pending;
    work.pending = null;
    Course barrier = arrival.barrier;
    if (barrier != null) {
      core.flush(work, new Waiting(barrier));
    }
    queueLater(work);
    return arrival;
  }

  Course courseOf(Barrier barrier) {
    return ((Waiting) barrier).course;
  }

  void countWakeup(ReplayWorker worker) {
    worker.home.wakeups++;
  }

  void expired(Timer timer, int number) {
    if (timer.armings == number) {
      core.expired(timer.pool, timer.kind);
    }
  }

  // ---- what the core asks for

  @Override
  public KernelWorker newWorker(KernelPool pool, int id) {
    Members its = members(pool);
    int cpu = pool.cpu() >= 0 ? pool.cpu() : simulated ? 0 : its.workers.size() % cpus;
    ReplayWorker worker = new ReplayWorker(its, id, cpu);
    its.workers.add(worker);
    return worker;
  }

  @Override
  public KernelWorker newRescuer(Workqueue queue) {
    throw new IllegalStateException("a replay has no rescuers: " + queue);
  }

  @Override
  public void wake(KernelWorker worker) {
    engine.wake((ReplayWorker) worker, inScheduler);
  }

  @Override
  public void activated(KernelWork work) {
    if (work instanceof Work mine && mine.pending != null) {
      KernelPool pool = Objects.requireNonNull(work.pool());
      engine.activated(mine.pending, members(pool).name);
    }
  }

  @Override
  public void arm(KernelPool pool, PoolTimer kind, long delayTicks) {
    if (kind == PoolTimer.IDLE) {
      return; // after 300 s; a recording is over before
    }
    Timer timer = timers.computeIfAbsent(new TimerKey(pool, kind), k -> new Timer(pool, kind));
    timer.armings++;
    long tick = 1_000_000_000L / settings.hz();
    engine.timerAt(engine.now() + delayTicks * tick, timer, timer.armings);
  }

  @Override
  public void disarm(KernelPool pool, PoolTimer kind) {
    Timer timer = timers.get(new TimerKey(pool, kind));
    if (timer != null) {
      timer.armings++;
    }
  }

  @Override
  public void barrierDone(Barrier barrier) {}

  @Override
  public void flushed(Flusher flusher) {}

  @Override
  public long jiffies() {
    return engine.now() * settings.hz() / 1_000_000_000L;
  }
}
