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
          finish(host, DEFERRED | PENDING | WAITERS | HELD);
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

  /** Ends the pending queueing without a run; the caller owns it. */
  final void drop(Host host) {
    finish(host, PENDING | WAITERS);
    dropped();
  }

  /**
   * Takes the pending queueing into the caller's hands, wherever it waits.
   *
   * @return false if nothing is pending
   */
  boolean grab(Host host) {
    for (int round = 0; ; ) {
      long s = state();
      if ((s & PENDING) == 0) {
        return false;
      }
      if ((s & DEFERRED) != 0) {
        if (grabDeferred(host, s)) {
          return true;
        }
        continue;
      }
      if (alarm != null && alarm.cancel()) {
        return true;
      }
      DispatchQueue queue = owner;
      if (queue != null && queue.unlink(this)) {
        return true;
      }
      if (state() == s) {
        round = host.spin(round);
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
    if (isIdle(s)) {
      text.append(" idle");
    }
    if (depth(s) > 0) {
      text.append(" disabled=").append(depth(s));
    }
    return text.toString();
  }
}
