package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.kernel.PoolCore.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link PoolCore} that a test drives step by step, with a log of what it did. Works and workers
 * are known by name: {@code A}, {@code 0:1}. A worker that was woken runs when the test says so,
 * and stays inside its work until the test ends it. After each step all counts are recounted.
 */
final class Stage implements Upcalls {
  /** A work known by its name. */
  static final class Named extends KernelWork {
    final String name;
    int runs;

    Named(String name, Object function) {
      super(function);
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A barrier known by its name. */
  static final class NamedBarrier extends Barrier {
    final String name;

    NamedBarrier(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A flusher known by its name. */
  static final class NamedFlusher extends Flusher {
    final String name;

    NamedFlusher(String name) {
      this.name = name;
    }
  }

  /** What the stage answers a manager. */
  enum Creation {
    AT_ONCE,
    DENIED,
    BY_HAND
  }

  static final int HZ = 250;

  private final List<String> lines = new ArrayList<>();
  private final Map<String, Named> works = new LinkedHashMap<>();
  private final Map<String, KernelWorker> workers = new LinkedHashMap<>();
  private final Set<KernelWorker> runnable = new LinkedHashSet<>();
  private final Map<KernelPool, Map<PoolTimer, Long>> timers = new LinkedHashMap<>();
  private final Set<KernelWorker> managing = new LinkedHashSet<>();
  private final PoolCore core;
  private Creation creation = Creation.AT_ONCE;
  private Map<KernelPool, List<String>> activatedByPool = Map.of();
  private Map<KernelPool, List<String>> startedByPool = Map.of();
  private int told;
  private boolean showTimers;
  private long now;

  private Stage(Topology topology, KernelRules rules, PoolSettings settings) {
    core = new PoolCore(topology, rules, settings, this);
  }

  /** Two CPUs, kernel 6.18, three idle workers in each pool of the CPUs. */
  static Stage flat() {
    return of(Topology.flat(2), KernelRules.recorded(), PoolSettings.kernel(HZ));
  }

  static Stage of(Topology topology, KernelRules rules, PoolSettings settings) {
    Stage stage = fresh(topology, rules, settings);
    for (int cpu = 0; cpu < topology.cpus(); cpu++) {
      stage.spares(stage.core.boundPool(cpu, false), 2);
      stage.spares(stage.core.boundPool(cpu, true), 2);
    }
    return stage;
  }

  /** As {@link #of}, with the one worker that each pool starts with. */
  static Stage fresh(Topology topology, KernelRules rules, PoolSettings settings) {
    return new Stage(topology, rules, settings);
  }

  static Stage fresh() {
    return fresh(Topology.flat(2), KernelRules.recorded(), PoolSettings.kernel(HZ));
  }

  Stage spares(KernelPool pool, int count) {
    for (int i = 0; i < count; i++) {
      core.addWorker(pool);
    }
    return this;
  }

  // ---- what a script is made of

  PoolCore core() {
    return core;
  }

  Workqueue create(QueueSpec spec) {
    return core.create(spec);
  }

  /** A per-CPU queue. */
  Workqueue bound(String name) {
    return create(QueueSpec.bound(name));
  }

  /** An unbound queue whose pool has three idle workers. */
  Workqueue unbound(String name) {
    return withSpares(QueueSpec.unbound(name));
  }

  Workqueue withSpares(QueueSpec spec) {
    Workqueue wq = create(spec);
    KernelPool pool = wq.pwq(0).pool();
    spares(pool, 3 - pool.workers());
    return wq;
  }

  Named work(String name) {
    return works.computeIfAbsent(name, n -> new Named(n, n));
  }

  KernelWorker worker(String name) {
    KernelWorker worker = workers.get(name);
    if (worker == null) {
      throw new AssertionError("no worker " + name + " among " + workers.keySet());
    }
    return worker;
  }

  /** The worker that is inside the work. */
  KernelWorker runs(String work) {
    KernelWorker runner = work(work).runner();
    if (runner == null) {
      throw new AssertionError(work + " does not run");
    }
    return runner;
  }

  /** Queues from CPU 0. */
  boolean queue(Workqueue wq, String work) {
    return queue(wq, work, -1, 0);
  }

  /** Queues on a CPU that is asked for. */
  boolean queueOn(int cpu, Workqueue wq, String work) {
    return queue(wq, work, cpu, 0);
  }

  /** Queues from a CPU. */
  boolean queueFrom(int cpu, Workqueue wq, String work) {
    return queue(wq, work, -1, cpu);
  }

  private boolean queue(Workqueue wq, String work, int requiredCpu, int localCpu) {
    return checked(core.queue(wq, work(work), requiredCpu, localCpu, null));
  }

  /** The function of {@code runner} queues {@code work}. */
  boolean queueBy(String runner, Workqueue wq, String work) {
    KernelWorker by = runs(runner);
    int cpu = Math.max(by.pool().cpu(), 0);
    return checked(core.queue(wq, work(work), -1, cpu, by));
  }

  boolean cancel(String work) {
    return checked(core.cancel(work(work)));
  }

  /** Flushes a work; the log will say {@code name done}. */
  boolean flush(String work, String name) {
    return checked(core.flush(work(work), new NamedBarrier(name)));
  }

  /** Flushes a queue; the log will say {@code name flushed}. */
  boolean flush(Workqueue wq, String name) {
    return checked(core.flush(wq, new NamedFlusher(name)));
  }

  /** A worker that was woken runs until it is inside a work or idle. */
  void step(String name) {
    step(worker(name));
  }

  void step(KernelWorker worker) {
    if (!runnable.remove(worker)) {
      throw new AssertionError(worker + " was not woken");
    }
    advance(worker);
  }

  /** Those that were woken and have not run yet. */
  List<KernelWorker> woken() {
    return new ArrayList<>(runnable);
  }

  /** Those that are inside a work. */
  List<KernelWorker> busy() {
    return new ArrayList<>(workers.values().stream().filter(w -> w.current() != null).toList());
  }

  /** All that were woken run, in the order of their wake-ups. */
  void go() {
    while (!runnable.isEmpty()) {
      step(runnable.iterator().next());
    }
  }

  /** The function of a work returns; its worker takes the next work or goes idle. */
  void end(String work) {
    end(runs(work));
  }

  /** A function that slept comes back and returns. */
  void backAndEnd(String work) {
    back(work);
    end(work);
  }

  void end(KernelWorker worker) {
    log(worker.current() + " ends");
    finish(worker);
    advance(worker);
  }

  /** The function of a work returns, and its worker is stopped before it looks for more. */
  void endOnly(String work) {
    KernelWorker worker = runs(work);
    log(work + " ends");
    finish(worker);
    runnable.add(worker);
  }

  private void finish(KernelWorker worker) {
    core.finished(worker);
    check();
  }

  /** The function of a work blocks. */
  void sleep(String work) {
    core.sleeping(runs(work));
    check();
  }

  /** It is on a CPU again. */
  void back(String work) {
    core.running(runs(work));
    check();
  }

  /** A tick finds the work after so much CPU time. */
  boolean tick(String work, long micros) {
    return checked(core.tick(runs(work), micros * 1000));
  }

  /** Ends what runs, until nothing does. */
  void finishAll() {
    go();
    for (List<KernelWorker> busy = busy(); !busy.isEmpty(); busy = busy()) {
      for (KernelWorker worker : busy) {
        core.running(worker);
        end(worker);
        go();
      }
    }
  }

  void creation(Creation how) {
    creation = how;
  }

  /** The manager has made a worker. */
  void created(String manager) {
    KernelWorker worker = worker(manager);
    if (!managing.remove(worker)) {
      throw new AssertionError(manager + " does not create");
    }
    core.created(worker);
    check();
    advance(worker);
  }

  void showTimers() {
    showTimers = true;
  }

  /** Lets ticks pass; timers that are due fire in the order of their time. */
  void pass(long ticks) {
    long until = now + ticks;
    for (; ; ) {
      KernelPool next = null;
      PoolTimer which = null;
      long at = until;
      for (var armed : timers.entrySet()) {
        for (var timer : armed.getValue().entrySet()) {
          if (timer.getValue() < at || (timer.getValue() == at && next == null)) {
            next = armed.getKey();
            which = timer.getKey();
            at = timer.getValue();
          }
        }
      }
      now = at;
      if (next == null) {
        return;
      }
      timers.get(next).remove(which);
      core.expired(next, which);
      check();
    }
  }

  boolean isRunnable(String worker) {
    return runnable.contains(worker(worker));
  }

  /** The log since the last look must be these lines. */
  void expect(String... expected) {
    assertEquals(String.join("\n", expected), String.join("\n", lines));
    lines.clear();
  }

  /** Forgets the log so far. */
  void skip() {
    lines.clear();
  }

  boolean checked(boolean result) {
    check();
    return result;
  }

  void check() {
    Recount.check(core, workers.values(), runnable);
  }

  private void log(String line) {
    lines.add(line);
  }

  private void advance(KernelWorker worker) {
    Step step = core.next(worker);
    check();
    switch (step) {
      case RUN -> started(worker);
      case IDLE -> log(nameOf(worker) + (worker.isManager() ? " waits to retry" : " idles"));
      case CREATE -> create(worker);
      case DIE -> log(nameOf(worker) + " dies");
    }
  }

  private void started(KernelWorker worker) {
    KernelWork work = worker.current();
    log(work + " starts on " + nameOf(worker));
    if (work instanceof Named named) {
      named.runs++;
      order(startedByPool, named);
    } else {
      finish(worker);
      advance(worker);
    }
  }

  private static void order(Map<KernelPool, List<String>> orders, KernelWork work) {
    if (orders instanceof LinkedHashMap) {
      orders.computeIfAbsent(work.pool(), _ -> new ArrayList<>()).add(work.toString());
    }
  }

  private void create(KernelWorker manager) {
    log(nameOf(manager) + " creates");
    switch (creation) {
      case AT_ONCE -> {
        core.created(manager);
        advance(manager);
      }
      case DENIED -> {
        core.creationFailed(manager);
        advance(manager);
      }
      case BY_HAND -> managing.add(manager);
    }
  }

  static String nameOf(KernelWorker worker) {
    return worker.name().substring("kworker/".length());
  }

  /** From now on the orders of activation and start are kept. */
  void recordOrder() {
    activatedByPool = new LinkedHashMap<>();
    startedByPool = new LinkedHashMap<>();
  }

  Map<KernelPool, List<String>> activatedByPool() {
    return activatedByPool;
  }

  Map<KernelPool, List<String>> startedByPool() {
    return startedByPool;
  }

  /** How many barriers and flushers were told. */
  int told() {
    return told;
  }

  // ---- what the core asks for

  @Override
  public KernelWorker newWorker(KernelPool pool, int id) {
    KernelWorker worker = new KernelWorker(pool, id);
    workers.put((pool.isBh() ? "bh" : "") + nameOf(worker), worker);
    return worker;
  }

  @Override
  public KernelWorker newRescuer(Workqueue wq) {
    KernelWorker worker = new KernelWorker(wq);
    workers.put(nameOf(worker), worker);
    return worker;
  }

  @Override
  public void wake(KernelWorker worker) {
    if (runnable.add(worker)) {
      log("wake " + nameOf(worker));
    }
  }

  @Override
  public void activated(KernelWork work) {
    if (work.isInactive()) {
      log(work + " activated");
    }
    order(activatedByPool, work);
  }

  @Override
  public void arm(KernelPool pool, PoolTimer timer, long delayTicks) {
    timers.computeIfAbsent(pool, _ -> new LinkedHashMap<>()).put(timer, now + delayTicks);
    if (showTimers) {
      log("arm " + timer + " " + delayTicks);
    }
  }

  @Override
  public void disarm(KernelPool pool, PoolTimer timer) {
    if (timers.computeIfAbsent(pool, _ -> new LinkedHashMap<>()).remove(timer) != null
        && showTimers) {
      log("disarm " + timer);
    }
  }

  @Override
  public void barrierDone(Barrier barrier) {
    told++;
    log(barrier + " done");
  }

  @Override
  public void flushed(Flusher flusher) {
    told++;
    log(((NamedFlusher) flusher).name + " flushed");
  }

  @Override
  public long jiffies() {
    return now;
  }

  @Override
  public void rejected(Workqueue wq, KernelWork work) {
    log(work + " dropped");
  }

  @Override
  public void warned(String message) {
    log("warning: " + message);
  }
}
