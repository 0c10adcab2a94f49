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
 *   FIRED   -> REFUSED    not delivered: the queue or the work refuses; passed on to the next watcher
 *   FIRED   -> TAKEN, QUEUED -> TAKEN     the handler begins (it may do so before the deliverer has set QUEUED)
 *   QUEUED  -> DROPPED    the queued work was cancelled before it began; passed on
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
 * The deliverer and a drop. The pending queueing into which a delivery coalesced may be cancelled before the deliverer has set
 * QUEUED; the drop then finds FIRED and leaves it alone. So the deliverer looks once more: QUEUED and the work idle means
 * that this has happened, since a run would have set TAKEN before it ended.
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
      if (r.trigger.register(r)) {
        r.markTold();
        fire(Cause.EVENT);
      }
    }
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
    int why = CAUSES.indexOf(cause) << CAUSE_SHIFT;
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

  /** The waiting ends; false if it has been fired, or has ended. */
  final boolean cancel() {
    trigger.source.host.point();
    boolean mine = STATE.compareAndSet(this, ARMED, CANCELLED);
    if (mine) {
      unregister();
    }
    return mine;
  }

  /** The deliverer has queued the work. */
  final boolean queued() {
    return become(FIRED, QUEUED);
  }

  /** The deliverer was refused; false if the work runs for it nevertheless. */
  final boolean refused() {
    boolean mine = become(FIRED, REFUSED);
    if (mine) {
      unregister();
    }
    return mine;
  }

  /** The queued work was cancelled; true if this arming had queued it. */
  final boolean dropped() {
    boolean mine = become(QUEUED, DROPPED);
    if (mine) {
      unregister();
    }
    return mine;
  }

  /** The handler begins; true if it is for this arming. */
  final boolean take() {
    return become(FIRED, TAKEN) || become(QUEUED, TAKEN);
  }

  private boolean become(int from, int to) {
    trigger.source.host.point();
    int s = state;
    return (s & PHASE) == from && STATE.compareAndSet(this, s, to | (s & ~PHASE));
  }

  // ---- the end

  private void unregister() {
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
    return phase == ARMED || phase == FIRED || phase == QUEUED;
  }

  /** In the hands of its armer or deliverer, a few instructions from the next phase. */
  final boolean isMoving() {
    int phase = phase();
    return phase == ARMING || phase == NOTED || phase == FIRED;
  }
}
