package dev.wq.dispatch;

import dev.wq.host.Host;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, inside a function, for which item, queue or task; refuses a wait that can never end.
 *
 * <p>Certain means: every step of the chain is a fact that cannot change unless somebody outside
 * cancels. A running item ends only when its worker goes on; a pending item of an ordered queue
 * starts only when the item in the queue's one slot ends; a flush or drain of a queue ends only
 * when each of its running items ends; a task ends only when it goes on itself, and for that needs
 * a turn of its queue. Only those that are blocked here without a deadline count, and they enter
 * and leave under the lock, so the chain is read while it stands still. A chain that runs through a
 * timed wait, a lock of the application or a queue with free slots is not certain and is let
 * through.
 *
 * <p>A task gives its turn back while it waits: it holds up those that wait for it, not its queue.
 */
final class WaitGraph extends SpinLock {
  private static final int LONGEST_CHAIN = 64;

  private final Host host;
  private @Nullable Blocked newest; // L: those in an untimed wait

  /** One that waits: a worker in a function, or a task. */
  static final class Blocked {
    // I: set once  L: the graph's lock
    private final @Nullable Worker worker; // I: null of a task
    private final @Nullable Turn task; // I: null of a worker
    private final Object target; // I
    private @Nullable Blocked older; // L

    private Blocked(Worker me, @Nullable Turn task, Object target) {
      this.worker = task == null ? me : null;
      this.task = task;
      this.target = target;
    }

    /** Whether {@code other} comes about only after this one has gone on. */
    private boolean holdsUp(Object other) {
      if (worker == null) {
        return other == task;
      }
      if (other instanceof Item item) {
        return holdsUp(worker, item);
      }
      return other instanceof Turn turn
          ? turn.needsTurnOf(worker.queue())
          : worker.queue() == other;
    }

    private static boolean holdsUp(Worker worker, Item item) {
      DispatchQueue queue = item.owner;
      long s = item.state();
      if ((s & Item.RUNNING) != 0) {
        return worker.item() == item;
      }
      return (s & Item.PENDING) != 0
          && queue != null
          && item.linked
          && queue.settings().ordered()
          && worker.queue() == queue;
    }
  }

  WaitGraph(Host host) {
    this.host = host;
  }

  /**
   * Announces that the current thread is about to wait for {@code target}, an item, a queue or a
   * task.
   *
   * @return what to hand to {@link #leave}; null if the thread runs no function or need not be seen
   */
  @Nullable Blocked enter(Object target, boolean timed) {
    Worker me = Worker.current();
    if (me == null || me.item() == null) {
      return null;
    }
    refuseBh(me, target);
    if (target instanceof Item item && item.owner != null) {
      item.owner.takeInPushed();
    }
    Turn task = Turn.current();
    Blocked waiter = new Blocked(me, task, target);
    boolean direct = target == me.item() || target == me.queue() || target == task;
    boolean certain = direct;
    lock(host);
    if (!direct && !timed) {
      certain = leadsTo(target, waiter, LONGEST_CHAIN);
      if (!certain) {
        waiter.older = newest;
        newest = waiter;
      }
    }
    unlock();
    if (certain) {
      throw new IllegalStateException(describe(me, target, direct));
    }
    return timed ? null : waiter;
  }

  /**
   * As {@link #enter}, for an item that the caller is about to queue and then to wait for. Whoever
   * closes a circle of such waits queues the last item of it, and sees all others here; so it is
   * the one that finds the circle, with an item that has not begun. See {@link #isEndless}.
   */
  @Nullable Blocked announce(Item target) {
    Worker me = Worker.current();
    if (me == null || me.item() == null) {
      return null;
    }
    refuseBh(me, target);
    Blocked waiter = new Blocked(me, Turn.current(), target);
    lock(host);
    waiter.older = newest;
    newest = waiter;
    unlock();
    return waiter;
  }

  /** Whether what {@code me} has announced and queued can only come about after it has gone on. */
  boolean isEndless(Blocked me) {
    Item item = (Item) me.target;
    if (item.owner != null) {
      item.owner.takeInPushed();
    }
    lock(host);
    boolean endless = leadsTo(item, me, LONGEST_CHAIN);
    unlock();
    return endless;
  }

  void leave(@Nullable Blocked me) {
    if (me == null) {
      return;
    }
    lock(host);
    if (newest == me) {
      newest = me.older;
    } else {
      for (Blocked b = newest; b != null; b = b.older) {
        if (b.older == me) {
          b.older = me.older;
          break;
        }
      }
    }
    unlock();
  }

  /** Whether {@code target} can only come about after {@code me} has gone on. */
  private boolean leadsTo(Object target, Blocked me, int steps) {
    if (steps == 0) {
      return false;
    }
    if (me.holdsUp(target)) {
      return true;
    }
    for (Blocked b = newest; b != null; b = b.older) {
      if (b.holdsUp(target) && leadsTo(b.target, me, steps - 1)) {
        return true;
      }
    }
    return false;
  }

  static void refuseBh(@Nullable Worker me, Object target) {
    DispatchQueue queue = me == null ? null : me.queue();
    if (me != null && queue != null && queue.settings().bh()) {
      throw new IllegalStateException(
          "work '" + nameOf(me) + "' of bh " + queue + " must not wait for " + describe(target));
    }
  }

  static String describe(Worker me, Object target, boolean direct) {
    return (Turn.current() == null ? "work '" : "task '")
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
