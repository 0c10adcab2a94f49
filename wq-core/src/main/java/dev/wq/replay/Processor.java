package dev.wq.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One CPU of a replay: the worker on it, and those that wait for it in the scheduler's order. */
/*
 * The order is that of the kernel's fair scheduler (EEVDF, since 6.6) as far as workers are concerned. Each worker has a
 * virtual time, its CPU time divided by its weight; the CPU has the weighted average of those that want it. A worker is
 * eligible while it is not ahead of the average, and of the eligible ones the one with the earliest deadline runs: its
 * virtual time when it came, plus a slice. Workers of nice -20 weigh 88761, others 1024.
 *
 * Sleep. A worker that goes to sleep behind the average is owed that much when it comes back. One that is ahead stays ahead
 * for as long as the CPU has not turned to something else (delayed dequeue, since 6.12), then owes nothing.
 *
 * Whoever is woken is owed a little at least. Between a worker's sleep and its wake-up the average moves with tasks that
 * are no workers and that the model does not know, hardly ever against the sleeper. Two workers that differ by less than
 * what one hand-over costs would otherwise be ordered by rounding, and in the recordings the one that was woken goes first.
 *
 * Giving way. Workers run in the kernel, and without preemption there they give way only where they offer the CPU: after
 * each work, and where the recording shows it. Whether they are to is noted at wake-ups (the woken one would be chosen) and
 * at ticks (the running one has had its minimum).
 */
class Processor {
  static final double HIGH_WEIGHT = 88761.0 / 1024;

  /** Linux: sysctl_sched_base_slice, 0.7 ms, times 1 + log2 of two CPUs. */
  private static final double SLICE = 1_400_000;

  /** Linux: a running task is protected for the base slice before scaling. */
  static final long MINIMUM = 700_000;

  private static final double ROUNDING = 1e-6;

  final int number;
  private final double owed;
  final List<CpuUser> waiting = new ArrayList<>();
  @Nullable CpuUser running;
  private double average;
  private int turns; // how often it has turned to something that is no worker
  boolean resched; // whoever runs is to give way where it offers the CPU
  @Nullable CpuUser passedOver; // not to be chosen next if there is another
  long foreignUntil; // something that is no worker keeps it until then
  long looksAt = -1; // when it is going to look for its next worker

  Processor(int number, long owed) {
    this.number = number;
    this.owed = owed;
  }

  private double average() {
    double weight = 0;
    double sum = 0;
    for (int i = 0; i < waiting.size(); i++) {
      CpuUser w = waiting.get(i);
      weight += w.weight;
      sum += w.weight * (w.virtual - average);
    }
    CpuUser current = running;
    if (current != null) {
      weight += current.weight;
      sum += current.weight * (current.virtual - average);
    }
    average += weight == 0 ? 0 : sum / weight;
    return average;
  }

  private double totalWeight() {
    CpuUser current = running;
    double weight = current == null ? 0 : current.weight;
    for (int i = 0; i < waiting.size(); i++) {
      weight += waiting.get(i).weight;
    }
    return weight;
  }

  private void update(long now) {
    CpuUser current = running;
    if (current != null) {
      current.virtual += (now - current.countedUntil) / current.weight;
      current.countedUntil = now;
      if (current.virtual >= current.deadline) {
        current.deadline = current.virtual + SLICE / current.weight;
      }
    }
  }

  /** A woken worker comes to wait. */
  void wake(CpuUser worker, long now) {
    update(now);
    double before = average();
    if (!isStillAhead(worker, before)) {
      double lag = Math.max(owed, worker.lag);
      double others = totalWeight();
      worker.virtual = before - (others == 0 ? lag : lag * (others + worker.weight) / others);
      worker.deadline = worker.virtual + SLICE / worker.weight;
    }
    waiting.add(worker);
    noteWhetherToGiveWay(worker, now);
  }

  private boolean isStillAhead(CpuUser worker, double than) {
    return worker.aheadOn == this && worker.aheadIn == turns && worker.virtual > than;
  }

  private void noteWhetherToGiveWay(CpuUser woken, long now) {
    CpuUser current = running;
    if (current != null) {
      resched |=
          current.virtual > average() + ROUNDING
              || woken.weight > current.weight
              || (woken.deadline < current.deadline && now - current.onSince > MINIMUM);
    }
  }

  /** The worker on the CPU gives way, and waits. */
  void giveWay(CpuUser worker, long now) {
    update(now);
    waiting.add(worker);
    running = null;
  }

  /** The worker on the CPU leaves it, and wants it no more. */
  void leave(CpuUser worker, long now) {
    update(now);
    double lag = average() - worker.virtual;
    worker.lag = Math.max(0, Math.min(lag, 2 * SLICE / worker.weight));
    worker.aheadOn = lag < 0 ? this : null;
    worker.aheadIn = turns;
    running = null;
  }

  /** One that waits here goes to wait at {@code other}. */
  void move(CpuUser worker, Processor other, long now) {
    worker.lag = average() - worker.virtual;
    worker.aheadOn = null;
    waiting.remove(worker);
    other.wake(worker, now);
  }

  /** The CPU is with something that is no worker, or idle. */
  void turnsAway() {
    turns++;
  }

  boolean isWanted() {
    return !waiting.isEmpty();
  }

  /** Workers on it and in line for it. */
  int load() {
    return waiting.size() + (running == null ? 0 : 1);
  }

  boolean isIdle() {
    return running == null && waiting.isEmpty();
  }

  /** Whether one that waits would be chosen before the one that runs. */
  boolean prefersAnother(long now) {
    update(now);
    CpuUser current = running;
    return !waiting.isEmpty() && (current == null || best(current) != current);
  }

  /** Puts the best of those that wait on the CPU. */
  CpuUser choose(long now) {
    CpuUser chosen = best(null);
    assert chosen != null;
    passedOver = null;
    waiting.remove(chosen);
    running = chosen;
    resched = false;
    chosen.onSince = now;
    chosen.countedUntil = now;
    return chosen;
  }

  @Nullable CpuUser best(@Nullable CpuUser current) {
    double limit = average() + ROUNDING;
    CpuUser best = current != null && current.virtual <= limit ? current : null;
    CpuUser first = null;
    for (int i = 0; i < waiting.size(); i++) {
      CpuUser w = waiting.get(i);
      if (w == passedOver && waiting.size() > 1) {
        continue;
      }
      if (w.virtual <= limit && (best == null || w.deadline < best.deadline)) {
        best = w;
      }
      if (first == null || w.virtual < first.virtual) {
        first = w;
      }
    }
    return best != null ? best : first;
  }
}
