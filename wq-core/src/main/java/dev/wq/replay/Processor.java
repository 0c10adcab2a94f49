package dev.wq.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One CPU of a replay: the worker on it and those that wait for it, in the fair scheduler's order. */
final class Processor {
  static final double SLICE = Double.parseDouble(System.getProperty("slice", "1400000"));
  static final double PROTECT = Double.parseDouble(System.getProperty("protect", "700000"));
  final int number;
  private final List<ReplayWorker> waiting = new ArrayList<>();
  @Nullable ReplayWorker running;
  private double virtual; // the average when it was last computed
  boolean resched; // the worker on it is to give way where it offers the CPU
  long foreignUntil; // something that is no worker keeps it until then
  long lookAgainAt = -1; // an event that looks for the next worker is under way for then

  private final double owed;

  Processor(int number, long owed) {
    this.number = number;
    this.owed = owed * Double.parseDouble(System.getProperty("tie", "1"));
  }

  private double average() {
    double weight = 0;
    double sum = 0;
    for (int i = 0; i < waiting.size(); i++) {
      ReplayWorker w = waiting.get(i);
      weight += w.weight;
      sum += w.weight * (w.virtual - virtual);
    }
    if (running != null) {
      weight += running.weight;
      sum += running.weight * (running.virtual - virtual);
    }
    if (weight > 0) {
      virtual += sum / weight;
    }
    return virtual;
  }

  private double weight() {
    double weight = running == null ? 0 : running.weight;
    for (int i = 0; i < waiting.size(); i++) {
      weight += waiting.get(i).weight;
    }
    return weight;
  }

  void update(long now) {
    ReplayWorker worker = running;
    if (worker != null) {
      worker.virtual += (now - worker.ranUntil) / worker.weight;
      worker.ranUntil = now;
      if (worker.virtual >= worker.deadline) {
        worker.deadline = worker.virtual + SLICE / worker.weight;
      }
    }
  }

  /** A woken worker comes. */
  void wake(ReplayWorker worker, long now) {
    update(now);
    double average = average();
    boolean keep =
        worker.delayedOn == this && worker.delayedIn == stays && worker.virtual > average;
    if (!keep) {
      double lag = Math.max(owed, worker.delayedOn != null ? 0 : worker.lag);
      double others = weight();
      if (others > 0) {
        lag = lag * (others + worker.weight) / others;
      }
      worker.virtual = average - lag;
      worker.deadline = worker.virtual + SLICE / worker.weight;
    }
    worker.delayedOn = null;
    waiting.add(worker);
    ReplayWorker current = running;
    if (current != null) {
      average = average();
      if (current.virtual > average + 1e-6
          || worker.deadline < current.deadline && now - current.onSince > PROTECT
          || worker.weight > current.weight) {
        resched = true;
      }
    }
  }

  /** The worker on the CPU gives way, and waits. */
  void put(ReplayWorker worker, long now) {
    update(now);
    waiting.add(worker);
  }

  /** The worker on the CPU goes to sleep. */
  void sleep(ReplayWorker worker, long now) {
    update(now);
    double lag = average() - worker.virtual;
    worker.lag = Math.max(0, Math.min(lag, 2 * SLICE / worker.weight));
    worker.delayedOn = lag < 0 ? this : null;
    worker.delayedIn = stays;
  }

  void move(ReplayWorker worker, Processor to, long now) {
    double lag = average() - worker.virtual;
    waiting.remove(worker);
    worker.lag = lag;
    worker.delayedOn = null;
    to.wake(worker, now);
  }

  boolean isWanted() {
    return !waiting.isEmpty();
  }

  boolean isIdle() {
    return running == null && waiting.isEmpty();
  }

  /** The CPU is with something that is no worker, or idle. */
  void left() {
    stays++;
  }

  private int stays;

  /** Whether one that waits would be chosen before the worker on the CPU. */
  boolean prefersAnother(long now) {
    if (waiting.isEmpty()) {
      return false;
    }
    update(now);
    ReplayWorker current = running;
    return current == null || best(current) != current;
  }

  @Nullable ReplayWorker poll() {
    ReplayWorker best = best(null);
    skip = null;
    waiting.remove(best);
    return best;
  }

  /** Not to be chosen next if there is another. */
  @Nullable ReplayWorker skip;

  private @Nullable ReplayWorker best(@Nullable ReplayWorker current) {
    double average = average();
    ReplayWorker best = current != null && current.virtual <= average + 1e-6 ? current : null;
    for (int i = 0; i < waiting.size(); i++) {
      ReplayWorker w = waiting.get(i);
      if (w == skip && waiting.size() > 1) {
        continue;
      }
      boolean eligible = w.virtual <= average + 1e-6;
      if (eligible && (best == null || w.deadline < best.deadline)) {
        best = w;
      }
    }
    if (best == null) {
      for (int i = 0; i < waiting.size(); i++) {
        ReplayWorker w = waiting.get(i);
        if (w == skip && waiting.size() > 1) {
          continue;
        }
        if (best == null || w.virtual < best.virtual) {
          best = w;
        }
      }
    }
    return best;
  }
}
