package dev.wq.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Who gets in: the gate in front of a queue's doors. */
/*
 * The gate is one word. 0 is open; otherwise, in the order in which it is asked:
 *
 *   CLOSED    nobody, for good                                   set once, by close
 *   STOPPED   nobody, until it is started again                  stop, an overrun that stops the queue; start
 *   CLOSING   only chained items                                 close; cleared if the close is given up
 *   DRAINS    a count: only chained items while it is not 0      each drain adds one while it lasts
 *   PLUGGED   nobody                                             a plugging drain; unplug
 *
 * So a queue that drains and is plugged accepts chained items, because the drain is asked first, and one that is plugged
 * and has been drained refuses even them. An unplug during a drain leaves the drain's refusal (zephyr Q13). An item's own
 * reasons come before the queue's: pending, cancelling and disabled are answered whatever the gate says (zephyr W7).
 *
 * The gate is read before the claim, so a request that races with the start of a drain or close may still get in: it counts
 * as made before, and the drain waits for it. The ends of a close, of a plugging drain and of a stop need an exact line
 * instead: the dispatch shuts the place where items are pushed while it is empty, and a push that finds it shut gives the
 * queueing back. So nothing is accepted and then lost, and a plugged, drained queue starts nothing (zephyr I10).
 *
 * Opening what a plug or a stop has shut must not open what a close has sealed. Both look at the word under the lock of
 * the place: close sets CLOSING before it seals, and reopen leaves the place alone if it finds CLOSING. If the close is
 * given up after all, it reopens the place itself.
 */
abstract class QueueGate extends QueueBack {
  private static final int CLOSED = 1 << 30;
  private static final int CLOSING = 1 << 29;
  private static final int STOPPED = 1 << 28;
  private static final int PLUGGED = 1 << 27;
  private static final int DRAINS = PLUGGED - 1;
  private static final VarHandle GATE;

  static {
    try {
      GATE = MethodHandles.lookup().findVarHandle(QueueGate.class, "gate", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // S: changed by atomic operations only
  private volatile int gate; // S

  QueueGate(Dispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
  }

  final boolean isGateOpen() {
    return gate == 0;
  }

  /**
   * Why the caller's request is refused, null if the gate lets it pass.
   *
   * @param item asked for its own reasons first; null: nobody asks them here
   */
  final @Nullable Outcome refusedByGate(@Nullable Item item) {
    Outcome refused = refusal(gate);
    if (refused == null) {
      return null;
    }
    if (item != null && item.refusedPending(host, coalesced)) {
      return Outcome.ALREADY_QUEUED;
    }
    rejected.increment();
    long s = item == null ? 0 : item.state();
    return (s & Item.GATE_MASK) == 0 ? refused : ofItem(s);
  }

  /** Why an item refuses queueings, from a state word that does. */
  static Outcome ofItem(long state) {
    return Item.depth(state) == 0 ? Outcome.CANCELING : Outcome.DISABLED;
  }

  private @Nullable Outcome refusal(int now) {
    if (now == 0) {
      return null;
    }
    if ((now & CLOSED) != 0) {
      return Outcome.CLOSED;
    }
    if ((now & STOPPED) != 0) {
      return Outcome.STOPPED;
    }
    if ((now & CLOSING) != 0) {
      return isChained() ? null : Outcome.CLOSED;
    }
    if ((now & DRAINS) != 0) {
      return isChained() ? null : Outcome.DRAINING;
    }
    return Outcome.PLUGGED;
  }

  /** Whether the caller is the function of an item of this queue (Linux: is_chained_work). */
  private boolean isChained() {
    Worker me = Worker.current();
    return me != null && me.queue() == this;
  }

  /** What is answered for a push that found the place shut. */
  final Outcome shutOutcome() {
    int now = gate;
    if ((now & (CLOSED | CLOSING)) != 0) {
      return Outcome.CLOSED;
    }
    return (now & STOPPED) != 0 ? Outcome.STOPPED : Outcome.PLUGGED;
  }

  // ---- drain

  /** From here on only chained items are accepted, until {@link #endDrain}. */
  public final void beginDrain() {
    GATE.getAndAdd(this, 1);
  }

  public final void endDrain() {
    GATE.getAndAdd(this, -1);
  }

  // ---- plug and stop, for the life cycle

  final void plug() {
    GATE.getAndBitwiseOr(this, PLUGGED);
  }

  /** False if it was not plugged. */
  final boolean unplug() {
    return ((int) GATE.getAndBitwiseAnd(this, ~PLUGGED) & PLUGGED) != 0;
  }

  final boolean isPlugged() {
    return (gate & PLUGGED) != 0;
  }

  final void refuseUntilStart() {
    GATE.getAndBitwiseOr(this, STOPPED);
  }

  final void acceptAgain() {
    GATE.getAndBitwiseAnd(this, ~(STOPPED | PLUGGED));
  }

  /** Whether the place where items are pushed has to stay as it is. */
  protected final boolean staysShut() {
    return (gate & (CLOSED | CLOSING | STOPPED | PLUGGED)) != 0;
  }

  // ---- close

  /** From here on only chained items are accepted, for good; false if it was closing already. */
  final boolean beginClose() {
    return ((int) GATE.getAndBitwiseOr(this, CLOSING) & CLOSING) == 0;
  }

  final void refuseAll() {
    GATE.getAndBitwiseOr(this, CLOSED);
  }

  /** Opens the gate again after a close that did not come to pass. */
  final void abandonClose() {
    GATE.getAndBitwiseAnd(this, ~CLOSING);
    reopen();
  }

  public final boolean isClosing() {
    return (gate & (CLOSING | CLOSED)) != 0;
  }

  public final boolean isClosed() {
    return (gate & CLOSED) != 0;
  }
}
