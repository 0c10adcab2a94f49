package dev.wq.sim;

import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks, in real time, whether the mounted thread has stopped its carrier, which nothing inside the
 * simulation can see.
 *
 * <p>A thread that parks while it is pinned (in a class initializer, below a native frame) parks
 * the carrier: reported as the run's failure, and woken so that the run can end. A thread that
 * merely runs for long is named in the log of the JVM. During the teardown, a thread that loops
 * around a park which its interrupt makes return is given its interrupt back.
 */
final class Watchdog implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.wq.sim");
  private static final int TICK_MILLIS = 50;
  private static final int CLOSING_TICKS = 2;
  private static final int PINNED = 5;
  private static final int TIMED_PINNED = 8;

  private final Thread thread;
  private volatile @Nullable SimLoop watched;
  private volatile boolean closed;

  // of the watchdog's own thread
  private @Nullable SimLoop seenLoop;
  private long seenSteps;
  private int ticks; // without a step

  Watchdog() {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("wq-simulation-watchdog")
            .inheritInheritableThreadLocals(false)
            .start(this::run);
  }

  void watch(@Nullable SimLoop loop) {
    watched = loop;
  }

  /** Returns when the watchdog's thread has ended. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, TICK_MILLIS * 1_000_000L);
      SimLoop loop = watched;
      if (loop != null) {
        look(loop);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private void look(SimLoop loop) {
    long steps = loop.steps();
    SimThread mounted = loop.current;
    if (mounted == null || steps != seenSteps || loop != seenLoop) {
      seenLoop = loop;
      seenSteps = steps;
      ticks = 0;
    } else {
      ticks++;
      stuck(loop, mounted);
    }
  }

  private void stuck(SimLoop loop, SimThread mounted) {
    if (loop.closing) {
      if (ticks >= CLOSING_TICKS && mounted.thread.isInterrupted()) {
        mounted.deaf = true;
        VirtualThreads.forgetInterrupt(mounted.thread);
      }
    } else if (ticks == Math.max(1, loop.plan.pinnedMillis() / TICK_MILLIS)) {
      report(loop, mounted);
    }
  }

  private static void report(SimLoop loop, SimThread mounted) {
    int state = VirtualThreads.state(mounted.thread);
    if (state == PINNED || state == TIMED_PINNED) {
      loop.fail(Diagnosis.pinned(loop, mounted));
      mounted.thread.interrupt();
    } else {
      LOG.log(Level.WARNING, () -> Diagnosis.slow(loop, mounted));
    }
  }
}
