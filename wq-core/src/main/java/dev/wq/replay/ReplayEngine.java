package dev.wq.replay;

import dev.wq.kernel.Barrier;
import dev.wq.kernel.KernelWork;
import dev.wq.kernel.PoolCore;
import dev.wq.replay.Course.Stop;
import dev.wq.replay.ReplayWorker.Place;
import dev.wq.replay.Workload.Arrival;
import dev.wq.replay.Workload.Effect;
import dev.wq.replay.Workload.Wake;
import org.jspecify.annotations.Nullable;

/**
 * Runs a workload through the kernel's pools on modelled CPUs: a list of events, no threads. One
 * prediction per engine.
 */
/*
 * Three parts share the clock. ReplayPools asks PoolCore who runs what, ReplayCpus decides who has a CPU, and here is what
 * workers do in between: they look for work, run a stretch of it, stop, return.
 *
 * What comes from outside comes when it came. A queueing by a timer, an interrupt or another task is at its recorded time,
 * and so is the end of a sleep that was brought about by one of those: both are workload. In open replay that holds for all
 * of them. In causal replay what a work did follows that work: its queueings, and the sleeps of other works that it ended,
 * happen after the same amount of its CPU time. So a model that is late or early somewhere meets the recording again at the
 * next event from outside, instead of carrying its error along (drift).
 *
 * The same for foreign tasks. One that takes the CPU from a work in its middle, or after its function returned, does so at
 * the same point of the work and has the CPU until it gave it back in the recording.
 *
 * Exactly once. A queueing of a work that is still pending in the model, and was not in the recording, is not coalesced but
 * kept until the work has started: each execution of the recording takes place once. A queueing that was taken back is
 * cancelled when it was; if the model has started it before, it runs for no time.
 *
 * Other worlds. In a what-if works start at quite other times than in the recording. What comes from outside still comes
 * when it came, but the stops of works last as long as they lasted in the prediction with everything as recorded
 * (StopDelays), and where CPUs are shared out anew (Setup.rivals) a work that was seen to give its CPU away in its middle
 * offers it every OFFER_EVERY, instead of where the recording has it. The prediction that a what-if is compared with is
 * made under the same rule, so that naming what is recorded changes nothing, to the bit.
 */
final class ReplayEngine {
  /** How often a work that offers its CPU does so, where the recording's offers do not count. */
  private static final long OFFER_EVERY = 50_000;

  private enum Kind {
    ARRIVE,
    TAKE_BACK,
    WAKE,
    LOOK,
    STEP,
    STOP,
    RETURNED,
    LEFT,
    SLEPT,
    KICKED,
    BALANCE,
    CREATED,
    TICK,
    TIMER,
    RIVAL
  }

  private final Workload load;
  private final Setup setup;
  private final boolean causal;
  private final Costs costs;
  private final Ticks ticks;
  private final StopDelays stops;
  private final EventHeap<Kind> events = new EventHeap<>();
  private final ReplayPools pools;
  private final ReplayCpus cpus;
  private final @Nullable WaitLog waits; // of the full model alone: nobody asks a baseline why
  private final Prediction.Builder result;
  private final Sleeps sleeps;
  private long now;

  /**
   * @param stops how long stops last
   */
  ReplayEngine(Workload load, Setup setup, StopDelays stops) {
    this.load = load;
    this.setup = setup;
    this.stops = stops;
    this.causal = setup.causal();
    this.sleeps = new Sleeps(causal, stops);
    this.costs = load.trail().costs();
    this.ticks = setup.ticks();
    this.result = new Prediction.Builder(setup.model(), load.executions());
    this.cpus = new ReplayCpus(this, load, setup);
    this.pools = new ReplayPools(this, load, setup);
    this.waits = setup.model() == Model.FULL ? new WaitLog(load, pools.all(), cpus) : null;
  }

  Prediction run() {
    for (Arrival arrival : load.arrivals()) {
      if (!causal || arrival.cause == null) {
        at(arrival.queueing.at(), Kind.ARRIVE, arrival, 0);
      }
    }
    while (events.poll()) {
      now = events.time();
      fire(events.kind(), events.target(), events.argument());
      if (waits != null) {
        waits.note(now);
      }
    }
    pools.report(result);
    return result.build(waits == null ? Reasons.NONE : waits.reasons(result));
  }

  private void at(long time, Kind kind, Object target, int argument) {
    events.add(time, kind, target, argument);
  }

  private void fire(Kind kind, @Nullable Object target, int argument) {
    switch (target) {
      case Arrival arrival -> {
        if (kind == Kind.ARRIVE) {
          arrive(arrival);
        } else {
          pools.takeBack(arrival);
        }
      }
      case Wake wake -> wakes(wake);
      case Processor cpu -> cpus.look(cpu);
      case ReplayWorker worker -> fire(kind, worker, argument);
      case ReplayPools.Timer timer -> pools.expired(timer, argument);
      case ReplayCpus.RivalStint stint -> cpus.rival(stint, argument);
      case null, default -> throw new AssertionError(target);
    }
  }

  private void fire(Kind kind, ReplayWorker worker, int argument) {
    switch (kind) {
      case STEP -> step(worker);
      case STOP -> stopped(worker);
      case RETURNED -> returned(worker);
      case LEFT -> left(worker);
      case SLEPT -> sleepIsDue(worker, argument);
      case KICKED -> cpus.kicked(worker);
      case BALANCE -> cpus.balance(worker, argument);
      case CREATED -> created(worker);
      case TICK -> tick(worker, argument);
      default -> throw new AssertionError(kind);
    }
  }

  // ---- for the other two parts

  long now() {
    return now;
  }

  void lookAt(long time, Processor cpu) {
    at(time, Kind.LOOK, cpu, 0);
  }

  void balanceAt(long time, ReplayWorker worker) {
    at(time, Kind.BALANCE, worker, worker.waits);
  }

  void kickedAt(long time, ReplayWorker worker) {
    at(time, Kind.KICKED, worker, 0);
  }

  void takeBackAt(long time, Arrival arrival) {
    at(Math.max(now, time), Kind.TAKE_BACK, arrival, 0);
  }

  void timerAt(long time, ReplayPools.Timer timer, int number) {
    at(time, Kind.TIMER, timer, number);
  }

  void rivalAt(long time, ReplayCpus.RivalStint stint) {
    rivalAt(time, stint, 0);
  }

  void rivalAt(long time, ReplayCpus.RivalStint stint, int number) {
    at(time, Kind.RIVAL, stint, number);
  }

  /** The arrival's work got onto the list of that pool. */
  void activated(Arrival arrival, String pool) {
    if (arrival.execution >= 0) {
      result.activated(arrival.execution, now);
      if (waits != null) {
        waits.activated(arrival, pool);
      }
    }
  }

  /** The worker has got a CPU. */
  void comesOn(ReplayWorker worker) {
    worker.place = Place.ON;
    if (worker.runs == null && worker.course == null) {
      at(now + costs.look(), Kind.STEP, worker, 0);
    } else if (worker.returned) {
      at(now + costs.next(), Kind.STEP, worker, 0);
    } else {
      if (worker.slept) {
        worker.slept = false;
        worker.unbrokenSince = worker.progress;
        pools.core().running(worker);
      }
      runOn(worker);
    }
  }

  void wake(ReplayWorker worker, boolean inScheduler) {
    switch (worker.place) {
      case IDLE -> {
        pools.countWakeup(worker);
        cpus.kick(worker, inScheduler ? now : now + costs.kick());
      }
      case LEAVING -> {
        if (!worker.wokenWhileLeaving) {
          worker.wokenWhileLeaving = true;
          pools.countWakeup(worker);
        }
      }
      default -> {}
    }
  }

  // ---- arrivals and wakes

  private void arrive(Arrival arrival) {
    if (arrival.execution >= 0) {
      result.queued(arrival.execution, now);
    }
    if (waits != null) {
      waits.queued(arrival, pools.outstanding(arrival));
    }
    pools.arrive(arrival);
  }

  private void wakes(Wake wake) {
    ReplayWorker worker = sleeps.wakes(wake);
    if (worker != null) {
      slept(worker, worker.sleeps);
    }
  }

  // ---- a worker's way

  private void step(ReplayWorker worker) {
    if (worker.returned) {
      worker.returned = false;
      pools.finished(worker);
      worker.runs = null;
      worker.course = null;
    }
    PoolCore.Step step = pools.next(worker);
    switch (step) {
      case RUN -> begin(worker);
      case IDLE -> {
        worker.place = Place.LEAVING;
        at(now + costs.leave(), Kind.LEFT, worker, 0);
      }
      case CREATE -> {
        worker.place = Place.CREATING;
        cpus.leave(worker);
        at(now + costs.create(), Kind.CREATED, worker, 0);
      }
      case DIE -> {
        worker.place = Place.DEAD;
        cpus.leave(worker);
      }
    }
  }

  private void begin(ReplayWorker worker) {
    KernelWork current = worker.current();
    if (current instanceof Barrier barrier) {
      worker.begin(null, pools.courseOf(barrier));
    } else {
      Arrival arrival = pools.begun(worker);
      worker.begin(arrival, arrival.course == null ? new Course() : arrival.course);
      if (arrival.execution >= 0) {
        result.started(arrival.execution, now, worker.home.name, worker.id());
      }
    }
    runOn(worker);
  }

  private void runOn(ReplayWorker worker) {
    Course course = worker.course;
    assert course != null;
    long rest = stretch(worker, course) - worker.into;
    long run = rest;
    if (setup.rivals() && worker.offersCpu()) {
      run = Math.min(rest, OFFER_EVERY);
    }
    boolean last = worker.stretch >= course.stretches() - 1 && run == rest;
    worker.stretchSince = now;
    if (causal && worker.runs != null) {
      scheduleEffects(worker, worker.runs, run, last);
    }
    scheduleTick(worker, run);
    at(now + run, Kind.STOP, worker, 0);
  }

  private static long stretch(ReplayWorker worker, Course course) {
    return worker.stretch < course.stretches() ? course.run(worker.stretch) : 0;
  }

  private void scheduleEffects(ReplayWorker worker, Arrival arrival, long run, boolean last) {
    while (worker.effect < arrival.effects.size()) {
      Effect effect = arrival.effects.get(worker.effect);
      long in = effect.offset() - worker.progress;
      if (in > run && !last) {
        return;
      }
      Kind kind = effect instanceof Wake ? Kind.WAKE : Kind.ARRIVE;
      at(now + Math.clamp(in, 0, run), kind, effect, 0);
      worker.effect++;
    }
  }

  /** The first tick at which the work has run for too long. */
  private void scheduleTick(ReplayWorker worker, long run) {
    long unbroken = worker.progress - worker.unbrokenSince;
    long threshold = pools.cpuIntensiveThreshold();
    if (!worker.isUnbound() && unbroken + run >= threshold) {
      long tick = ticks.from(now + Math.max(0, threshold - unbroken));
      if (tick < now + run) {
        at(tick, Kind.TICK, worker, worker.sleeps);
      }
    }
  }

  private void tick(ReplayWorker worker, int sleeps) {
    if (worker.place == Place.ON && worker.course != null && worker.sleeps == sleeps) {
      long unbroken = worker.progress - worker.unbrokenSince + now - worker.stretchSince;
      pools.core().tick(worker, unbroken);
    }
  }

  private void stopped(ReplayWorker worker) {
    Course course = worker.course;
    assert course != null;
    Arrival arrival = worker.runs;
    if (arrival != null && arrival.execution >= 0) {
      result.ran(arrival.execution, worker.cpu, worker.stretchSince, now);
    }
    worker.progress += now - worker.stretchSince;
    worker.into += now - worker.stretchSince;
    if (worker.into < stretch(worker, course)) {
      offers(worker);
    } else {
      stopped(worker, course);
    }
  }

  private void stopped(ReplayWorker worker, Course course) {
    worker.into = 0;
    int stretch = worker.stretch++;
    Stop stop = stretch < course.stretches() ? course.stop(stretch) : Stop.END;
    switch (stop) {
      case END -> end(worker);
      case SLEEP -> sleep(worker, course, stretch);
      case FOREIGN -> {
        if (setup.rivals() || !setup.busy()) {
          offers(worker);
        } else {
          cpus.foreign(worker, now + delay(course, stretch));
        }
      }
      case OFFER -> {
        if (setup.rivals() || !cpus.offer(worker)) {
          offers(worker);
        }
      }
    }
  }

  /** The work offers its CPU to whoever is to go before it. */
  private void offers(ReplayWorker worker) {
    if (!setup.rivals() || !cpus.isToGiveWay(worker)) {
      runOn(worker);
    }
  }

  private long delay(Course course, int stretch) {
    return stops.of(course, stretch, course.over(stretch) - now);
  }

  private void end(ReplayWorker worker) {
    Arrival arrival = worker.runs;
    if (arrival != null && arrival.execution >= 0) {
      result.ended(arrival.execution, now, worker.progress);
    }
    at(now + costs.next(), Kind.RETURNED, worker, 0);
  }

  private void sleep(ReplayWorker worker, Course course, int stretch) {
    Arrival arrival = worker.runs;
    assert arrival != null;
    worker.place = Place.ASLEEP;
    worker.slept = true;
    worker.sleeps++;
    pools.sleeping(worker);
    long delay = Math.max(0, delay(course, stretch));
    at(sleeps.begin(worker, arrival, stretch, now, delay), Kind.SLEPT, worker, worker.sleeps);
    cpus.leave(worker);
  }

  private void sleepIsDue(ReplayWorker worker, int number) {
    Arrival arrival = worker.runs;
    boolean sleeps = worker.place == Place.ASLEEP && worker.sleeps == number;
    long rest = sleeps && arrival != null ? this.sleeps.rest(worker, arrival, this::isQueued) : 0;
    if (rest > 0) {
      at(now + rest, Kind.SLEPT, worker, number);
    } else {
      slept(worker, number);
    }
  }

  private boolean isQueued(Arrival arrival) {
    return arrival.execution >= 0 && result.queuedAt(arrival.execution) != Prediction.NONE;
  }

  private void slept(ReplayWorker worker, int number) {
    Arrival arrival = worker.runs;
    if (worker.place == Place.ASLEEP && worker.sleeps == number && arrival != null) {
      if (sleeps.end(worker, arrival, now)) {
        result.waitedInVain();
      }
      cpus.ready(worker);
    }
  }

  /** The function has returned: the worker offers the CPU. */
  private void returned(ReplayWorker worker) {
    worker.returned = true;
    Course course = worker.course;
    assert course != null;
    int last = course.stretches() - 1;
    long over = last < 0 ? 0 : now + delay(course, last);
    if (setup.busy() && !setup.rivals() && over > now) {
      cpus.foreign(worker, over);
    } else if (!cpus.isToGiveWay(worker)) {
      step(worker);
    }
  }

  private void left(ReplayWorker worker) {
    worker.place = Place.IDLE;
    cpus.leave(worker);
    if (worker.wokenWhileLeaving) {
      worker.wokenWhileLeaving = false;
      cpus.ready(worker);
    }
  }

  private void created(ReplayWorker manager) {
    pools.core().created(manager);
    cpus.ready(manager);
  }
}
