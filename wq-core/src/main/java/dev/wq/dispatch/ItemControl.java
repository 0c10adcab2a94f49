package dev.wq.dispatch;

import dev.wq.host.Host;
import dev.wq.host.LoomHost;
import dev.wq.host.SimulatedThreads;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What may be done to one item besides queueing it: cancel, flush, disable, and the waits that go
 * with them.
 */
public final class ItemControl {
  /**
   * For items that have never met a queue: nothing of it is used but its points, which do nothing.
   */
  private static final Host NO_QUEUE_YET = new LoomHost("none yet");

  private ItemControl() {}

  public static boolean isPending(Item item) {
    return (item.state() & Item.PENDING) != 0;
  }

  public static boolean isRunning(Item item) {
    return (item.state() & Item.RUNNING) != 0;
  }

  public static boolean isArmed(Item item) {
    return item.alarm != null && isPending(item) && item.alarm.isArmed();
  }

  public static boolean isCanceling(Item item) {
    Dispatch dispatch = dispatchOf(item);
    return Item.depth(item.state()) > 0 && dispatch != null && dispatch.waits().isCanceling(item);
  }

  public static boolean isAwaited(Item item) {
    return (item.state() & Item.WAITERS) != 0;
  }

  public static int disableDepth(Item item) {
    return Item.depth(item.state());
  }

  /** The host time at which the item's timer is due; meaningful while {@link #isArmed}. */
  public static long deadline(Item item) {
    return item.alarm == null ? 0 : item.alarm.deadline();
  }

  /** The queue of the last queueing or arming, null before the first. */
  public static @Nullable DispatchQueue queueOf(Item item) {
    Alarm alarm = item.alarm;
    DispatchQueue owner = item.owner;
    return alarm != null && (owner == null || isArmed(item)) ? alarm.target : owner;
  }

  /** Takes the pending queueing back; never waits for a run (Linux: cancel_work). */
  public static boolean cancel(Item item) {
    if (!isPending(item)) {
      return false;
    }
    Host host = hostOf(item);
    if (!item.grab(host)) {
      return false;
    }
    item.drop(host, waitsOf(item));
    return true;
  }

  /**
   * Takes the pending queueing back, refuses others meanwhile, and waits for the run (linux
   * 104-107).
   */
  public static boolean cancelSync(Item item, long timeoutNanos)
      throws InterruptedException, TimeoutException {
    if (Item.isIdle(item.state())) {
      return false;
    }
    Host host = hostOf(item);
    refuseOwnWait(item);
    item.refuseMore(host);
    WaitLock waits = waitsOf(item);
    waits.countCanceller(item, 1);
    try {
      boolean pending = cancel(item);
      awaitRunEnd(item, timeoutNanos, "cancelSync");
      return pending;
    } finally {
      waits.countCanceller(item, -1);
      item.refuseLess(host);
    }
  }

  /** One more reason to refuse queueings; takes the pending one back (Linux: disable_work). */
  public static boolean disable(Item item) {
    item.refuseMore(hostOf(item));
    return cancel(item);
  }

  /** As {@link #disable}, then waits for the run; it stays disabled when the wait ends early. */
  public static boolean disableSync(Item item, long timeoutNanos)
      throws InterruptedException, TimeoutException {
    refuseOwnWait(item);
    boolean pending = disable(item);
    awaitRunEnd(item, timeoutNanos, "disableSync");
    return pending;
  }

  /** One reason less; true if queueings are accepted again (Linux: enable_work). */
  public static boolean enable(Item item) {
    return item.refuseLess(hostOf(item));
  }

  /**
   * Waits until every queueing that is open now has ended; an armed item is queued at once (linux
   * 90-93).
   */
  public static boolean flush(Item item, long timeoutNanos)
      throws InterruptedException, TimeoutException {
    long s = item.state();
    if (Item.isIdle(s)) {
      return false;
    }
    expedite(item);
    await(item, Item.openUntil(s), timeoutNanos, "flush");
    return true;
  }

  /** Queues an armed item now (Linux: flush_delayed_work). */
  private static void expedite(Item item) {
    Alarm alarm = item.alarm;
    DispatchQueue target = alarm == null ? null : alarm.target;
    if (alarm != null && target != null && alarm.cancel()) {
      target.expire(item);
    }
  }

  private static void awaitRunEnd(Item item, long timeoutNanos, String what)
      throws InterruptedException, TimeoutException {
    long s = item.state();
    if ((s & Item.RUNNING) != 0) {
      await(item, (s >>> Item.SEQ_SHIFT) + 1, timeoutNanos, what);
    }
  }

  private static void refuseOwnWait(Item item) {
    Worker me = Worker.current();
    if (me != null && me.item() == item) {
      throw new IllegalStateException(
          "work '" + item.name() + "' would wait for ever for its own run to end");
    }
  }

  private static void await(Item item, long target, long timeoutNanos, String what)
      throws InterruptedException, TimeoutException {
    Dispatch dispatch = dispatchOf(item);
    if (dispatch == null) {
      throw new AssertionError(item + " is open without a queue");
    }
    WaitGraph graph = dispatch.waitGraph();
    Worker marked = graph.enter(item, timeoutNanos != Waiter.NEVER);
    try {
      long deadline = Waiter.deadline(dispatch.host(), timeoutNanos);
      while (!Item.reached(item.state(), target)) {
        awaitNextEnd(item, dispatch, target, deadline, what);
      }
    } finally {
      graph.leave(marked);
    }
  }

  private static void awaitNextEnd(
      Item item, Dispatch dispatch, long target, long deadline, String what)
      throws InterruptedException, TimeoutException {
    Waiter me = new Waiter();
    WaitLock waits = dispatch.waits();
    waits.link(item, me);
    boolean woken = false;
    try {
      if (item.announceWaiter(dispatch.host(), target)) {
        woken = me.await(dispatch.host(), deadline);
      }
    } finally {
      if (!woken) {
        waits.unlink(item, me);
      }
    }
    if (!woken && !Item.reached(item.state(), target)) {
      throw new TimeoutException(what + " of work '" + item.name() + "' timed out");
    }
  }

  // ---- where an item belongs

  private static @Nullable Dispatch dispatchOf(Item item) {
    DispatchQueue queue = queueOf(item);
    return queue == null ? null : queue.dispatch();
  }

  private static WaitLock waitsOf(Item item) {
    Dispatch dispatch = dispatchOf(item);
    if (dispatch == null) {
      throw new AssertionError(item + " is open without a queue");
    }
    return dispatch.waits();
  }

  private static Host hostOf(Item item) {
    Dispatch dispatch = dispatchOf(item);
    if (dispatch != null) {
      return dispatch.host();
    }
    Worker me = Worker.current();
    Host simulated = me == null ? SimulatedThreads.currentHost() : me.dispatch().host();
    return simulated == null ? NO_QUEUE_YET : simulated;
  }
}
