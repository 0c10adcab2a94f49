package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/** The workers' side of a live queue: who runs what, and what becomes of the slots. */
/*
 * Quiet window (QuietWindow). Who holds the token naps with it, so one worker of a queue naps and the queue rests; who does
 * not hold it leaves: nobody depends on it.
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
abstract class LiveRuns extends LiveServing {
  private static final int BH_BATCH = 10;
  private static final long BH_NANOS = 2_000_000;

  private final QuietWindow quiet;
  private final boolean fresh;
  private final @Nullable BhWatch bhWatch;
  private final boolean yields;

  LiveRuns(LiveDispatch dispatch, QueueSettings settings) {
    super(dispatch, settings, dispatch.pool());
    this.quiet = dispatch.quiet();
    this.fresh = settings.freshThreads();
    this.bhWatch = settings.bh() ? new BhWatch(this) : null;
    QueueSettings.Rtos rtos = settings.rtos();
    this.yields = rtos != null && rtos.yields();
  }

  /**
   * Runs what can be started, until nothing is left for {@code me}; with {@code token} it came as
   * the woken worker.
   */
  @Override
  final void serve(LiveWorker me, boolean token) {
    me.arriveAt(token);
    if (token && me.successor && !watch(me)) {
      return;
    }
    if (bhWatch == null) {
      runAll(me);
      return;
    }
    bhWatch.begin(me);
    runAll(me);
    bhWatch.end(me);
  }

  /**
   * Stays out, token in hand, while another worker moves the queue faster than two would; false if
   * somebody has taken the token meanwhile. See {@link Pace}.
   */
  private boolean watch(LiveWorker me) {
    long now = host.nanoTime();
    list.lock(host);
    while (me.holder && list.pace().isFast(now)) {
      list.pace().watch(me);
      list.unlockAndWake();
      host.parkNanos(this, Pace.WATCH_NANOS);
      now = host.nanoTime();
      list.lock(host);
      me.holder = list.pace().endWatch(me);
    }
    list.unlockAndWake();
    return me.holder;
  }

  private void runAll(LiveWorker me) {
    list.lock(host);
    for (Item item = take(me); item != null; item = take(me)) {
      boolean counted = run(me, item, item.color);
      me.ran++;
      long now = me.looks ? host.nanoTime() : 0;
      QuietWindow.Next next = next(me.looks, now);
      boolean nap = next == QuietWindow.Next.NAP;
      me.rotates = next == QuietWindow.Next.ROTATE;
      boolean leave = me.rotates || mustLeave(me);
      list.lock(host);
      if (counted) {
        endRun(me);
      }
      if (yields && !leave && hasWork()) {
        offerCpu();
      }
      boolean surplus = me.looks && list.pace().look(me, now);
      if ((nap || surplus) && !me.holder) {
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
        Item item = list.start(first);
        me.looks = list.started % QuietWindow.LOOK_EVERY == 0;
        decideToken(me);
        return item;
      }
      me.holder |= list.pace().leave(me);
      if (!me.holder || !freeTokenAndLook(me)) {
        return null;
      }
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
    for (int runs = 1; ; runs++) {
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
      boolean looks = runs % QuietWindow.LOOK_EVERY == 0;
      if (next(looks, looks ? host.nanoTime() : 0) == QuietWindow.Next.NAP) {
        quiet.nap();
      }
    }
  }

  private QuietWindow.Next next(boolean looks, long now) {
    if (looks) {
      return quiet.look(now, pool.hasReady());
    }
    return quiet.isOpen() ? QuietWindow.Next.NAP : QuietWindow.Next.STAY;
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
   * Sleeps until the quiet window ends, with the token, so that nobody else comes for this queue.
   * Lock held before and after.
   */
  private void nap() {
    list.unlockAndWake();
    quiet.nap();
    list.lock(host);
  }
}
