package dev.wq.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/*
 * Monitors, made exact.
 *
 * A virtual thread that waits for a monitor is not resumed by whoever leaves the monitor. The JVM
 * puts it on a list, and a JDK thread, the unblocker, takes lists of threads and submits each, in
 * real time. If the loop went on meanwhile, the next decision would see such a thread or not, by
 * luck. So, after every step while some simulated thread is in a monitor:
 *
 * 1. Wait until no thread in a monitor is on the JVM's list any more. The unblocker clears the
 *    mark just before it submits the thread. New marks cannot come: only a running simulated
 *    thread leaves a monitor, and none runs.
 * 2. Between clearing the mark and submitting there is a gap that nobody can see. So push a
 *    canary through the same list: two private virtual threads contend for one lock, and the
 *    second is handed to the unblocker by the first. There is one unblocker, it took the canary
 *    after clearing the older marks, hence when the canary has been submitted, all the older
 *    threads have been.
 * 3. Take what has arrived in the order of thread numbers; the order of arrival is real time
 *    and means nothing.
 *
 * A thread that was marked is not always submitted: a wait that was interrupted has already been.
 * So the protocol never waits for a submission, only for the mark and the canary.
 *
 * Costs a few microseconds per step while anyone is in a monitor, nothing otherwise.
 */
final class Monitors {
  private static final int SPINS = 2_000;

  private final List<SimThread> inside = new ArrayList<>();
  private final ConcurrentLinkedQueue<Arrival> arrived = new ConcurrentLinkedQueue<>();
  private final List<SimThread> batch = new ArrayList<>();
  private @Nullable Canary canary;

  private record Arrival(SimThread owner, Runnable continuation) {}

  /** The thread has stopped at a monitor. */
  void enter(SimThread thread) {
    if (!thread.inMonitor) {
      thread.inMonitor = true;
      inside.add(thread);
    }
  }

  boolean isEmpty() {
    return inside.isEmpty();
  }

  /** Called by the unblocker. */
  void arrive(SimThread owner, Runnable continuation) {
    arrived.add(new Arrival(owner, continuation));
  }

  /** Hands every thread whose monitor came free to {@code loop}, in a fixed order. */
  void settle(SimLoop loop) {
    for (SimThread thread : inside) {
      awaitHandedOn(thread);
    }
    if (canary == null) {
      canary = new Canary();
    }
    canary.fly();
    for (Arrival a = arrived.poll(); a != null; a = arrived.poll()) {
      batch.add(loop.threadOf(a.owner, a.continuation));
    }
    batch.sort(Comparator.comparingInt(t -> t.id));
    batch.forEach(loop::makeReady);
    batch.clear();
    inside.removeIf(Monitors::left);
  }

  private static void awaitHandedOn(SimThread thread) {
    for (int i = 0; VirtualThreads.awaitsUnblocker(thread.thread); i++) {
      pause(i);
    }
  }

  private static boolean left(SimThread thread) {
    int state = VirtualThreads.state(thread.thread);
    boolean left =
        state != VirtualThreads.BLOCKED
            && state != VirtualThreads.WAIT
            && state != VirtualThreads.TIMED_WAIT;
    thread.inMonitor = !left;
    return left;
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private static void pause(int round) {
    if (round < SPINS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  /** Ends the canary's threads. */
  void close() {
    if (canary != null) {
      canary.end();
    }
  }

  /**
   * Two virtual threads that only the loop runs; each call of {@link #fly} takes one of them
   * through the unblocker.
   */
  private static final class Canary {
    private final Object lock = new Object();
    private final Thread holder =
        VirtualThreads.create(r -> this.holderReady = r, "wq-canary-holder", this::hold);
    private final Thread waiter =
        VirtualThreads.create(r -> this.waiterReady = r, "wq-canary-waiter", this::contend);
    private volatile @Nullable Runnable holderReady;
    private volatile @Nullable Runnable waiterReady;
    private boolean ended;

    Canary() {
      holder.start();
      waiter.start();
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private void hold() {
      while (!ended) {
        synchronized (lock) {
          Thread.yield();
        }
        Thread.yield();
      }
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private void contend() {
      for (boolean end = false; !end; Thread.yield()) {
        synchronized (lock) {
          end = ended;
        }
      }
    }

    void fly() {
      stepHolder();
      stepWaiter();
      stepHolder();
      for (int i = 0; waiterReady == null; i++) {
        pause(i);
      }
      stepWaiter();
    }

    void end() {
      ended = true;
      stepHolder();
      stepWaiter();
      stepWaiter();
    }

    private void stepHolder() {
      Runnable next = holderReady;
      holderReady = null;
      if (next != null) {
        next.run();
      }
    }

    private void stepWaiter() {
      Runnable next = waiterReady;
      waiterReady = null;
      if (next != null) {
        next.run();
      }
    }
  }
}
