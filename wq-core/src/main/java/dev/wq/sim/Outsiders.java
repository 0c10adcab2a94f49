package dev.wq.sim;

import java.util.IdentityHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Submissions that the loop did not expect: by threads outside the simulation, and of threads that
 * it did not make.
 */
final class Outsiders {
  private final ConcurrentLinkedQueue<Arrival> foreign = new ConcurrentLinkedQueue<>();
  private final IdentityHashMap<Runnable, SimThread> children = new IdentityHashMap<>();
  private volatile boolean seen;

  private record Arrival(SimThread owner, Runnable continuation, String waker) {}

  /** Called by {@code waker}, in its own time. */
  void submit(SimThread owner, Runnable continuation, Thread waker) {
    foreign.add(new Arrival(owner, continuation, waker.toString()));
    seen = true;
  }

  /** Reports who has submitted since the last call, and lets the threads run. */
  void report(SimLoop loop) {
    if (!seen) {
      return;
    }
    seen = false;
    for (Arrival a = foreign.poll(); a != null; a = foreign.poll()) {
      SimThread thread = loop.threadOf(a.owner, a.continuation);
      if (!thread.queued) {
        loop.fail(Diagnosis.foreignWake(loop, thread, a.waker));
      }
      loop.makeReady(thread);
    }
  }

  /**
   * The thread that inherited {@code owner} as its scheduler; adopted when it is first seen, by
   * {@code parent}.
   */
  SimThread child(SimThread owner, Runnable continuation, @Nullable SimThread parent) {
    SimThread child = children.get(continuation);
    if (child == null) {
      int cpu = parent == null ? owner.cpu() : parent.cpu();
      child = new SimThread(owner.host, owner.host.nextId(), cpu, continuation);
      child.thread.setUncaughtExceptionHandler(child);
      children.put(continuation, child);
    }
    return child;
  }

  void ended(SimThread thread) {
    if (!children.isEmpty()) {
      children.remove(thread.continuation);
    }
  }

  void close() {
    foreign.clear();
    children.clear();
  }
}
