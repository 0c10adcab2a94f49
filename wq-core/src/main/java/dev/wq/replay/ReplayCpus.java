package dev.wq.replay;

import dev.wq.replay.ReplayWorker.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which worker has which CPU. A CPU that is free takes the best of those that wait for it, unless
 * it was not to be had; a woken worker of an unbound pool goes where the recording shows that such
 * a wake-up went at that time, else to where it last ran, and after a tick of waiting behind
 * another worker to a CPU that is idle.
 */
final class ReplayCpus {
  /** A recorded wake-up so near in time is taken for the same. */
  private static final long SAME_WAKEUP = 100_000;

  private final ReplayEngine engine;
  private final Ticks ticks;
  private final IntervalList[] busy;
  private final @Nullable Placements placements;
  private final boolean simulated; // whoever is woken is placed at once, and stays
  private final Processor[] all;
  private final List<ReplayWorker> kicked = new ArrayList<>();

  ReplayCpus(ReplayEngine engine, Workload load, boolean busy, Ticks ticks) {
    this.engine = engine;
    this.ticks = ticks;
    this.busy = busy ? load.trail().busy() : new IntervalList[0];
    this.placements = busy ? load.trail().placements() : null;
    this.simulated = load.simulated();
    this.all = new Processor[load.cpus()];
    for (int i = 0; i < all.length; i++) {
      all[i] = simulated ? new LineProcessor(i) : new Processor(i, load.trail().costs().handOver());
    }
  }

  Processor of(ReplayWorker worker) {
    return all[worker.cpu];
  }

  /** Whether something that is no worker has it. */
  boolean isBusy(Processor cpu) {
    return freeAt(cpu) > engine.now();
  }

  private long freeAt(Processor cpu) {
    long now = engine.now();
    long free = cpu.number < busy.length ? busy[cpu.number].freeFrom(now) : now;
    return Math.max(free, cpu.foreignUntil);
  }

  // ---- workers that want a CPU

  /** An idle worker is woken; it can have a CPU from {@code time} on. */
  void kick(ReplayWorker worker, long time) {
    worker.place = Place.KICKED;
    kicked.add(worker);
    engine.kickedAt(time, worker);
  }

  void kicked(ReplayWorker worker) {
    if (kicked.remove(worker)) {
      ready(worker);
    }
  }

  void ready(ReplayWorker worker) {
    worker.place = Place.READY;
    Processor cpu = all[placeOf(worker)];
    worker.cpu = cpu.number;
    cpu.wake(worker, engine.now());
    look(cpu);
    balanceLater(worker);
  }

  private int placeOf(ReplayWorker worker) {
    int bound = worker.pool().cpu();
    if (bound >= 0) {
      return bound;
    }
    if (simulated) {
      return leastLoaded(worker.cpu);
    }
    int told =
        placements == null ? -1 : placements.nearest(worker.home.name, engine.now(), SAME_WAKEUP);
    return told >= 0 && told < all.length ? told : worker.cpu;
  }

  /** The CPU where it was before others, then the lowest number. */
  private int leastLoaded(int last) {
    int best = last;
    for (int i = 0; i < all.length; i++) {
      best = all[i].load() < all[best].load() ? i : best;
    }
    return best;
  }

  private void balanceLater(ReplayWorker worker) {
    if (!simulated && worker.place == Place.READY && worker.isUnbound()) {
      worker.waits++;
      engine.balanceAt(ticks.from(engine.now() + ticks.period()), worker);
    }
  }

  /** At a tick: an idle CPU takes what waits behind another worker. */
  void balance(ReplayWorker worker, int number) {
    if (worker.place != Place.READY || worker.waits != number) {
      return;
    }
    Processor from = of(worker);
    Processor to = from.running == null ? null : idle();
    if (to == null) {
      engine.balanceAt(ticks.from(engine.now() + 1), worker);
      return;
    }
    from.move(worker, to, engine.now());
    worker.cpu = to.number;
    look(to);
  }

  private @Nullable Processor idle() {
    for (Processor cpu : all) {
      if (cpu.isIdle() && !isBusy(cpu)) {
        return cpu;
      }
    }
    return null;
  }

  // ---- CPUs that want a worker

  /** Takes the best of those that wait, if the CPU is to be had. */
  void look(Processor cpu) {
    if (cpu.looksAt <= engine.now()) {
      cpu.looksAt = -1;
    }
    if (cpu.running != null) {
      return;
    }
    if (!cpu.isWanted()) {
      cpu.turnsAway();
      return;
    }
    long free = freeAt(cpu);
    if (free > engine.now()) {
      cpu.turnsAway();
      lookLater(cpu, free);
    } else {
      engine.comesOn(cpu.choose(engine.now()));
    }
  }

  private void lookLater(Processor cpu, long time) {
    if (cpu.looksAt < 0 || cpu.looksAt > time) {
      cpu.looksAt = time;
      engine.lookAt(time, cpu);
    }
  }

  /** The worker leaves its CPU and does not want it now. */
  void leave(ReplayWorker worker) {
    Processor cpu = of(worker);
    cpu.leave(worker, engine.now());
    engine.lookAt(engine.now(), cpu);
  }

  private void giveWay(ReplayWorker worker) {
    Processor cpu = of(worker);
    worker.place = Place.READY;
    cpu.giveWay(worker, engine.now());
    engine.lookAt(engine.now(), cpu);
    balanceLater(worker);
  }

  /** Something that is no worker takes the CPU from the worker, until {@code over}. */
  void foreign(ReplayWorker worker, long over) {
    Processor cpu = of(worker);
    cpu.foreignUntil = Math.max(cpu.foreignUntil, over);
    giveWay(worker);
  }

  /**
   * The worker offers the CPU to another one, also to one that is being woken; true: one took it.
   */
  boolean offer(ReplayWorker worker) {
    Processor cpu = of(worker);
    for (int i = kicked.size() - 1; i >= 0; i--) {
      ReplayWorker coming = kicked.get(i);
      if (placeOf(coming) == cpu.number) {
        kicked.remove(i);
        ready(coming);
      }
    }
    if (!cpu.isWanted()) {
      return false;
    }
    cpu.passedOver = worker;
    giveWay(worker);
    return true;
  }

  /** After a work: gives way if a wake-up or a tick asked for it; true: it did. */
  boolean isToGiveWay(ReplayWorker worker) {
    Processor cpu = of(worker);
    boolean asked =
        simulated || cpu.resched || ticks.from(worker.onSince + Processor.MINIMUM) <= engine.now();
    if (!asked || !cpu.prefersAnother(engine.now())) {
      return false;
    }
    giveWay(worker);
    return true;
  }
}
