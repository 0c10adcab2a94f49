package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What may be done to one item besides queueing it: cancel, flush, disable, and the waits that go
 * with them.
 */
public final class ItemControl {
  private ItemControl() {}

  /** The item's state at one moment, for the questions that take a snapshot. */
  public static long snapshot(Item item) {
    return item.state();
  }

  public static boolean isPending(Item item) {
    return (item.state() & Item.PENDING) != 0;
  }

  public static boolean isRunning(Item item) {
    return isRunning(item.state());
  }

  public static boolean isRunning(long snapshot) {
    return (snapshot & Item.RUNNING) != 0;
  }

  /** Whether it is on a queue, or about to be. */
  public static boolean isQueued(long snapshot) {
    return Item.isQueued(snapshot);
  }

  public static boolean isArmed(Item item) {
    return isArmed(item.state());
  }

  /** Whether it is on its timer, or about to be. */
  public static boolean isArmed(long snapshot) {
    return Item.isTimed(snapshot);
  }

  public static boolean isCanceling(Item item) {
    return isCanceling(item.state());
  }

  public static boolean isCanceling(long snapshot) {
    return Item.cancellers(snapshot) > 0;
  }

  public static boolean isAwaited(Item item) {
    DispatchQueue queue = item.owner;
    return (item.state() & Item.WAITERS) != 0
        || (queue != null && queue.dispatch().isAwaitedBehind(item));
  }

  public static int disableDepth(Item item) {
    return Item.depth(item.state());
  }

  /** The host time at which the item's timer is due; meaningful while {@link #isArmed}. */
  public static long deadline(Item item) {
    return item.alarm == null ? 0 : HeldAlarms.deadline(item.alarm);
  }

  /** The queue of the last queueing or arming, null before the first. */
  public static @Nullable DispatchQueue queueOf(Item item) {
    DispatchQueue armedFor = item.alarm == null ? null : item.alarm.target;
    DispatchQueue owner = item.owner;
    return armedFor != null && (owner == null || isArmed(item)) ? armedFor : owner;
  }

  /**
   * Takes the pending queueing back, and what would queue the item later; never waits for a run
   * (Linux: cancel_work).
   */
  public static boolean cancel(Item item) {
    boolean withdrawn = item.withdraw();
    if (!isPending(item)) {
      return withdrawn;
    }
    Host host = hostOf(item);
    if (!item.grab(host)) {
      return withdrawn;
    }
    item.drop(host);
    return true;
  }

  /**
   * Takes the pending queueing back, refuses others meanwhile, and waits for the run (linux
   * 104-107).
   */
  public static boolean cancelSync(Item item, long timeoutNanos)
      throws InterruptedException, TimeoutException {
    boolean withdrawn = item.withdraw();
    if (!withdrawn && Item.isIdle(item.state())) {
      return false;
    }
    Host host = hostOf(item);
    refuseOwnWait(item);
    item.refuseMore(host, Item.CANCELLERS_SHIFT);
    try {
      boolean pending = cancel(item);
      awaitRunEnd(item, timeoutNanos, "cancelSync");
      return pending || withdrawn;
    } finally {
      item.refuseLess(host, Item.CANCELLERS_SHIFT);
    }
  }

  /** One more reason to refuse queueings; takes the pending one back (Linux: disable_work). */
  public static boolean disable(Item item) {
    item.refuseMore(hostOf(item), Item.DEPTH_SHIFT);
    return cancel(item);
  }

  /**
   * As {@link #disable}, then waits for the run; it stays disabled when the wait ends early, not
   * when it is refused as one that can't end.
   */
  public static boolean disableSync(Item item, long timeoutNanos)
      throws InterruptedException, TimeoutException {
    refuseOwnWait(item);
    boolean pending = disable(item);
    boolean refused = true;
    try {
      awaitRunEnd(item, timeoutNanos, "disableSync");
      refused = false;
      return pending;
    } catch (InterruptedException | TimeoutException early) {
      refused = false;
      throw early;
    } finally {
      if (refused) {
        enable(item);
      }
    }
  }

  /** One reason less; true if queueings are accepted again (Linux: enable_work). */
  public static boolean enable(Item item) {
    return item.refuseLess(hostOf(item), Item.DEPTH_SHIFT);
  }

  /**
   * Waits until every queueing that is open now has ended; an armed item is queued at once, or its
   * follow-up coalesces with the queueing before it (linux 90-93, zephyr D8).
   */
  public static boolean flush(Item item, long timeoutNanos)
      throws InterruptedException, TimeoutException {
    long s = item.state();
    if (Item.isIdle(s)) {
      return false;
    }
    await(item, Item.openUntil(expedite(item, s)), timeoutNanos, "flush");
    return true;
  }

  /**
   * Queues an armed item now (Linux: flush_delayed_work).
   *
   * @return the state from which on nothing of it is on the timer; {@code s} if nothing was
   */
  private static long expedite(Item item, long s) {
    Alarm alarm = item.alarm;
    Host host = hostOf(item);
    long now = s;
    for (int round = 0; alarm != null && Item.isTimed(now); now = item.state()) {
      if (alarm.cancel()) {
        DispatchQueue armedFor = alarm.target; // stable: the timer is in our hands now
        assert armedFor != null;
        armedFor.arming().promote(item, QueueBack.TIMER_CPU);
        return item.state();
      }
      if (item.state() == now) {
        round = host.spin(round);
      }
    }
    return now;
  }

  private static void awaitRunEnd(Item item, long timeoutNanos, String what)
      throws InterruptedException, TimeoutException {
    long s = item.state();
    if ((s & Item.RUNNING) != 0) {
      await(item, (s >>> Item.SEQ_SHIFT) + 1, timeoutNanos, what);
    }
  }

  /** Throws if the caller is the function of a bh work, which must not wait for {@code what}. */
  public static void refuseBhWait(Object what) {
    WaitGraph.refuseBh(Worker.current(), what);
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
    Host host = hostOf(item);
    Worker me = Worker.current();
    WaitGraph graph = me == null ? null : me.dispatch().waitGraph();
    WaitGraph.Blocked marked =
        graph == null ? null : graph.enter(item, timeoutNanos != Waiter.NEVER);
    try {
      long deadline = Waiter.deadline(host, timeoutNanos);
      while (!Item.reached(item.state(), target)) {
        awaitNextEnd(item, host, target, deadline, what);
      }
    } finally {
      if (graph != null) {
        graph.leave(marked);
      }
    }
  }

  private static void awaitNextEnd(Item item, Host host, long target, long deadline, String what)
      throws InterruptedException, TimeoutException {
    Waiter me = new Waiter();
    DispatchQueue queue = item.owner;
    boolean behind = queue != null && queue.dispatch().awaitBehind(item, me);
    boolean woken = behind ? me.await(host, deadline) : awaitOn(item, me, host, target, deadline);
    if (!woken && !Item.reached(item.state(), target)) {
      throw new TimeoutException(what + " of work '" + item.name() + "' timed out");
    }
  }

  private static boolean awaitOn(Item item, Waiter me, Host host, long target, long deadline)
      throws InterruptedException {
    item.link(host, me);
    boolean woken = false;
    try {
      woken = item.announceWaiter(host, target) && me.await(host, deadline);
      return woken;
    } finally {
      if (!woken) {
        item.unlink(host, me);
      }
    }
  }

  private static Host hostOf(Item item) {
    return CurrentHost.or(queueOf(item));
  }
}
