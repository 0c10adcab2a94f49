package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One wait of one thread for one live queue. */
final class LiveWait {
  private final LiveQueue queue;
  private final Worklist list;
  private final Host host;

  LiveWait(LiveQueue queue, Worklist list) {
    this.queue = queue;
    this.list = list;
    this.host = queue.host;
  }

  /** Waits for the colour that is current now and all before it. */
  boolean flush(long timeoutNanos) throws InterruptedException, TimeoutException {
    WaitGraph graph = queue.dispatch().waitGraph();
    Worker marked = graph.enter(queue, timeoutNanos != Waiter.NEVER);
    try {
      Waiter me = closeColor();
      if (me != null) {
        await(me, Waiter.deadline(host, timeoutNanos), "flush of ");
      }
      return me != null;
    } finally {
      graph.leave(marked);
    }
  }

  private @Nullable Waiter closeColor() {
    FlushColor fresh = new FlushColor();
    Waiter me = new Waiter();
    list.lock(host);
    queue.takeInLocked();
    FlushColor color = list.close(fresh);
    if (color != null) {
      me.next = color.flushers;
      color.flushers = me;
    }
    queue.unlockLooked();
    return color == null ? null : me;
  }

  void untilIdle(long timeoutNanos) throws InterruptedException, TimeoutException {
    until(true, timeoutNanos, "idleness of ");
  }

  void untilNoneActive(long timeoutNanos) throws InterruptedException, TimeoutException {
    until(false, timeoutNanos, "freeze of ");
  }

  private void until(boolean idle, long timeoutNanos, String what)
      throws InterruptedException, TimeoutException {
    WaitGraph graph = queue.dispatch().waitGraph();
    Worker marked = graph.enter(queue, timeoutNanos != Waiter.NEVER);
    try {
      long deadline = Waiter.deadline(host, timeoutNanos);
      for (Waiter me = register(idle); me != null; me = register(idle)) {
        await(me, deadline, what);
      }
    } finally {
      graph.leave(marked);
    }
  }

  /** A waiter that is woken when it may be time to look again; null if it is time already. */
  private @Nullable Waiter register(boolean idle) {
    Waiter me = new Waiter();
    list.lock(host);
    queue.takeInLocked();
    boolean done = idle ? queue.isIdleLocked() : list.active == 0;
    if (!done && idle) {
      list.awaitIdle(me);
    } else if (!done) {
      list.awaitNoneActive(me);
    }
    queue.unlockLooked();
    return done ? null : me;
  }

  private void await(Waiter me, long deadline, String what)
      throws InterruptedException, TimeoutException {
    boolean woken = false;
    try {
      woken = me.await(host, deadline);
    } finally {
      if (!woken) {
        list.lock(host);
        list.forget(me);
        list.unlockAndWake();
      }
    }
    if (!woken) {
      throw new TimeoutException(what + queue + " timed out");
    }
  }
}
