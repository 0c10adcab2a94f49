package dev.wq.replay;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One CPU of a replay: the worker on it and those that wait for it. */
final class Processor {
  final int number;
  private final ArrayDeque<ReplayWorker> high = new ArrayDeque<>();
  private final ArrayDeque<ReplayWorker> normal = new ArrayDeque<>();
  @Nullable ReplayWorker running;
  boolean resched; // the worker on it is to give way where it offers the CPU
  long foreignUntil; // something that is no worker keeps it until then
  long lookAgainAt = -1; // an event that looks for the next worker is under way for then

  Processor(int number) {
    this.number = number;
  }

  void add(ReplayWorker worker) {
    (worker.high ? high : normal).addLast(worker);
  }

  void addFirst(ReplayWorker worker) {
    (worker.high ? high : normal).addFirst(worker);
  }

  void remove(ReplayWorker worker) {
    (worker.high ? high : normal).remove(worker);
  }

  boolean isWanted() {
    return !high.isEmpty() || !normal.isEmpty();
  }

  boolean isIdle() {
    return running == null && !isWanted();
  }

  int load() {
    return (running == null ? 0 : 1) + high.size() + normal.size();
  }

  @Nullable ReplayWorker first() {
    ReplayWorker first = high.peekFirst();
    return first != null ? first : normal.peekFirst();
  }

  @Nullable ReplayWorker poll() {
    ReplayWorker first = high.pollFirst();
    return first != null ? first : normal.pollFirst();
  }

  /** Whether a worker that waits goes before {@code worker} when that one offers the CPU. */
  boolean hasBetterThan(ReplayWorker worker) {
    return !high.isEmpty() && !worker.high;
  }

  /** Whether a worker waits that has at least the rank of {@code worker}. */
  boolean hasEqualTo(ReplayWorker worker) {
    return !(worker.high ? high : normal).isEmpty();
  }
}
