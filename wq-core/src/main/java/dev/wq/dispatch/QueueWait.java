package dev.wq.dispatch;

import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One wait of one thread for one queue. */
final class QueueWait {
  private final DispatchQueue queue;
  private final WaitGraph graph;

  QueueWait(DispatchQueue queue) {
    this.queue = queue;
    this.graph = queue.dispatch().waitGraph();
  }

  /** Registers a waiter; null if there is nothing to wait for any more. */
  private interface Registration {
    @Nullable Waiter register();
  }

  /** Waits for everything queued before this call; false if there was nothing. */
  boolean flush(long timeoutNanos) throws InterruptedException, TimeoutException {
    WaitGraph.Blocked marked = graph.enter(queue, timeoutNanos != Waiter.NEVER);
    try {
      Waiter me = queue.awaitQueued();
      if (me != null) {
        await(me, Waiter.deadline(queue.host, timeoutNanos), "flush of ");
      }
      return me != null;
    } finally {
      graph.leave(marked);
    }
  }

  void untilIdle(long timeoutNanos) throws InterruptedException, TimeoutException {
    until(queue::awaitIdle, timeoutNanos, "idleness of ");
  }

  void untilNoneActive(long timeoutNanos) throws InterruptedException, TimeoutException {
    until(queue::awaitNoneActive, timeoutNanos, "freeze of ");
  }

  private void until(Registration done, long timeoutNanos, String what)
      throws InterruptedException, TimeoutException {
    WaitGraph.Blocked marked = graph.enter(queue, timeoutNanos != Waiter.NEVER);
    try {
      long deadline = Waiter.deadline(queue.host, timeoutNanos);
      for (Waiter me = done.register(); me != null; me = done.register()) {
        await(me, deadline, what);
      }
    } finally {
      graph.leave(marked);
    }
  }

  private void await(Waiter me, long deadline, String what)
      throws InterruptedException, TimeoutException {
    boolean woken = false;
    try {
      woken = me.await(queue.host, deadline);
    } finally {
      if (!woken) {
        queue.forget(me);
      }
    }
    if (!woken) {
      throw new TimeoutException(what + queue + " timed out");
    }
  }
}
