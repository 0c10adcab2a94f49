package dev.wq.poll;

import dev.wq.poll.TriggerOutcome.Cause;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * One waiting for any of several triggers, by a work or a thread. Made for one arming and never
 * used again, so a late event of an earlier arming can't fire a later one.
 */
/*
 * The state. One CAS decides which of all triggers, the timeout and the canceller gets the arming; everybody else finds it
 * taken, and a trigger then goes on to its next watcher, so no notification is spent on a waiter that does not need it.
 *
 *   ARMING  -> NOTED      fired while its armer still registers it; the armer delivers when it is done
 *   ARMING  -> ARMED      registered with every trigger; the armer never touches it again
 *   NOTED   -> FIRED      by the armer, after it has taken all registrations back
 *   ARMED   -> FIRED      by a trigger (under its source's lock), or the timeout; that thread delivers
 *   ARMED   -> CANCELLED  disarm, cancel, a new arming, a thread that gives up
 *   FIRED   -> QUEUED     delivered: the work is on its queue
 *   FIRED   -> MET        a queueing of the work is cancelled meanwhile; the deliverer will find that
 *   FIRED, MET -> REFUSED not delivered: the queue or the work refuses; passed on to the next watcher
 *   FIRED, MET, QUEUED -> TAKEN    the handler begins (maybe before the deliverer has set QUEUED)
 *   QUEUED, MET -> DROPPED the queued work was cancelled before it began; passed on
 *
 * Why ARMING is a state. An event that fires the arming half registered could run the handler, which takes the
 * registrations back, before the armer adds the last one; that one would stay in its list for ever. So the armer alone
 * delivers what comes meanwhile, and nothing comes twice: NOTED is taken.
 *
 * Ready or registered. For each trigger the question "does it hold?" and the registration are one section of the source's
 * lock, and whoever makes it hold takes that lock: it holds before, or the watcher is in the list. There is no window.
 *
 * FIRED is short. Its owner is on the way into the queue and holds no lock; a canceller waits it out (settled), so that
 * when cancel returns, no trigger is still about to queue the work.
 *
 * The deliverer and a drop. Whoever cancels a pending queueing says so while it still has it in its hands. Then no run can
 * begin and no new queueing can be made, so an arming that is QUEUED has nothing else left that would run it, and ends
 * (or its run has begun and not looked yet, and what is cancelled is a later request: one of the two, see below). It
 * may also meet FIRED: the deliverer is about to coalesce into that queueing, or has made it, or will make the next one.
 * MET leaves that to the deliverer, for whom each of the three is a cancel of what it delivered. A queueing by hand may be
 * pending beside it, and then it is that one which runs: of two requests that one cancel meets, the event's is cancelled.
 * Looking afterwards whether the work is idle is not enough, as it may be running for an earlier request.
 *
 * Passing on. A trigger tells one watcher. If that one ends without having made the condition false (it took nothing, it
 * threw, it was cancelled, it was refused), the trigger tells the next: otherwise what is there would lie beside watchers who
 * sleep. Each telling is in a loop, never a recursion: a line of refusing watchers may be long.
 *
 * Memory. An arming is its own first registration, so a work armed with two triggers costs two objects.
 */
abstract class Arming extends Registration {
  /** What a call of {@link #fire} means for the caller. */
  enum Fired {
    /** The arming is the caller's, who has to deliver it. */
    TO_DELIVER,
    /** The arming is the caller's event's; its armer will deliver it. */
    ARMER_DELIVERS,
    /** Something else has it. */
    TOO_LATE
  }

  private static final int ARMING = 0;
  private static final int NOTED = 1;
  private static final int ARMED = 2;
  private static final int FIRED = 3;
  private static final int QUEUED = 4;
  private static final int TAKEN = 5;
  private static final int CANCELLED = 6;
  private static final int REFUSED = 7;
  private static final int DROPPED = 8;
  private static final int MET = 9;
  private static final int PHASE = 0xF;
  private static final int CAUSE_SHIFT = 4;
  private static final List<Cause> CAUSES = List.of(Cause.EVENT, Cause.TIMEOUT, Cause.CANCELLED);
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Arming.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state; // S: a phase, and from NOTED and FIRED on a cause

  Arming(Trigger first) {
    super(first);
  }

  /** Hands over to whoever waits, after the state has become FIRED; false if it refuses. */
  abstract boolean deliver();

  // ---- arming

  /** Adds the registrations beside this one, in order; before {@link #register}. */
  final void addSiblings(Trigger[] triggers) {
    Registration tail = this;
    for (int i = 1; i < triggers.length; i++) {
      tail.sibling = new Registration(triggers[i], this);
      tail = tail.sibling;
    }
  }

  /** Registers with each trigger until one holds (zephyr P15). */
  final void register() {
    for (Registration r = this; r != null && phase() == ARMING; r = r.sibling) {
      if (r.trigger.register(r) && fire(Cause.EVENT) == Fired.ARMER_DELIVERS) {
        r.markTold();
      }
    }
  }

  /** The arming has failed before it was registered anywhere. */
  final void abandon() {
    state = CANCELLED;
  }

  /**
   * Ends the arming.
   *
   * @return false if it has been fired: the caller now has to {@link #deliverHere}
   */
  final boolean armed() {
    trigger.source.host.point();
    if (STATE.compareAndSet(this, ARMING, ARMED)) {
      return true;
    }
    unregister();
    int noted = state;
    STATE.compareAndSet(this, noted, FIRED | (noted & ~PHASE));
    return false;
  }

  /** Delivers, by the armer or the timer; false if it was refused, and then it is passed on. */
  final boolean deliverHere() {
    if (deliver()) {
      return true;
    }
    passOn();
    return false;
  }

  // ---- firing and taking

  /** By a trigger under its source's lock, by the timeout, or by the armer. */
  final Fired fire(Cause cause) {
    int why = encoded(cause);
    for (; ; ) {
      int s = state;
      if (s == ARMED && STATE.compareAndSet(this, s, FIRED | why)) {
        return Fired.TO_DELIVER;
      }
      if (s == ARMING && STATE.compareAndSet(this, s, NOTED | why)) {
        return Fired.ARMER_DELIVERS;
      }
      if (s != ARMED && s != ARMING) {
        return Fired.TOO_LATE;
      }
    }
  }

  private static int encoded(Cause cause) {
    int index =
        switch (cause) {
          case EVENT, ENQUEUED -> 0;
          case TIMEOUT -> 1;
          case CANCELLED -> 2;
        };
    return index << CAUSE_SHIFT;
  }

  /** The waiting ends; false if it has been fired, or has ended. */
  final boolean cancel() {
    trigger.source.host.point();
    boolean mine = STATE.compareAndSet(this, ARMED, CANCELLED);
    if (mine) {
      unregister();
    }
    return mine;
  }

  /** The deliverer has queued the work; false if it has been cancelled since. */
  final boolean queued() {
    return become(QUEUED, FIRED, FIRED) || !become(DROPPED, MET, MET);
  }

  /** The deliverer was refused; false if the work runs for it nevertheless. */
  final boolean refused() {
    return become(REFUSED, FIRED, MET);
  }

  /** A pending queueing of the work, in the caller's hands, is being cancelled. */
  final void dropping() {
    if (!become(MET, FIRED, FIRED)) {
      become(DROPPED, QUEUED, QUEUED);
    }
  }

  /** The handler begins; true if it is for this arming. */
  final boolean take() {
    return become(TAKEN, FIRED, MET) || become(TAKEN, QUEUED, QUEUED);
  }

  private boolean become(int to, int from, int orFrom) {
    trigger.source.host.point();
    for (; ; ) {
      int s = state;
      int phase = s & PHASE;
      if (phase != from && phase != orFrom) {
        return false;
      }
      if (STATE.compareAndSet(this, s, to | (s & ~PHASE))) {
        return true;
      }
    }
  }

  // ---- the end

  /** Takes the registrations back. */
  final void unregister() {
    for (Registration r = this; r != null; r = r.sibling) {
      r.trigger.leave(r);
    }
  }

  /** What came, and what is ready now; takes the registrations back. */
  final TriggerOutcome outcome() {
    List<Trigger> ready = new ArrayList<>();
    for (Registration r = this; r != null; r = r.sibling) {
      if (r.trigger.leave(r) || r.isTold()) {
        ready.add(r.trigger);
      }
    }
    return new TriggerOutcome(cause(), ready);
  }

  /** The waiter has not taken what it was told of, as far as one can know: the next may. */
  final void passOn() {
    for (Registration r = this; r != null; r = r.sibling) {
      if (r.isTold()) {
        r.trigger.passOn();
      }
    }
  }

  // ---- questions

  private int phase() {
    return state & PHASE;
  }

  private Cause cause() {
    return CAUSES.get(state >>> CAUSE_SHIFT);
  }

  final boolean isArmed() {
    return phase() == ARMED;
  }

  /** Armed, or fired and not run: its queue is settled. */
  final boolean isOwned() {
    int phase = phase();
    return phase == ARMED || phase == FIRED || phase == MET || phase == QUEUED;
  }

  /** In the hands of its armer or deliverer, a few instructions from the next phase. */
  final boolean isMoving() {
    int phase = phase();
    return phase == ARMING || phase == NOTED || phase == FIRED || phase == MET;
  }

  /** Taken by the handler, or by whoever ended it before it fired. */
  final boolean isGone() {
    int phase = phase();
    return phase == TAKEN || phase == CANCELLED;
  }

  final boolean isRefused() {
    return phase() == REFUSED;
  }

  final boolean isDropped() {
    return phase() == DROPPED;
  }
}
