package dev.wq.device;

import dev.wq.poll.CountingSemaphore;
import dev.wq.poll.TakeResult;
import java.time.Duration;

/** The room in front of a runner: who wants a task queued takes one piece, and waits for it. */
/*
 * The runner gives room back as tasks begin, but not one by one: each give writes a line that all submitters write, and a
 * submitter that is woken for the room of one task is soon blocked again. It owes up to an eighth of the capacity, and
 * settles then. So a parked runner may owe room for that many tasks less one; as that is less than the capacity, some task
 * can always be queued, and nobody waits for room that nobody gives.
 */
final class Room {
  private static final int OWED_SHARE = 8;

  private final CountingSemaphore pieces; // I
  private final RunnerMeter meter; // I
  private final Owed owed; // I

  /** What the runner writes at each task, apart from what submitters read. */
  private static final class Owed {
    final int batch; // I
    int room; // R

    Owed(int capacity) {
      batch = Math.max(1, capacity / OWED_SHARE);
    }
  }

  Room(int capacity, RunnerMeter meter) {
    this.pieces = new CountingSemaphore(capacity, Integer.MAX_VALUE);
    this.meter = meter;
    this.owed = new Owed(capacity);
  }

  // ---- submitters

  /** Takes a piece; waits for it. */
  void take() throws InterruptedException {
    if (!pieces.tryTake()) {
      meter.waited();
      TakeResult ignored = pieces.take();
    }
  }

  /** As {@link #take()}, for so long; false if there was none. */
  boolean take(Duration timeout) throws InterruptedException {
    if (pieces.tryTake()) {
      return true;
    }
    if (timeout.isZero()) {
      return false;
    }
    meter.waited();
    return pieces.take(timeout) == TakeResult.TAKEN;
  }

  /** As {@link #take()}, whoever interrupts; true if somebody did. */
  boolean takeUninterruptibly() {
    boolean interrupted = false;
    boolean taken = pieces.tryTake();
    if (!taken) {
      meter.waited();
    }
    while (!taken) {
      try {
        taken = pieces.take() == TakeResult.TAKEN;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  /** Gives so many pieces that were taken, or are new. */
  void give(int count) {
    pieces.give(count);
  }

  /** What is left, for whoever shuts down. */
  CountingSemaphore pieces() {
    return pieces;
  }

  // ---- on the runner

  /** A task that had taken a piece begins. */
  void owe() {
    if (++owed.room >= owed.batch) {
      settle();
    }
  }

  /** Owes nothing from here on. */
  void settle() {
    int now = owed.room;
    if (now > 0) {
      owed.room = 0;
      pieces.give(now);
    }
  }
}
