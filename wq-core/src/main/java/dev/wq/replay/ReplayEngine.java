package dev.wq.replay;

import dev.wq.kernel.Barrier;
import dev.wq.kernel.Concurrency;
import dev.wq.kernel.Flusher;
import dev.wq.kernel.KernelPool;
import dev.wq.kernel.KernelRules;
import dev.wq.kernel.KernelWork;
import dev.wq.kernel.KernelWorker;
import dev.wq.kernel.PoolCore;
import dev.wq.kernel.PoolSettings;
import dev.wq.kernel.PoolTimer;
import dev.wq.kernel.Topology;
import dev.wq.kernel.Upcalls;
import dev.wq.kernel.Workqueue;
import dev.wq.replay.Course.Stop;
import dev.wq.replay.ReplayWorker.Thread;
import dev.wq.replay.Workload.Arrival;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a workload through the kernel's pools on modelled CPUs. */
final class ReplayEngine implements Upcalls {
  private static final long WITHIN = Long.getLong("within", 100_000);
  private static final long SLICE = 700_000;
  private static final int ARRIVE = 0;
  private static final int TAKE_BACK = 1;
  private static final int EFFECT = 2;
  private static final int LOOK = 3; // a CPU looks for the next worker
  private static final int STEP = 4; // a worker asks the pool
  private static final int STOP = 5; // a stretch ends
  private static final int AFTER = 6; // the function has returned
  private static final int LEFT = 7; // an idle worker has left the CPU
  private static final int WOKEN = 8; // a sleeper is woken
  private static final int READY = 9; // a woken idle worker can have a CPU
  private static final int CREATED = 10;
  private static final int TICK = 11;
  private static final int LIMIT = 12;
  private static final int TIMER = 13;
  private static final int BALANCE = 14;

  /** A work with its queueings that the model could not take yet. */
  private static final class Work extends KernelWork {
    final String name;
    @Nullable Arrival pending;
    final ArrayDeque<Arrival> backlog = new ArrayDeque<>(0);

    Work(Object function, String name) {
      super(function);
      this.name = name;
    }
  }

  private final Workload load;
  private final Costs costs;
  private final boolean causal;
  private final boolean anchored;
  private final BusyCpus busy;
  private final PoolCore core;
  private final EventHeap events = new EventHeap();
  private final Processor[] cpus;
  private final Workqueue[] queues;
  private final @Nullable Work[] works;
  int[] startCpu = new int[0];
  private final Prediction.Builder result;
  private final Map<KernelPool, long[]> wakeups = new HashMap<>();
  private final Map<KernelPool, List<ReplayWorker>> workers = new HashMap<>();
  private final Map<KernelPool, String> names = new HashMap<>();
  private long now;
  private boolean inScheduler;

  ReplayEngine(
      Workload load,
      Model model,
      boolean causal,
      boolean anchored,
      BusyCpus busy,
      int executions) {
    this.load = load;
    this.costs = load.costs;
    this.causal = causal;
    this.anchored = anchored;
    this.busy = busy;
    this.startCpu = new int[executions];
    this.result = new Prediction.Builder(model, executions);
    Concurrency concurrency =
        switch (model) {
          case NOCM -> Concurrency.UNMANAGED;
          case SERIAL -> Concurrency.SERIAL;
          default -> Concurrency.MANAGED;
        };
    this.cpus = new Processor[load.cpus];
    for (int i = 0; i < cpus.length; i++) {
      cpus[i] = new Processor(i, costs.step());
    }
    this.core =
        new PoolCore(
            Topology.flat(load.cpus),
            KernelRules.of(6, 18),
            PoolSettings.kernel(costs.hz()).with(concurrency),
            this);
    this.queues = new Workqueue[load.queues.size()];
    for (Workload.QueueUse use : load.queues) {
      newPool = null;
      queues[use.number] = core.create(use.spec);
      if (newPool != null) {
        groups.put(newPool, "u" + use.spec.poolGroup());
      }
      for (long[] limit : use.limits) {
        events.add(limit[0], LIMIT, queues[use.number], (int) limit[1]);
      }
    }
    this.works = new Work[load.works];
    for (int i = 0; i < load.cpus; i++) {
      fill(core.boundPool(i, false), i + "");
      fill(core.boundPool(i, true), i + "H");
    }
    for (KernelPool pool : List.copyOf(workers.keySet())) {
      if (pool.cpu() < 0) {
        String name = groups.get(pool);
        if (name != null) {
          fill(pool, name);
        }
      }
    }
  }

  private final Map<KernelPool, String> groups = new HashMap<>();
  private @Nullable KernelPool newPool;

  private void fill(KernelPool pool, String name) {
    List<Integer> places = load.workersBefore.getOrDefault(name, List.of());
    for (int i = 1; i < places.size(); i++) {
      core.addWorker(pool);
    }
    List<ReplayWorker> made = workers.getOrDefault(pool, List.of());
    for (int i = 0; i < made.size() && i < places.size(); i++) {
      if (pool.cpu() < 0) {
        made.get(i).cpu = places.get(i);
      }
    }
  }

  Prediction run() {
    for (Arrival arrival : load.arrivals) {
      if (!causal || arrival.cause == null) {
        events.add(arrival.at, ARRIVE, arrival, 0);
      }
    }
    while (events.poll()) {
      now = events.time();
      fire(events.kind(), events.target(), events.argument());
    }
    workers.forEach(
        (pool, list) ->
            result.pool(
                names.getOrDefault(pool, pool.name()),
                wakeups.getOrDefault(pool, new long[1])[0],
                (int) list.stream().filter(w -> w.ran).count()));
    return result.build(Reasons.NONE);
  }

  private void fire(int kind, @Nullable Object target, int argument) {
    switch (kind) {
      case ARRIVE -> arrive((Arrival) target);
      case EFFECT -> {
        if (target instanceof Workload.Wake wake) {
          wakes(wake);
        } else {
          arrive((Arrival) target);
        }
      }
      case TAKE_BACK -> takeBack((Arrival) target);
      case LOOK -> {
        Processor cpu = (Processor) target;
        if (cpu.lookAgainAt == now) {
          cpu.lookAgainAt = -1;
        }
        dispatch(cpu);
      }
      case STEP -> step((ReplayWorker) target);
      case STOP -> stopped((ReplayWorker) target);
      case AFTER -> after((ReplayWorker) target);
      case LEFT -> left((ReplayWorker) target);
      case WOKEN -> woken((ReplayWorker) target, argument);
      case READY -> arrived((ReplayWorker) target);
      case CREATED -> created((ReplayWorker) target);
      case TICK -> tick((ReplayWorker) target, argument);
      case BALANCE -> balance((ReplayWorker) target, argument);
      case LIMIT -> core.setMaxActive((Workqueue) target, argument);
      case TIMER -> {
        Timer timer = (Timer) target;
        if (timer.armed == argument) {
          core.expired(timer.pool, timer.kind);
        }
      }
      default -> throw new AssertionError(kind);
    }
  }

  // ---- arrivals

  private Work work(Arrival arrival) {
    int number = arrival.work.number();
    Work work = works[number];
    if (work == null) {
      work = new Work(arrival.work.function(), arrival.work.function());
      works[number] = work;
    }
    return work;
  }

  private void arrive(Arrival arrival) {
    if (arrival.execution >= 0) {
      result.queued(arrival.execution, now);
    }
    Work work = work(arrival);
    if (work.isPending()) {
      work.backlog.add(arrival);
    } else {
      queue(work, arrival);
    }
  }

  private void queue(Work work, Arrival arrival) {
    work.pending = arrival;
    boolean queued =
        core.queue(
            queues[arrival.queue.number], work, arrival.requiredCpu, arrival.cpu, null);
    if (!queued) {
      throw new IllegalStateException("refused " + work.name);
    }
    if (arrival.takenBackAt >= 0) {
      events.add(Math.max(now, arrival.takenBackAt), TAKE_BACK, arrival, 0);
    }
  }

  private void takeBack(Arrival arrival) {
    Work work = work(arrival);
    if (work.pending == arrival && work.isPending()) {
      core.cancel(work);
      work.pending = null;
      nextOf(work);
    }
  }

  private void nextOf(Work work) {
    Arrival next = work.backlog.poll();
    if (next != null) {
      queue(work, next);
    }
  }

  // ---- CPUs

  private void dispatch(Processor cpu) {
    if (cpu.running != null) {
      return;
    }
    if (!cpu.isWanted()) {
      cpu.left();
      return;
    }
    long free = Math.max(busy.freeAt(cpu.number, now), cpu.foreignUntil);
    if (free > now) {
      cpu.left();
      if (cpu.lookAgainAt < 0 || cpu.lookAgainAt > free) {
        cpu.lookAgainAt = free;
        events.add(free, LOOK, cpu, 0);
      }
      return;
    }
    ReplayWorker worker = cpu.poll();
    assert worker != null;
    cpu.running = worker;
    worker.thread = Thread.ON;
    worker.cpu = cpu.number;
    worker.onSince = now;
    worker.ranUntil = now;
    cpu.resched = false;
    if (worker.runs == null) {
      events.add(now + costs.look(), STEP, worker, 0);
    } else if (worker.returned) {
      events.add(now + costs.next(), STEP, worker, 0);
    } else {
      if (worker.slept) {
        worker.slept = false;
        worker.unbrokenSince = worker.progress;
        core.running(worker);
      }
      runStretch(worker);
    }
  }

  private void release(ReplayWorker worker) {
    Processor cpu = cpus[worker.cpu];
    assert cpu.running == worker;
    cpu.sleep(worker, now);
    cpu.running = null;
    events.add(now, LOOK, cpu, 0);
  }

  private static final long GUARD = 100_000_000;
  private final Map<Arrival, ReplayWorker> sleepers = new java.util.IdentityHashMap<>();
  private final java.util.Set<Workload.Wake> done =
      java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());

  private void woken(ReplayWorker worker, int sleep) {
    if (worker.thread == Thread.ASLEEP && worker.sleep == sleep) {
      sleepers.remove(worker.runs);
      ready(worker);
    }
  }

  private void wakes(Workload.Wake wake) {
    done.add(wake);
    ReplayWorker worker = sleepers.get(wake.sleeper);
    if (worker != null && worker.runs == wake.sleeper && worker.stretch == wake.stretch + 1) {
      woken(worker, worker.sleep);
    }
  }

  private final List<ReplayWorker> kicked = new ArrayList<>();

  private void arrived(ReplayWorker worker) {
    if (kicked.remove(worker)) {
      ready(worker);
    }
  }

  /** The worker on this CPU gives way now: to those that are being woken for it as well. */
  private void hurry(Processor cpu) {
    for (int i = kicked.size() - 1; i >= 0; i--) {
      ReplayWorker worker = kicked.get(i);
      if (place(worker) == cpu.number) {
        kicked.remove(i);
        ready(worker);
      }
    }
  }

  private void ready(ReplayWorker worker) {
    worker.thread = Thread.READY;
    Processor cpu = cpus[place(worker)];
    worker.cpu = cpu.number;
    cpu.wake(worker, now);
    dispatch(cpu);
    if (worker.thread == Thread.READY && worker.pool().cpu() < 0) {
      worker.waitNumber++;
      events.add(costs.tickAt(now + costs.tick()), BALANCE, worker, worker.waitNumber);
    }
  }

  /** Each tick the scheduler looks whether an idle CPU can take what waits on a busy one. */
  private void balance(ReplayWorker worker, int number) {
    if (worker.thread != Thread.READY || worker.waitNumber != number) {
      return;
    }
    for (Processor other : cpus) {
      if (cpus[worker.cpu].running != null && other.isIdle() && Math.max(busy.freeAt(other.number, now), other.foreignUntil) <= now) {
        cpus[worker.cpu].move(worker, other, now);
        worker.cpu = other.number;
        dispatch(other);
        return;
      }
    }
    events.add(costs.tickAt(now + 1), BALANCE, worker, number);
  }

  private int place(ReplayWorker worker) {
    int bound = worker.pool().cpu();
    if (bound >= 0) {
      return bound;
    }
    String name = groups.get(worker.pool());
    int told = name == null ? -1 : load.placements.nearest(name, now, WITHIN);
    return told >= 0 ? told : worker.cpu;
  }

  // ---- a worker's steps

  private void step(ReplayWorker worker) {
    if (worker.returned) {
      worker.returned = false;
      worker.runs = null;
      core.finished(worker);
    }
    inScheduler = true;
    PoolCore.Step next = core.next(worker);
    inScheduler = false;
    switch (next) {
      case RUN -> begin(worker);
      case IDLE -> {
        worker.thread = Thread.LEAVING;
        events.add(now + costs.leave(), LEFT, worker, 0);
      }
      case CREATE -> {
        worker.thread = Thread.CREATING;
        release(worker);
        events.add(now + costs.create(), CREATED, worker, 0);
      }
      case DIE -> {
        worker.thread = Thread.DEAD;
        release(worker);
      }
    }
  }

  private void begin(ReplayWorker worker) {
    KernelWork current = worker.current();
    if (!(current instanceof Work work)) {
      throw new IllegalStateException("runs " + current);
    }
    Arrival arrival = work.pending;
    assert arrival != null;
    work.pending = null;
    worker.runs = arrival;
    worker.stretch = 0;
    worker.progress = 0;
    worker.unbrokenSince = 0;
    worker.effect = 0;
    if (!worker.ran) {
      worker.ran = true;
      names.putIfAbsent(worker.pool(), arrival.pool);
    }
    if (arrival.execution >= 0) {
      result.started(arrival.execution, now, worker.id());
      startCpu[arrival.execution] = worker.cpu;
    }
    nextOf(work);
    runStretch(worker);
  }

  private void runStretch(ReplayWorker worker) {
    Arrival arrival = worker.runs;
    assert arrival != null;
    Course course = arrival.course;
    long run = course == null ? 0 : course.run(worker.stretch);
    boolean last = course == null || course.stop(worker.stretch) == Stop.END;
    worker.stretchSince = now;
    if (causal) {
      while (worker.effect < arrival.effects.size()) {
        Workload.Effect effect = arrival.effects.get(worker.effect);
        long in = effect.offset() - worker.progress;
        if (in > run && !last) {
          break;
        }
        events.add(now + Math.max(0, Math.min(in, run)), EFFECT, effect, 0);
        worker.effect++;
      }
    }
    long threshold = 10_000_000;
    long unbroken = worker.progress - worker.unbrokenSince;
    if (worker.pool().cpu() >= 0 && unbroken + run >= threshold) {
      long tick = costs.tickAt(now + Math.max(0, threshold - unbroken));
      if (tick < now + run) {
        events.add(tick, TICK, worker, arrival.execution);
      }
    }
    events.add(now + run, STOP, worker, 0);
  }

  private void tick(ReplayWorker worker, int execution) {
    Arrival arrival = worker.runs;
    if (arrival != null && arrival.execution == execution && worker.thread == Thread.ON) {
      core.tick(worker, worker.progress - worker.unbrokenSince + now - worker.stretchSince);
    }
  }

  private void stopped(ReplayWorker worker) {
    Arrival arrival = worker.runs;
    assert arrival != null;
    Course course = arrival.course;
    if (course == null) {
      events.add(now + costs.next(), AFTER, worker, 0);
      return;
    }
    int stretch = worker.stretch++;
    worker.progress += course.run(stretch);
    switch (course.stop(stretch)) {
      case END -> {
        if (arrival.execution >= 0) {
          result.ended(arrival.execution, now, worker.progress);
        }
        events.add(now + costs.next(), AFTER, worker, 0);
      }
      case SLEEP -> {
        worker.thread = Thread.ASLEEP;
        worker.slept = true;
        inScheduler = true;
        core.sleeping(worker);
        inScheduler = false;
        long over = anchored ? course.over(stretch) : now + course.away(stretch);
        worker.sleep++;
        sleepers.put(arrival, worker);
        Workload.Wake wake = causal ? arrival.wakes.get(stretch) : null;
        if (wake == null) {
          events.add(Math.max(now, over), WOKEN, worker, worker.sleep);
        } else if (done.contains(wake)) {
          events.add(now, WOKEN, worker, worker.sleep);
        } else {
          events.add(Math.max(now, over) + GUARD, WOKEN, worker, worker.sleep);
        }
        release(worker);
      }
      case FOREIGN -> {
        Processor cpu = cpus[worker.cpu];
        long over = anchored ? course.over(stretch) : now + course.away(stretch);
        cpu.foreignUntil = Math.max(cpu.foreignUntil, over);
        giveWay(worker);
      }
      case OFFER -> {
        Processor cpu = cpus[worker.cpu];
        hurry(cpu);
        if (cpu.isWanted()) {
          cpu.skip = worker;
          giveWay(worker);
        } else {
          runStretch(worker);
        }
      }
    }
  }

  private void giveWay(ReplayWorker worker) {
    worker.thread = Thread.READY;
    cpus[worker.cpu].put(worker, now);
    cpus[worker.cpu].running = null;
    events.add(now, LOOK, cpus[worker.cpu], 0);
    if (worker.pool().cpu() < 0) {
      worker.waitNumber++;
      events.add(costs.tickAt(now + costs.tick()), BALANCE, worker, worker.waitNumber);
    }
  }

  private void after(ReplayWorker worker) {
    worker.returned = true;
    Processor cpu = cpus[worker.cpu];
    Course course = worker.runs == null ? null : worker.runs.course;
    long over = course == null ? 0 : course.over(course.stretches() - 1);
    if (over > now) {
      cpu.foreignUntil = Math.max(cpu.foreignUntil, over);
      giveWay(worker);
    } else if ((cpu.resched || sliceOver(worker)) && cpu.prefersAnother(now)) {
      giveWay(worker);
    } else {
      step(worker);
    }
  }

  private boolean sliceOver(ReplayWorker worker) {
    return costs.tickAt(worker.onSince + SLICE) <= now;
  }

  private void left(ReplayWorker worker) {
    worker.thread = Thread.IDLE;
    release(worker);
    if (worker.woken) {
      worker.woken = false;
      ready(worker);
    }
  }

  private void created(ReplayWorker manager) {
    core.created(manager);
    ready(manager);
  }

  // ---- upcalls

  @Override
  public KernelWorker newWorker(KernelPool pool, int id) {
    List<ReplayWorker> list = workers.computeIfAbsent(pool, _ -> new ArrayList<>());
    int cpu = pool.cpu() >= 0 ? pool.cpu() : list.size() % cpus.length;
    ReplayWorker worker = new ReplayWorker(pool, id, cpu);
    list.add(worker);
    newPool = pool;
    return worker;
  }

  @Override
  public KernelWorker newRescuer(Workqueue queue) {
    throw new IllegalStateException("no rescuers in a replay");
  }

  @Override
  public void wake(KernelWorker woken) {
    ReplayWorker worker = (ReplayWorker) woken;
    switch (worker.thread) {
      case IDLE -> {
        count(worker);
        worker.thread = Thread.KICKED;
        kicked.add(worker);
        events.add(inScheduler ? now : now + costs.kick(), READY, worker, 0);
      }
      case LEAVING -> {
        if (!worker.woken) {
          count(worker);
          worker.woken = true;
        }
      }
      default -> {}
    }
  }

  private void count(ReplayWorker worker) {
    wakeups.computeIfAbsent(worker.pool(), _ -> new long[1])[0]++;
  }

  @Override
  public void activated(KernelWork work) {
    if (work instanceof Work mine && mine.pending != null && mine.pending.execution >= 0) {
      result.activated(mine.pending.execution, now);
    }
  }

  private static final class Timer {
    final KernelPool pool;
    final PoolTimer kind;
    int armed;

    Timer(KernelPool pool, PoolTimer kind) {
      this.pool = pool;
      this.kind = kind;
    }
  }

  private final Map<KernelPool, Map<PoolTimer, Timer>> timers = new HashMap<>();

  private Timer timer(KernelPool pool, PoolTimer kind) {
    return timers
        .computeIfAbsent(pool, _ -> new HashMap<>())
        .computeIfAbsent(kind, k -> new Timer(pool, k));
  }

  @Override
  public void arm(KernelPool pool, PoolTimer kind, long delayTicks) {
    if (kind == PoolTimer.IDLE) {
      return;
    }
    Timer timer = timer(pool, kind);
    timer.armed++;
    events.add(now + delayTicks * costs.tick(), TIMER, timer, timer.armed);
  }

  @Override
  public void disarm(KernelPool pool, PoolTimer kind) {
    timer(pool, kind).armed++;
  }

  @Override
  public long jiffies() {
    return now / costs.tick();
  }

  @Override
  public void barrierDone(Barrier barrier) {}

  @Override
  public void flushed(Flusher flusher) {}
}
