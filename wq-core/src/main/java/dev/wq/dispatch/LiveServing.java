package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/** Who is responsible for looking at a live queue, and when somebody is woken for it. */
/*
 * The token answers one question: is somebody responsible for looking at this queue? 1 means: a worker has been woken for
 * it and will take the lock, or is looking now (that worker is the holder), or the token is parked (saturated): the slots in
 * use or a freeze will lead to a look. A producer wakes a worker only if its push found the inbound stack
 * empty and it moved the token from 0 to 1. So short items run back to back without a wake-up each: the one searcher waits
 * in the thread scheduler and starts just when a carrier becomes free, that is when a function blocks.
 *
 * Invariant, whenever the lock is free: if the token is 1, somebody will take the lock, or it is parked and an end, a thaw, a
 * higher limit will unpark it; if work is visible that could start, the token is 1 or somebody is about
 * to take it.
 *
 *  - Producer: push (a full barrier), then read the token. Holder that found nothing: store 0, then look again. At least
 *    one of them sees the other; if both do, the CAS from 0 to 1 decides. The second look takes the lock, because a
 *    canceller or flusher may have moved the pushed item from the inbound stack to the list while the token was still 1,
 *    and then relied on us.
 *  - Only a push that finds the inbound stack empty looks at the token. Enough, since whoever pushed first on a non-empty
 *    stack has looked or is about to, and whoever stores 0 looks again afterwards.
 *  - Parked: set and cleared under the lock. Each end clears it and makes that worker the holder, so it looks before it
 *    leaves. Thaw, a raised limit, and a cancel that frees a slot or moves the inbound stack do the same through kick().
 *  - A worker decides about the token before it runs the item: at the limit it parks it; with more work it passes it on to
 *    another worker; with nothing left it stores 0 and looks again. It never holds it in a function. An ordered queue
 *    parks it with its one slot, so there is no atomic on it at all while items keep coming.
 *
 * A queue that has not been started keeps the token for a caller, see CallerRuns.
 */
abstract class LiveServing extends LivePad2 {
  final Worklist list;
  final WorkerPool pool;
  final boolean high;
  final @Nullable CallerRuns callers; // only of queues with a life cycle

  LiveServing(LiveDispatch dispatch, QueueSettings settings, WorkerPool pool) {
    super(dispatch, settings);
    this.list = new PaddedWorklist(settings.maxActive());
    this.pool = pool;
    this.high = settings.highPriority();
    this.callers = settings.rtos() == null ? null : new CallerRuns(this);
  }

  /**
   * No thread could be started for the token that a waker holds; true if somebody else will use it.
   */
  abstract boolean adoptOrphanedToken();

  /** Runs what can be started; with {@code token} the worker has come as the woken one. */
  abstract void serve(LiveWorker me, boolean token);

  /** The token of a worker that may not take from this queue goes where it belongs. */
  final void sendAway(LiveWorker me) {
    me.holder |= list.pace().stop();
    if (me.holder && (hasWork() || freeTokenAndLook(me))) {
      me.holder = false;
      list.unlockAndWake();
      pool.wake(this, true);
      list.lock(host);
    }
  }

  final void parkToken(LiveWorker me) {
    if (me.holder) {
      list.saturated = true;
      me.holder = false;
    }
  }

  final boolean hasWork() {
    return list.head != null || hasInbound();
  }

  /** Lock held before, free after. */
  final void decideToken(LiveWorker me) {
    boolean passOn = false;
    boolean giveUp = false;
    if (!list.hasSlot()) {
      list.saturated |= me.holder || tryTakeToken();
    } else if (hasWork()) {
      passOn = me.holder || tryTakeToken();
    } else {
      giveUp = me.holder;
    }
    me.holder = false;
    list.unlockAndWake();
    if (passOn) {
      pool.wake(this, true);
    } else if (giveUp) {
      giveUpToken();
    }
  }

  /** Frees the token of a worker that is about to run the last item. */
  void giveUpToken() {
    host.point();
    freeToken();
    list.lock(host);
    boolean wake = kick();
    list.unlockAndWake();
    if (wake) {
      pool.wake(this, true);
    }
  }

  /**
   * Frees the token of a worker that found nothing, then looks again; lock held before and after.
   */
  boolean freeTokenAndLook(LiveWorker me) {
    list.unlockAndWake();
    me.holder = false;
    host.point();
    freeToken();
    list.lock(host);
    me.holder = hasWork() && tryTakeToken();
    return me.holder;
  }

  /**
   * After something has become startable: takes the parked token or, for visible work, the free
   * one. Under the lock.
   *
   * @return whether the caller has to wake a worker after the unlock
   */
  private boolean kick() {
    if (!list.hasSlot()) {
      list.saturated |= hasWork() && tryTakeToken();
      return false;
    }
    if (list.saturated) {
      list.saturated = false;
      return true;
    }
    return hasWork() && tryTakeToken();
  }

  final void unlockKicked() {
    boolean wake = kick();
    list.unlockAndWake();
    if (wake) {
      pool.wake(this, false);
    }
  }

  /** A queueing that had a slot has ended; the caller will not look at this queue. */
  final void giveBackSlot(FlushColor color) {
    list.lock(host);
    list.end(color);
    unlockKicked();
  }

  /**
   * Leaves without running more; whatever is startable gets another worker. Lock held before, free
   * after.
   */
  final void passOn(LiveWorker me) {
    me.holder |= list.pace().stop();
    if (me.holder && !hasWork()) {
      freeTokenAndLook(me);
    }
    boolean wake = false;
    if (!list.hasSlot()) {
      parkToken(me);
    } else if (hasWork()) {
      wake = me.holder || tryTakeToken();
    }
    me.holder = false;
    list.unlockAndWake();
    if (wake) {
      pool.wake(this, true);
    }
  }
}
