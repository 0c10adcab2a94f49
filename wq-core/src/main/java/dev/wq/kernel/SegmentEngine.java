package dev.wq.kernel;

import dev.wq.kernel.PoolCore.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs works that are written down as segments on the pools of a simulated kernel, without threads:
 * events in a heap, workers as state machines. Needs no flag and makes millions of works a second.
 *
 * <p>The CPU model is that of {@link CpuLines}; a worker is made in no time. For the same queues,
 * arrivals and works it gives exactly what {@link KernelDispatch} gives on a simulation with seed 0
 * whose first thread queues the arrivals.
 */
/*
 * Why it equals the threads. Three things decide a run: the core, who has a CPU, and in which order things happen at one
 * instant. The first two are the same classes. The third is the simulator's rule, repeated here:
 *
 *   - time passes only when nothing can run; then everything due at the next instant fires, ends of computing before timers,
 *     each in the order in which they were begun, and makes its actor runnable;
 *   - timers of delayed works come after that and before any actor runs (the driver is an interrupt);
 *   - actors run in the order in which they became runnable, each until it stops: to compute, to sleep, idle, or because it
 *     offers its CPU after a work while others can run, which puts it at the end of the line.
 *
 * A worker becomes runnable by a wake-up only if it is parked; one that comes while it is runnable is nothing. Going to sleep
 * puts the end of the sleep into the heap first and tells the core then, as parking does.
 *
 * Arrivals are an actor as well, for the thread that queues them is one: it runs first, queues what is due, and sleeps until
 * the next. Nothing is allocated per event or per work; workers, pools and the arrays of heap and line grow to their peak.
 */
public final class SegmentEngine {
  private static final int SOURCE = 0; // the actor that queues arrivals

  /** Told of each run. */
  public interface Trace {
    void starts(SegmentWork work, KernelWorker worker, long now);

    void ends(SegmentWork work, KernelWorker worker, long now);
  }

  private final PoolCore core;
  private final Trace trace;
  private final Jiffies jiffies;
  private final TickClock ticks;
  private final long threshold;
  private final CpuLines cpus;
  private final EventHeap events = new EventHeap();
  private final ActorQueue ready = new ActorQueue();
  private final IdleTimers idleTimers = new IdleTimers();
  private final List<@Nullable SegmentWorker> workers = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals();
  private final Alarms alarms = new Alarms();
  private long now;

  public SegmentEngine(Topology topology, KernelRules rules, PoolSettings settings, Trace trace) {
    this.trace = trace;
    this.jiffies = new Jiffies(settings.hz());
    this.ticks = new TickClock(jiffies.nanosAt(1));
    this.threshold = settings.cpuIntensiveThresholdNanos();
    this.cpus = new CpuLines(topology.cpus());
    workers.add(null); // the source
    this.core = new PoolCore(topology, rules, settings, new Ear());
  }

  public PoolCore core() {
    return core;
  }

  /** Nanoseconds since the start. */
  public long now() {
    return now;
  }

  /** The work is queued at {@code time}, not before that of the last one. */
  public void arrive(long time, SegmentWork work, int requiredCpu) {
    arrivals.add(time, work, requiredCpu);
  }

  /** Runs until nothing can happen any more. */
  public void run() {
    ready.add(SOURCE);
    do {
      while (!ready.isEmpty()) {
        int actor = ready.take();
        if (actor == SOURCE) {
          queueArrivals();
        } else {
          step(worker(actor));
        }
      }
    } while (pass());
  }

  /** Lets time pass to the next instant; false if there is none. */
  private boolean pass() {
    long next = Math.min(events.nextTime(), alarms.nextTime());
    if (next == EventHeap.NEVER) {
      return false;
    }
    now = next;
    while (events.nextTime() == now) {
      int actor = events.first();
      events.remove();
      fire(actor);
    }
    while (alarms.nextTime() == now) {
      SegmentWork work = alarms.take();
      idleTimers.look(now, core);
      core.fired(work.wq, work, -1, work.alarmCpu);
    }
    return true;
  }

  private void fire(int actor) {
    if (actor == SOURCE) {
      ready.add(SOURCE);
      return;
    }
    SegmentWorker worker = worker(actor);
    if (!worker.computing || hasComputed(worker)) {
      ready.add(actor);
    }
  }

  private SegmentWorker worker(int actor) {
    SegmentWorker worker = workers.get(actor);
    assert worker != null;
    return worker;
  }

  // ---- queueing

  private void queueArrivals() {
    while (arrivals.nextTime() <= now) {
      SegmentWork work = arrivals.work();
      queue(work, arrivals.cpu(), 0, null);
      arrivals.advance();
    }
    if (arrivals.nextTime() != EventHeap.NEVER) {
      events.add(arrivals.nextTime(), false, SOURCE);
    }
  }

  private void queue(SegmentWork work, int cpu, int localCpu, @Nullable KernelWorker by) {
    idleTimers.look(now, core);
    core.queue(work.wq, work, cpu, localCpu, by);
  }

  private void queueAgain(SegmentWorker worker, SegmentWork work) {
    if (work.againTimes <= 0) {
      return;
    }
    work.againTimes--;
    int cpu = worker.task.cpu();
    if (work.againDelay == 0) {
      queue(work, -1, cpu, worker);
    } else if (core.arm(work)) {
      work.alarmCpu = cpu;
      long tick = jiffies.expiry(jiffies.tickAt(now), jiffies.ticksFor(work.againDelay));
      alarms.add(jiffies.nanosAt(tick), work);
    }
  }

  // ---- a worker

  private void step(SegmentWorker worker) {
    if (worker.asleep) {
      worker.asleep = false;
      worker.used = 0;
      core.running(worker);
    }
    while (goesOn(worker)) {}
  }

  private boolean goesOn(SegmentWorker worker) {
    return switch (worker.at) {
      case WAKE_UP -> {
        worker.woken = false;
        worker.roundSince = now;
        worker.at = SegmentWorker.At.LOOK;
        yield true;
      }
      case LOOK -> look(worker);
      case FUNCTION -> runsOn(worker);
      case FINISH -> {
        finish(worker);
        yield true;
      }
    };
  }

  private boolean look(SegmentWorker worker) {
    Step step = core.next(worker);
    return switch (step) {
      case RUN -> begin(worker);
      case CREATE -> {
        core.created(worker);
        yield true;
      }
      case IDLE -> {
        worker.at = SegmentWorker.At.WAKE_UP;
        worker.parked = !worker.woken;
        yield worker.woken && !offersCpu(worker);
      }
      case DIE -> {
        workers.set(worker.actor, null);
        yield false;
      }
    };
  }

  private boolean begin(SegmentWorker worker) {
    worker.used = 0;
    worker.segment = 0;
    if (worker.current instanceof SegmentWork work) {
      trace.starts(work, worker, now);
      worker.at = SegmentWorker.At.FUNCTION;
      return true;
    }
    return end(worker);
  }

  private boolean runsOn(SegmentWorker worker) {
    SegmentWork work = (SegmentWork) worker.current;
    assert work != null;
    if (worker.segment == work.segments.length) {
      trace.ends(work, worker, now);
      queueAgain(worker, work);
      return end(worker);
    }
    long segment = work.segments[worker.segment++];
    if (segment > 0) {
      compute(worker, segment);
    } else if (segment < 0) {
      sleep(worker, -segment);
    }
    return segment == 0;
  }

  private boolean end(SegmentWorker worker) {
    worker.at = SegmentWorker.At.FINISH;
    return !offersCpu(worker);
  }

  private void finish(SegmentWorker worker) {
    if (worker.pool().isBh() && now - worker.roundSince >= KernelPool.BH_ROUND_NANOS) {
      core.bhTimeUp(worker);
    }
    core.finished(worker);
    worker.at = SegmentWorker.At.LOOK;
  }

  /** True if others can run, and the worker is at the end of their line now. */
  private boolean offersCpu(SegmentWorker worker) {
    if (ready.isEmpty()) {
      return false;
    }
    ready.add(worker.actor);
    return true;
  }

  private void sleep(SegmentWorker worker, long nanos) {
    events.add(now + nanos, false, worker.actor);
    worker.asleep = true;
    core.sleeping(worker);
  }

  // ---- CPUs

  private void compute(SegmentWorker worker, long nanos) {
    worker.need = nanos;
    if (cpus.claim(worker.task)) {
      use(worker);
    }
  }

  private void use(SegmentWorker worker) {
    worker.computing = true;
    worker.until = now + worker.need;
    computeOn(worker);
  }

  private void computeOn(SegmentWorker worker) {
    worker.since = now;
    long first = EventHeap.NEVER;
    if (threshold > 0 && worker.isCounted()) {
      first = ticks.firstAfter(now, threshold - worker.used);
    }
    events.add(Math.min(worker.until, first), true, worker.actor);
  }

  /** False if it was hit by a tick and goes on. */
  private boolean hasComputed(SegmentWorker worker) {
    worker.used += now - worker.since;
    if (now < worker.until) {
      core.tick(worker, worker.used);
      computeOn(worker);
      return false;
    }
    worker.computing = false;
    CpuTask next = cpus.release(worker.task);
    if (next != null) {
      use(((SegmentWorker.Task) next).worker);
    }
    return true;
  }

  /** What the core wants done. */
  private final class Ear implements Upcalls {
    @Override
    public KernelWorker newWorker(KernelPool pool, int id) {
      return add(new SegmentWorker(pool, id, workers.size()));
    }

    @Override
    public KernelWorker newRescuer(Workqueue wq) {
      return add(new SegmentWorker(wq, workers.size()));
    }

    private SegmentWorker add(SegmentWorker worker) {
      workers.add(worker);
      return worker;
    }

    @Override
    public void wake(KernelWorker woken) {
      SegmentWorker worker = (SegmentWorker) woken;
      if (!worker.woken) {
        worker.woken = true;
        if (worker.parked) {
          worker.parked = false;
          ready.add(worker.actor);
        }
      }
    }

    @Override
    public void activated(KernelWork work) {}

    /** A worker is made in no time, so only the timer of idle ones is ever waited for. */
    @Override
    public void arm(KernelPool pool, PoolTimer timer, long delayTicks) {
      if (timer == PoolTimer.IDLE) {
        idleTimers.arm(pool, jiffies.nanosAt(jiffies.expiry(jiffies(), delayTicks)));
      }
    }

    @Override
    public void disarm(KernelPool pool, PoolTimer timer) {}

    @Override
    public void barrierDone(Barrier barrier) {}

    @Override
    public void flushed(Flusher flusher) {}

    @Override
    public long jiffies() {
      return jiffies.tickAt(now);
    }
  }
}
