package dev.wq.dispatch;

import dev.wq.host.Host;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be queued: a state word and the links of the queue it is on.
 *
 * <p>Everything that makes a work a work (coalescing, never beside itself, flush, cancel) is
 * decided by the state word alone, whichever dispatch runs the item.
 */
/*
 * Who owns PENDING. The bit is set by one thread (claim), and exactly one party at a time has the queueing in its hands:
 * the claimer until it has pushed or armed the item; then the place where the item waits (timer stripe, queue, runner of
 * a deferred item), each guarded by its own lock or by the state word; then whoever takes it from that place: a worker
 * (begin), a timer (push), a canceller (grab). A grab that finds PENDING set but the item in none of the places has met it
 * in somebody's hands, a few instructions from the next place, and looks again. This one loop is the handshake between a
 * firing timer and cancel or mod: there is no other.
 *
 * Who owns the timer. The node and Alarm.target belong, likewise, to exactly one party while the word is TIMED or FOLLOWED:
 * whoever set the bit, until it has armed the node; the wheel; then whoever took the node off (expiry, cancel, grab,
 * reschedule, flush, close), until it arms it again or has cleared the bit. Who has taken a node looks at the word only then:
 *
 *   FOLLOWED  only the follow-up is in its hands; it clears the bit (dropFollowUp), and the queueing before it goes its way
 *   TIMED     the pending queueing is in its hands, also if it was FOLLOWED when the node was armed: begin has converted it
 *
 * A worker's begin converts without the node: it moves ownership of PENDING to whoever owns the node, wherever that is.
 *
 * Nothing escapes a cancel. FOLLOWED is set only from PENDING without TIMED and without a reason to refuse, by one CAS on the
 * whole word. So after a cancelSync or disable has raised its count, no follow-up is added, and one that was added is seen by
 * the grab, which waits until its setter has armed it. No look at the count after arming is needed. A grab takes the queued
 * queueing first, so that it can't begin, then the follow-up, and is TIMED itself from there on: nobody else arms the timer,
 * so that a mod can, and a cancel drops all there is. Who waits for the node may own PENDING, never the other way round.
 *
 * Deferred queueings. A worker of B that takes an item which runs on A leaves it to A's worker and keeps B's slot for it:
 * the item runs next, never beside itself, and counts as B's in every way (order, limit, colour, freeze). The runner reads
 * B and the colour while it HOLDs the item: without that, a mod could take the queueing away and bring another one, of
 * another queue, that looks the same in the state word. After the CAS that clears DEFERRED the item may be queued again and
 * its fields are somebody else's; so all accounting uses values captured when the item was taken, never its fields.
 */
public abstract class Item extends ItemWord {
  // I: set once  P: whoever owns PENDING  L: owner queue's lock
  private final String name; // I
  final @Nullable Alarm alarm; // I: only of delayed items
  volatile @Nullable DispatchQueue owner; // P: the queue of the last queueing
  @Nullable Item next; // P until pushed, then L
  @Nullable Item prev; // L
  @Nullable FlushColor color; // L
  boolean linked; // L: on the owner's worklist
  long queuedAt; // P: host time of the queueing while events are recorded, else 0

  @SuppressWarnings("this-escape") // the alarm only keeps the reference
  protected Item(String name, boolean delayed) {
    this.name = name;
    this.alarm = delayed ? new Alarm(this) : null;
  }

  /** Runs the function of this item on the current thread. */
  protected abstract void invoke() throws Throwable;

  /**
   * Takes back what would queue the item later, of which the state word knows nothing; called by
   * every cancel and disable, with no lock held. When it returns, nothing that was in the course of
   * queueing the item still is.
   *
   * @return whether there was something
   */
  protected boolean withdraw() {
    return false;
  }

  /** The task whose turns this item stands for, null if it is a plain one. */
  protected @Nullable Turn turn() {
    return null;
  }

  /** A queueing ended without a run; called by whoever cancelled it, with no lock held. */
  protected void dropped() {}

  @Override
  protected String name() {
    return name;
  }

  /**
   * Ends the run.
   *
   * @return true if a deferred queueing is to be run next by the caller; {@code me} then knows its
   *     queue and colour
   */
  boolean end(Host host, Worker me) {
    for (; ; ) {
      long s = state();
      if ((s & DEFERRED) != 0) {
        if (holdIfFree(host, s)) {
          me.inherit(owner, color);
          finish(host, DEFERRED | WAITERS | HELD);
          return true;
        }
      } else if ((s & HELD) != 0) {
        awaitNotHeld(host);
      } else if (endLast(host, s)) {
        return false;
      }
    }
  }

  private boolean endLast(Host host, long s) {
    host.point();
    if (!weakCas(s, (s & ~(RUNNING | WAITERS)) + SEQ_UNIT)) {
      return false;
    }
    wakeIfAwaited(host, s);
    return true;
  }

  /** Ends the pending queueing without a run; the caller owns it. A follow-up stays armed. */
  final void drop(Host host) {
    finish(host, WAITERS);
    dropped();
  }

  /**
   * Takes the pending queueing into the caller's hands, wherever it waits, and ends its follow-up.
   * Of a delayed item the timer is in the caller's hands as well: it is TIMED, so that no
   * reschedule arms it meanwhile.
   *
   * @return false if nothing is pending
   */
  boolean grab(Host host) {
    for (int round = 0; ; ) {
      long s = state();
      if ((s & PENDING) == 0) {
        return false;
      }
      if (grabFromPlace(host, s)) {
        return true;
      }
      if (state() == s) {
        round = host.spin(round);
      }
    }
  }

  /** One try at the place that {@code s} tells. */
  private boolean grabFromPlace(Host host, long s) {
    Alarm timer = alarm;
    if (timer != null && (s & TIMED) != 0) {
      return timer.cancelPending();
    }
    DispatchQueue queue = owner;
    boolean mine =
        (s & DEFERRED) != 0 ? grabDeferred(host, s) : queue != null && queue.unlink(this);
    if (mine && timer != null) {
      takeTimer(host, timer);
    }
    return mine;
  }

  /** The caller owns PENDING, off every queue, and takes the timer too. */
  void takeTimer(Host host, Alarm timer) {
    boolean mine = false;
    for (int round = 0; ; ) {
      long s = state();
      if (mine || (s & FOLLOWED) == 0) {
        host.point();
        if (weakCas(s, (s & ~FOLLOWED) | TIMED)) {
          return;
        }
      } else {
        mine = timer.cancel();
        if (!mine && state() == s) {
          round = host.spin(round);
        }
      }
    }
  }

  private boolean grabDeferred(Host host, long s) {
    if (!holdIfFree(host, s)) {
      return false;
    }
    takeDeferred();
    return true;
  }

  /** Takes the queueing that is deferred for {@code queue}, false if there is none. */
  final boolean grabDeferredOf(Host host, DispatchQueue queue) {
    for (long s = state(); (s & DEFERRED) != 0; s = state()) {
      if (holdIfFree(host, s)) {
        return takeHeldDeferredOf(queue);
      }
    }
    return false;
  }

  /** As {@link #grabDeferredOf}, only while {@code seq} queueings have ended. */
  final boolean grabDeferredOf(Host host, DispatchQueue queue, long seq) {
    for (long s = state(); (s & DEFERRED) != 0 && s >>> SEQ_SHIFT == seq; s = state()) {
      if (holdIfFree(host, s)) {
        return takeHeldDeferredOf(queue);
      }
    }
    return false;
  }

  private boolean takeHeldDeferredOf(DispatchQueue queue) {
    boolean mine = owner == queue;
    if (mine) {
      takeDeferred();
    } else {
      letGo();
    }
    return mine;
  }

  private void takeDeferred() {
    DispatchQueue queue = owner;
    FlushColor itsColor = color;
    assert queue != null && itsColor != null;
    clear(DEFERRED | HELD);
    queue.dropDeferred(itsColor);
  }

  /** For people: {@code refresh pending running disabled=1}. */
  @Override
  public String toString() {
    long s = state();
    StringBuilder text = new StringBuilder(name);
    text.append((s & PENDING) != 0 ? " pending" : "").append((s & RUNNING) != 0 ? " running" : "");
    text.append(isTimed(s) ? " armed" : "");
    if (isIdle(s)) {
      text.append(" idle");
    }
    if (depth(s) > 0) {
      text.append(" disabled=").append(depth(s));
    }
    return text.toString();
  }
}
