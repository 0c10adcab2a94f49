package dev.wq.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends every thread of a simulation that is over.
 *
 * <p>From then on each call of the machine throws {@link SimulationEnded}. First every thread is
 * unparked a few times: the library's workers wake, call the machine and unwind. Then the rest is
 * interrupted, again and again, because code may swallow it. What still lives after that is left
 * parked; with {@code -Djdk.trackAllThreads=false} nothing but the application's own references
 * keeps it.
 */
final class Teardown {
  private static final int UNPARKS = 3;
  private static final int ROUNDS = 40;
  private static final int STEPS_PER_THREAD = 1_000;

  private Teardown() {}

  /** Returns the names of the threads that would not end. */
  static List<String> run(SimLoop loop) {
    loop.beginClosing();
    for (int round = 0; round < ROUNDS && loop.liveCount() > 0; round++) {
      for (SimThread thread : loop.liveThreads()) {
        wake(thread, round);
      }
      loop.unwind(STEPS_PER_THREAD * loop.liveCount());
    }
    loop.endClosing();
    var left = new ArrayList<String>();
    loop.liveThreads().forEach(thread -> left.add(thread.name));
    return left;
  }

  private static void wake(SimThread thread, int round) {
    if (round < UNPARKS || thread.deaf) {
      LockSupport.unpark(thread.thread);
    } else {
      thread.thread.interrupt();
    }
  }
}
