package dev.wq.dispatch;

import dev.wq.host.Host;
import org.jspecify.annotations.Nullable;

/**
 * Which worker waits, inside a function, for which item or queue; refuses a wait that can never
 * end.
 *
 * <p>Certain means: every step of the chain is a fact that cannot change unless somebody outside
 * cancels. A running item ends only when its worker goes on; a pending item of an ordered queue
 * starts only when the item in the queue's one slot ends; a flush or drain of a queue ends only
 * when each of its running items ends. Only workers that are blocked here without a deadline count,
 * and they enter and leave under the lock, so the chain is read while it stands still. A chain that
 * runs through a timed wait, a lock of the application or a queue with free slots is not certain
 * and is let through.
 */
final class WaitGraph extends SpinLock {
  private static final int LONGEST_CHAIN = 64;

  private final Host host;
  private @Nullable Worker blocked; // L: workers in an untimed wait, newest first

  WaitGraph(Host host) {
    this.host = host;
  }

  /**
   * Announces that the current thread is about to wait for {@code target}, an item or a queue.
   *
   * @return what to hand to {@link #leave}: the worker, or null if the thread is none or need not
   *     be seen
   */
  @Nullable Worker enter(Object target, boolean timed) {
    Worker me = Worker.current();
    if (me == null || me.item() == null) {
      return null;
    }
    refuseBh(me, target);
    if (target instanceof Item item && item.owner != null) {
      item.owner.takeInPushed();
    }
    boolean direct = isOwnWait(me, target);
    boolean certain = direct;
    boolean suspends = me.item().turn() != null;
    lock(host);
    if (!direct && !timed && !suspends) {
      certain = leadsTo(target, me, LONGEST_CHAIN);
      if (!certain) {
        me.block(target, blocked);
        blocked = me;
      }
    }
    unlock();
    if (certain) {
      throw new IllegalStateException(describe(me, target, direct));
    }
    return timed || suspends ? null : me;
  }

  void leave(@Nullable Worker me) {
    if (me == null) {
      return;
    }
    lock(host);
    if (blocked == me) {
      blocked = me.unblock();
    } else {
      for (Worker w = blocked; w != null; w = w.nextBlocked()) {
        if (w.nextBlocked() == me) {
          w.skipBlocked(me.unblock());
          break;
        }
      }
    }
    unlock();
  }

  static void refuseBh(@Nullable Worker me, Object target) {
    DispatchQueue queue = me == null ? null : me.queue();
    if (me != null && queue != null && queue.settings().bh()) {
      throw new IllegalStateException(
          "work '" + nameOf(me) + "' of bh " + queue + " must not wait for " + describe(target));
    }
  }

  private static boolean isOwnWait(Worker me, Object target) {
    return target == me.item() || target == me.queue();
  }

  /** Whether {@code target} can only come about after {@code me} has gone on. */
  private boolean leadsTo(Object target, Worker me, int steps) {
    if (steps == 0) {
      return false;
    }
    if (holdsUp(me, target)) {
      return true;
    }
    for (Worker w = blocked; w != null; w = w.nextBlocked()) {
      Object next = w.waitsFor();
      if (next != null && holdsUp(w, target) && leadsTo(next, me, steps - 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code target} waits for the item that {@code worker} runs now. */
  private static boolean holdsUp(Worker worker, Object target) {
    if (target instanceof Item item) {
      DispatchQueue queue = item.owner;
      long s = item.state();
      boolean runs = (s & Item.RUNNING) != 0;
      return runs
          ? worker.item() == item
          : (s & Item.PENDING) != 0
              && queue != null
              && item.linked
              && queue.settings().ordered()
              && worker.queue() == queue;
    }
    return worker.queue() == target;
  }

  private static String describe(Worker me, Object target, boolean direct) {
    return "work '"
        + nameOf(me)
        + "' would wait for ever for "
        + (direct ? "itself: " : "")
        + describe(target)
        + (direct ? "" : ", which waits for it");
  }

  private static String describe(Object target) {
    return target instanceof Item item ? "work '" + item.name() + "'" : target.toString();
  }

  private static String nameOf(Worker me) {
    Item item = me.item();
    return item == null ? "?" : item.name();
  }
}
