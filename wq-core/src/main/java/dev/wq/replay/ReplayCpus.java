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
/*
 * With rivals the tasks that had a CPU while a worker was ready for it are not a time in which it was not to be had, but
 * want it for as long as they had it, with their recorded weight, and compete. They run in user mode: a woken worker of
 * more weight takes the CPU at once, and every tick looks whether they have had enough; except those that held the CPU in
 * the recording where that should have taken it (Rival). A woken worker of an unbound
 * pool then goes to its last CPU if that is idle, else to an idle one: what the recording shows is of another run.
 */
final class ReplayCpus {
  /** A recorded wake-up so near in time is taken for the same. */
  private static final long SAME_WAKEUP = 100_000;

  private final ReplayEngine engine;
  private final Ticks ticks;
  private final boolean rivals;
  private final IntervalList[] busy;
  private final @Nullable Placements placements;
  private final boolean simulated; // whoever is woken is placed at once, and stays
  private final Processor[] all;
  private final List<ReplayWorker> kicked = new ArrayList<>();

  ReplayCpus(ReplayEngine engine, Workload load, Setup setup) {
    this.engine = engine;
    this.ticks = setup.ticks();
    this.rivals = setup.rivals();
    Trail trail = load.trail();
    this.busy = rivals ? trail.seized() : setup.busy() ? trail.busy() : new IntervalList[0];
    this.placements = setup.busy() && !rivals ? trail.placements() : null;
    this.simulated = load.simulated();
    this.all = new Processor[setup.cpus()];
    for (int i = 0; i < all.length; i++) {
      all[i] = simulated ? new LineProcessor(i) : new Processor(i, trail.costs().handOver());
    }
    if (rivals) {
      long tick = setup.recordedTick();
      trail.rivals().forEach(rival -> expect(rival, tick));
    }
  }

  private void expect(Rival rival, long tick) {
    Processor cpu = all[rival.cpu() % all.length];
    engine.rivalAt(rival.from(), new RivalStint(cpu, rival.user(tick)));
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
    cpu.wake(worker.user, engine.now());
    CpuUser current = cpu.running;
    if (current != null && current.worker == null && yieldsAtOnce(current, worker.user)) {
      rivalGivesWay(cpu, current);
    }
    look(cpu);
    balanceLater(worker);
  }

  /** The rivals of the recording did not for workers of their own weight, or they would be none. */
  private static boolean yieldsAtOnce(CpuUser rival, CpuUser woken) {
    return !rival.holds && woken.weight > rival.weight;
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
    int place = told >= 0 && told < all.length ? told : worker.cpu;
    if (!worker.mayRunOn(place)) {
      place = worker.pool().cpus().cpus().findFirst().orElse(place);
    }
    Processor better = rivals && !isToBeHad(all[place]) ? idleFor(worker) : null;
    return better == null ? place : better.number;
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
    Processor to = from.running == null ? null : idleFor(worker);
    if (to == null) {
      engine.balanceAt(ticks.from(engine.now() + 1), worker);
      return;
    }
    from.move(worker.user, to, engine.now());
    worker.cpu = to.number;
    look(to);
  }

  private boolean isToBeHad(Processor cpu) {
    return cpu.isIdle() && !isBusy(cpu);
  }

  private @Nullable Processor idleFor(ReplayWorker worker) {
    for (Processor cpu : all) {
      if (isToBeHad(cpu) && worker.mayRunOn(cpu.number)) {
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
      comesOn(cpu, cpu.choose(engine.now()));
    }
  }

  private void comesOn(Processor cpu, CpuUser chosen) {
    ReplayWorker worker = chosen.worker;
    if (worker == null) {
      rivalRuns(cpu, chosen);
    } else {
      worker.cpu = cpu.number;
      engine.comesOn(worker);
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
    cpu.leave(worker.user, engine.now());
    engine.lookAt(engine.now(), cpu);
  }

  private void giveWay(ReplayWorker worker) {
    Processor cpu = of(worker);
    worker.place = Place.READY;
    cpu.giveWay(worker.user, engine.now());
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
    cpu.passedOver = worker.user;
    giveWay(worker);
    return true;
  }

  /** Gives way if a wake-up or a tick asked for it; true: it did. */
  boolean isToGiveWay(ReplayWorker worker) {
    Processor cpu = of(worker);
    boolean asked = simulated || isAsked(cpu, worker.user);
    if (!asked || !cpu.prefersAnother(engine.now())) {
      return false;
    }
    giveWay(worker);
    return true;
  }

  private boolean isAsked(Processor cpu, CpuUser user) {
    return cpu.resched || ticks.from(user.onSince + Processor.MINIMUM) <= engine.now();
  }

  // ---- rivals

  /** A rival on its CPU; an event that is about an earlier stint finds that out by the number. */
  record RivalStint(Processor cpu, CpuUser rival) {}

  void rival(RivalStint stint, int number) {
    CpuUser rival = stint.rival();
    if (number == 0) {
      stint.cpu().wake(rival, engine.now());
      look(stint.cpu());
    } else if (number == rival.stint) {
      rivalStops(stint.cpu(), rival);
    }
  }

  private void rivalRuns(Processor cpu, CpuUser rival) {
    long now = engine.now();
    rival.stint++;
    rival.runsSince = now;
    long end = Math.min(now + rival.demand - rival.ran, ticks.from(now + 1));
    engine.rivalAt(end, new RivalStint(cpu, rival), rival.stint);
  }

  private void rivalStops(Processor cpu, CpuUser rival) {
    long now = engine.now();
    if (rival.ran + now - rival.runsSince >= rival.demand) {
      cpu.leave(rival, now);
      look(cpu);
    } else if (!rival.holds && isAsked(cpu, rival) && cpu.prefersAnother(now)) {
      rivalGivesWay(cpu, rival);
      look(cpu);
    } else {
      rival.ran += now - rival.runsSince;
      rivalRuns(cpu, rival);
    }
  }

  private void rivalGivesWay(Processor cpu, CpuUser rival) {
    long now = engine.now();
    rival.ran += now - rival.runsSince;
    rival.stint++;
    cpu.giveWay(rival, now);
  }
}
