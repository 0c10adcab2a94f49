package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/** How fast a queue moves, and who stays out because of it; guarded by the queue's lock. */
/*
 * Two workers that take tiny items from the same list are slower than one: they fight for the lock, the list and the lines of
 * the items, and with the producer there are three threads for what may be two CPUs. But the token must never be in the hands
 * of a worker that runs a function, because the function may block. So the second worker comes, as the one who is
 * responsible, and if it finds the queue moving fast without it, it naps with the token instead of taking an item: it
 * watches. Each LOOK_EVERYth item tells the time; a queue whose last so many items took less than FAST is fast, for as
 * long as the next look can be expected.
 *
 *  - A function that blocks in a fast queue holds it up until the watcher's nap is over: it then finds no look of late, and
 *    serves. A queue whose items block each few times is not fast.
 *  - The worker that empties the list takes the token from the watcher (leave) and frees it as always, so the next push
 *    wakes somebody at once. The watcher finds that it does not watch any more and goes.
 *  - Who leaves moves the queue no longer: its looks must not be taken for a movement that goes on, neither by the next
 *    worker nor, if items are left (stop), by the one that is woken for them.
 *  - Several workers in a queue that has become fast: who looks and finds that somebody else has looked last, a moment ago,
 *    leaves without the token. Who looked last stays the mover, so the last one does not leave. A blocked worker does
 *    not look, so nobody leaves on its account.
 *
 * Watching is napping with the token, as in a quiet window: the invariant of LiveServing holds, the token is 1 and somebody will
 * take the lock.
 */
final class Pace {
  private static final long FAST_NANOS = 8_000; // for QuietWindow.LOOK_EVERY items
  static final long WATCH_NANOS = 100_000;

  private long lastLook; // host time; means nothing while there is no mover
  private boolean fast; // as of the last look
  private @Nullable LiveWorker mover; // who looked last
  private @Nullable LiveWorker watcher; // null -> who naps with the token -> null

  /**
   * {@code me} has run another of the items after which the time is told.
   *
   * @return whether somebody else moves the queue fast enough without {@code me}
   */
  boolean look(LiveWorker me, long now) {
    fast = mover != null && now - lastLook < FAST_NANOS;
    lastLook = now;
    if (fast && mover != me && !me.holder) {
      return true;
    }
    mover = me;
    return false;
  }

  /** Whether the queue has been fast, and has moved just now. */
  boolean isFast(long now) {
    return fast && now - lastLook < 2 * FAST_NANOS;
  }

  /** {@code me} naps with the token from here on. */
  void watch(LiveWorker me) {
    watcher = me;
  }

  /** After the nap: false if somebody has taken the token meanwhile. */
  boolean endWatch(LiveWorker me) {
    boolean mine = watcher == me;
    if (mine) {
      watcher = null;
    }
    return mine;
  }

  /** Takes the token of the watcher; false if there is none. */
  private boolean takeWatch() {
    boolean mine = watcher != null;
    watcher = null;
    return mine;
  }

  /** {@code me} finds nothing to run; true if the token of a watcher is the caller's now. */
  boolean leave(LiveWorker me) {
    if (mover == me) {
      fast = false;
      mover = null;
    }
    return takeWatch();
  }

  /** Somebody leaves with items left; true if the token of a watcher is the caller's now. */
  boolean stop() {
    fast = false;
    mover = null;
    return takeWatch();
  }
}
