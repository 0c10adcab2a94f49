package dev.wq.dispatch;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The workers' side of a live queue: who looks, who runs what, and what becomes of the token and
 * the slots.
 */
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
 * Quiet window (QuietWindow). Who holds the token naps with it, so one worker of a queue naps and the queue rests; who does
 * not hold it leaves: nobody depends on it. If the others napped too, each window would add workers that come back through
 * the scheduler's outside queue, which then never runs empty, and fresh threads would not start.
 *
 * Deferred queueings. A worker that pops an item which is running elsewhere (begin says no) goes on with the next item; the
 * slot it took stays taken. The runner gives back the slot of the run that ended, then runs again on the slot of the
 * deferred queueing, which may belong to another queue: it is that queue's slot, colour, counter and WorkContext from here
 * on. At the end the slot goes back to where it came from. A frozen queue does not stop a queueing it has already handed
 * over; freezing waits for it as for any active one. A cancel of a deferred queueing gives the slot back (dropDeferred).
 *
 * What ends a worker's stay between two items: the limit, a freeze, an empty queue; a batch of a bh queue; a fresh-threads
 * queue after each item; an urgent high-priority queue, for which the worker stands in. In the last three it passes the
 * token on first, so that the queue does not wait for what it does next.
 */
abstract class LiveServing extends LivePad2 {
  private static final int BH_BATCH = 10;
  private static final long BH_NANOS = 2_000_000;

  final Worklist list;
  final WorkerPool pool;
  final boolean high;
  private final QuietWindow quiet;
  private final boolean fresh;
  private final @Nullable BhWatch bhWatch;
  final @Nullable CallerRuns callers; // only of queues with a life cycle
  private final boolean yields;
  private final LongAdder wakeUps = new LongAdder();
  @Nullable LiveServing nextReady; // the pool's lock

  LiveServing(LiveDispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
    this.list = new PaddedWorklist(settings.maxActive());
    this.pool = dispatch.pool();
    this.quiet = dispatch.quiet();
    this.high = settings.highPriority();
    this.fresh = settings.freshThreads();
    this.bhWatch = settings.bh() ? new BhWatch(this) : null;
    QueueSettings.Rtos rtos = settings.rtos();
    this.callers = rtos == null ? null : new CallerRuns(this);
    this.yields = rtos != null && rtos.yields();
  }

  /**
   * No thread could be started for the token that a waker holds; true if somebody else will use it.
   */
  abstract boolean adoptOrphanedToken();

  void countWakeUp() {
    wakeUps.increment();
  }

  long wakeUps() {
    return wakeUps.sum();
  }

  /**
   * Runs what can be started, until nothing is left for {@code me}; with {@code token} it came as
   * the woken worker.
   */
  void serve(LiveWorker me, boolean token) {
    me.arriveAt(token);
    if (token && quiet.isOpen()) {
      giveWay(me);
    }
    if (bhWatch == null) {
      runAll(me);
      return;
    }
    bhWatch.begin(me);
    runAll(me);
    bhWatch.end(me);
  }

  private void runAll(LiveWorker me) {
    list.lock(host);
    for (Item item = take(me); item != null; item = take(me)) {
      boolean counted = run(me, item, item.color);
      me.ran++;
      boolean nap = me.looks && quiet.isDue();
      boolean leave = mustLeave(me);
      list.lock(host);
      if (counted) {
        endRun(me);
      }
      if (yields && !leave && hasWork()) {
        offerCpu();
      }
      if (nap && !me.holder) {
        break;
      }
      if (nap) {
        nap();
      }
      if (leave) {
        passOn(me);
        return;
      }
    }
    list.unlockAndWake();
  }

  /** Naps first, token in hand, if the queue is one of those that the quiet window is to stop. */
  private void giveWay(LiveWorker me) {
    list.lock(host);
    boolean served = list.active > 0;
    list.unlockAndWake();
    if (served || me.successor) {
      quiet.nap();
    }
  }

  /**
   * The next item, its slot taken and the token decided. Lock held before; free after, except for
   * null.
   */
  private @Nullable Item take(LiveWorker me) {
    for (; ; ) {
      if (callers != null && !callers.admitsLocked(me)) {
        sendAway(me);
        return null;
      }
      if (!list.hasSlot()) {
        parkToken(me);
        return null;
      }
      if (list.head == null) {
        list.takeIn(takeInbound());
      }
      Item first = list.head;
      if (first != null) {
        list.start(first);
        me.looks = list.started % QuietWindow.LOOK_EVERY == 0;
        decideToken(me);
        return first;
      }
      if (!me.holder || !freeTokenAndLook(me)) {
        return null;
      }
    }
  }

  /** The token of a worker that may not take from this queue goes where it belongs. */
  private void sendAway(LiveWorker me) {
    if (me.holder && (hasWork() || freeTokenAndLook(me))) {
      me.holder = false;
      list.unlockAndWake();
      pool.wake(this, true);
      list.lock(host);
    }
  }

  private void parkToken(LiveWorker me) {
    if (me.holder) {
      list.saturated = true;
      me.holder = false;
    }
  }

  boolean hasWork() {
    return list.head != null || hasInbound();
  }

  /** Lock held before, free after. */
  private void decideToken(LiveWorker me) {
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

  /**
   * Runs the item and what is deferred to it meanwhile; true if the last run counts for this queue.
   */
  private boolean run(LiveWorker me, Item item, @Nullable FlushColor color) {
    assert color != null;
    me.enter(item, this, color);
    me.forgetInterrupts();
    if (!item.begin(host)) {
      me.exit();
      if (limit != null) {
        limit.watchDeferred(item, this);
      }
      return false;
    }
    for (; ; ) {
      DispatchQueue counts = me.queue();
      FlushColor ofColor = me.color();
      assert counts != null && ofColor != null;
      me.invoke(item, counts);
      me.restoreThread();
      boolean abandoned = me.abandoned;
      me.abandoned = false;
      boolean again = item.end(host, me);
      if (!again) {
        return abandoned ? leaveRun(me, ofColor) : finishRun(me, counts, ofColor);
      }
      if (!abandoned) {
        ((LiveServing) counts).giveBackSlot(ofColor);
      }
      me.takeInheritance();
    }
  }

  boolean finishRun(LiveWorker me, DispatchQueue counts, FlushColor ofColor) {
    me.exit();
    me.ended = ofColor;
    if (counts == this) {
      return true;
    }
    ((LiveServing) counts).giveBackSlot(ofColor);
    return false;
  }

  /** The place of the run that {@code me} has just finished is somebody else's since long. */
  boolean leaveRun(LiveWorker me, FlushColor ofColor) {
    me.exit();
    return false;
  }

  @Override
  final void abandonRun(@Nullable FlushColor color) {
    assert color != null;
    giveBackSlot(color);
  }

  /** Lets others run between two items. Lock held before and after. */
  private void offerCpu() {
    list.unlockAndWake();
    host.reschedule();
    list.lock(host);
  }

  /** The run that {@code me} has just finished for this queue ends its queueing. Under the lock. */
  private void endRun(LiveWorker me) {
    FlushColor color = me.ended;
    assert color != null;
    list.end(color);
    if (list.saturated) {
      list.saturated = false;
      me.holder = true;
    }
  }

  /** As {@link #endRun}, by a worker that will not look at this queue. */
  final void giveBackSlot(FlushColor color) {
    list.lock(host);
    list.end(color);
    unlockKicked();
  }

  private boolean mustLeave(LiveWorker me) {
    return fresh
        || (!high && pool.isUrgent())
        || (bhWatch != null && isBatchOver(me))
        || (callers != null && me.leavesNow());
  }

  private boolean isBatchOver(LiveWorker me) {
    long now = host.nanoTime();
    if (me.since == 0) {
      me.since = now;
    }
    return me.ran >= BH_BATCH || now - me.since >= BH_NANOS;
  }

  /**
   * Leaves without running more; whatever is startable gets another worker. Lock held before, free
   * after.
   */
  private void passOn(LiveWorker me) {
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

  /**
   * Sleeps until the quiet window ends, with the token, so that nobody else comes for this queue.
   * Lock held before and after.
   */
  private void nap() {
    list.unlockAndWake();
    quiet.nap();
    list.lock(host);
  }
}
