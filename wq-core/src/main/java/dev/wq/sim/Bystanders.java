package dev.wq.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Threads that could run and wait for the others: those that spin, until anything has happened;
 * those that wait for quiet, until nothing happens any more before an instant of theirs.
 */
final class Bystanders {
  private static final int STALL_LIMIT = 100;

  private final List<SimThread> stalled = new ArrayList<>(4);
  private final List<SimThread> quiescing = new ArrayList<>(2);
  private int rounds; // in which only stalled threads could run
  private boolean fresh; // one of the stalled has spun only once

  void stall(SimThread thread) {
    stalled.add(thread);
    fresh |= thread.firstSpin;
  }

  /**
   * Before time passes: what a spinner waits for may have come true between its first look and its
   * first spin, so it looks once more. False if all have.
   */
  boolean lookOnceMore(SimLoop loop) {
    boolean any = fresh;
    fresh = false;
    if (any) {
      releaseStalled(loop);
    }
    return any;
  }

  void quiesce(SimThread thread) {
    quiescing.add(thread);
  }

  int stalled() {
    return stalled.size();
  }

  /** Something has happened: whoever spins may find what it waits for. */
  void unstall(SimLoop loop) {
    rounds = 0;
    releaseStalled(loop);
  }

  /**
   * Nothing else can happen: lets them look again, since a spinner may write between two looks.
   * False if in vain.
   */
  boolean lookAgain(SimLoop loop) {
    releaseStalled(loop);
    return ++rounds <= STALL_LIMIT;
  }

  private void releaseStalled(SimLoop loop) {
    if (!stalled.isEmpty()) {
      stalled.forEach(loop::resume);
      stalled.clear();
    }
  }

  /** The earliest instant up to which a thread waits for quiet. */
  long horizon() {
    long earliest = EventQueue.NEVER;
    for (SimThread thread : quiescing) {
      earliest = Math.min(earliest, thread.due);
    }
    return earliest;
  }

  /** It is quiet up to {@code horizon}; false if nobody waited for that. */
  boolean release(long horizon, SimLoop loop) {
    int before = quiescing.size();
    for (int i = 0; i < quiescing.size(); ) {
      if (quiescing.get(i).due == horizon) {
        loop.resume(quiescing.remove(i));
      } else {
        i++;
      }
    }
    return quiescing.size() < before;
  }

  void clear() {
    stalled.clear();
    quiescing.clear();
  }
}
