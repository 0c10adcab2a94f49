package dev.wq.dispatch;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be queued: a state word and the links of the queue it is on.
 *
 * <p>Everything that makes a work a work (coalescing, never beside itself, flush, cancel) is
 * decided by the state word alone, whichever dispatch runs the item.
 */
/*
 * The state word
 *
 *   bit 0       PENDING   accepted and not begun: queued, on a timer, or in the hands of a thread that moves it
 *   bit 1       RUNNING   its function is being executed
 *   bit 2       DEFERRED  taken from a queue while RUNNING; its runner will run it again (implies both bits above)
 *   bit 3       WAITERS   somebody waits for the next end; ending takes the slow path
 *   bit 4       HELD      somebody interrupts the run or takes the deferred queueing; neither can end meanwhile
 *   bits 8-23   DEPTH     how often it is disabled; queueing is refused while not 0
 *   bits 24-63  SEQ       queueings that ended (ran or were cancelled), modulo 2^40
 *
 *   0                -> PENDING                     claim: enqueue, arm
 *   RUNNING          -> RUNNING|PENDING             claim during the run
 *   PENDING          -> RUNNING                     begin: before the function, so that a later enqueue runs it once more
 *   RUNNING|PENDING  -> RUNNING|PENDING|DEFERRED    begin by another worker, which gives the item to the runner
 *   RUNNING          -> 0,                 SEQ+1    end
 *   RUN|PEND|DEF     -> RUNNING,           SEQ+1    end: the same worker runs the deferred queueing next
 *   RUN|PEND|DEF     -> RUNNING|PENDING             grab of a deferred queueing (cancel, mod)
 *   PENDING          -> 0,                 SEQ+1    drop: the owner of PENDING cancels
 *
 * Who owns PENDING. The bit is set by one thread (claim), and exactly one party at a time has the queueing in its hands:
 * the claimer until it has pushed or armed the item; then the place where the item waits (timer stripe, queue, runner of
 * a deferred item), each guarded by its own lock or by the state word; then whoever takes it from that place: a worker
 * (begin), a timer (push), a canceller (grab). A grab that finds PENDING set but the item in none of the places has met it
 * in somebody's hands, a few instructions from the next place, and looks again. This one loop is the handshake between a
 * firing timer and cancel or mod: there is no other.
 *
 * Open queueings. The queueings of one item are strictly sequential, so PENDING + RUNNING (0, 1 or 2) is their number and
 * SEQ + PENDING + RUNNING is the SEQ at which all of them have ended: a flush stores nothing but that target. SEQ has 40
 * bits; targets are compared by the sign of the difference, so that wrapping is harmless.
 *
 * A refused enqueue. The caller wrote its data, then found PENDING set and returns false: the pending run must see the data.
 * A plain read is not enough: the data may still be in the store buffer while the worker clears PENDING and reads the old
 * data (store-load on both sides). So: read; if not refused, CAS (a full barrier); if refused, a full barrier, read again,
 * and only then refuse. begin's CAS is the barrier of the other side. The barrier here is the read-modify-write that counts
 * the refusal, see RefusalCounter. Twins: RefusedEnqueueFenceStress, ClaimCancelFlushLincheck.
 *
 * Waiters. They hang on the item itself (one reference, guarded by the machine's WaitLock): a side table keyed by the item
 * was the first idea, but it costs a lookup, an entry per wait and an order that depends on identity hashes. A waiter
 * links itself, then sets WAITERS by a CAS that re-checks SEQ; an end that finds WAITERS clears it in its own CAS and wakes
 * the whole list, and each waiter looks at SEQ again.
 *
 * Deferred queueings. A worker of B that takes an item which runs on A leaves it to A's worker and keeps B's slot for it:
 * the item runs next, never beside itself, and counts as B's in every way (order, limit, colour, freeze). The runner reads
 * B and the colour while it HOLDs the item: without that, a mod could take the queueing away and bring another one, of
 * another queue, that looks the same in the state word. After the CAS that clears DEFERRED the item may be queued again and
 * its fields are somebody else's; so all accounting uses values captured when the item was taken, never its fields.
 */
public abstract class Item {
  static final long PENDING = 1;
  static final long RUNNING = 1 << 1;
  static final long DEFERRED = 1 << 2;
  static final long WAITERS = 1 << 3;
  static final long HELD = 1 << 4;
  static final int DEPTH_SHIFT = 8;
  static final long DEPTH_UNIT = 1L << DEPTH_SHIFT;
  static final long DEPTH_MASK = 0xFFFFL << DEPTH_SHIFT;
  static final int SEQ_SHIFT = 24;
  static final long SEQ_UNIT = 1L << SEQ_SHIFT;
  static final long REFUSES = PENDING | DEPTH_MASK;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Item.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // I: set once  S: changed by CAS only  P: whoever owns PENDING  L: owner queue's lock  W: the
  // machine's WaitLock
  private final String name; // I
  final @Nullable Alarm alarm; // I: only of delayed items
  private volatile long state; // S
  volatile @Nullable DispatchQueue owner; // P: the queue of the last queueing
  @Nullable Item next; // P until pushed, then L
  @Nullable Item prev; // L
  @Nullable FlushColor color; // L
  boolean linked; // L: on the owner's worklist
  @Nullable Waiter waiters; // W
  int cancellers; // W: threads in cancelSync; their share of DEPTH
  long queuedAt; // P: host time of the queueing while events are recorded, else 0

  @SuppressWarnings("this-escape") // the alarm only keeps the reference
  protected Item(String name, boolean delayed) {
    this.name = name;
    this.alarm = delayed ? new Alarm(this) : null;
  }

  /** Runs the function of this item on the current thread. */
  protected abstract void invoke() throws Throwable;

  /** A queueing ended without a run; called by whoever cancelled it, with no lock held. */
  protected void dropped() {}

  /** The name given by the application, for messages. */
  protected String name() {
    return name;
  }

  // ---- transitions, each one CAS

  /** May fail without a reason; every transition looks again. */
  final boolean weakCas(long seen, long next) {
    return STATE.weakCompareAndSet(this, seen, next);
  }

  /**
   * Claims the next queueing.
   *
   * @return the state before; if it has a bit of {@link #REFUSES}, nothing was claimed and a full
   *     barrier lies between the caller's earlier stores and the read that refused
   */
  long claim(Host host, RefusalCounter refusals) {
    for (; ; ) {
      long s = state;
      if ((s & REFUSES) == 0) {
        host.point();
        if (weakCas(s, s | PENDING)) {
          return s;
        }
      } else if (((s = refused(host, refusals)) & REFUSES) != 0) {
        return s;
      }
    }
  }

  /** As {@link #claim}, but without counting a refusal or ordering anything for it. */
  final long claimQuietly(Host host) {
    for (; ; ) {
      long s = state;
      host.point();
      if ((s & REFUSES) != 0 || weakCas(s, s | PENDING)) {
        return s;
      }
    }
  }

  /** Whether a request would coalesce with a pending queueing; counted and fenced if so. */
  final boolean refusedPending(Host host, RefusalCounter refusals) {
    return (state & PENDING) != 0 && (refused(host, refusals) & PENDING) != 0;
  }

  /**
   * Counts a refusal, which is the barrier, and looks again; takes the count back if the item was
   * begun meanwhile.
   */
  long refused(Host host, RefusalCounter refusals) {
    refusals.countAndFence();
    host.point();
    long s = state;
    if ((s & PENDING) == 0) {
      refusals.takeBack();
    }
    return s;
  }

  /**
   * Begins the queueing that the caller has taken from its queue.
   *
   * @return false if the item is running: its runner has inherited this queueing with its slot
   */
  boolean begin(Host host) {
    for (; ; ) {
      long s = state;
      boolean free = (s & RUNNING) == 0;
      host.point();
      if (weakCas(s, free ? (s & ~PENDING) | RUNNING : s | DEFERRED)) {
        return free;
      }
    }
  }

  /**
   * Ends the run.
   *
   * @return true if a deferred queueing is to be run next by the caller; {@code me} then knows its
   *     queue and colour
   */
  boolean end(Host host, Worker me) {
    for (; ; ) {
      long s = state;
      host.point();
      if ((s & HELD) != 0) {
        awaitNotHeld(host);
      } else if ((s & DEFERRED) != 0) {
        if (weakCas(s, s | HELD)) {
          me.inherit(owner, color);
          release(host, me.waits(), DEFERRED | PENDING | WAITERS | HELD);
          return true;
        }
      } else if (weakCas(s, (s & ~(RUNNING | WAITERS)) + SEQ_UNIT)) {
        wakeIfAwaited(s, me.waits());
        return false;
      }
    }
  }

  /** Ends the pending queueing without a run; the caller owns it. */
  final void drop(Host host, WaitLock waits) {
    release(host, waits, PENDING | WAITERS);
    dropped();
  }

  /** Counts one queueing as ended and clears {@code bits}, which nobody else can touch. */
  private void release(Host host, WaitLock waits, long bits) {
    for (; ; ) {
      long s = state;
      host.point();
      if (weakCas(s, (s & ~bits) + SEQ_UNIT)) {
        wakeIfAwaited(s, waits);
        return;
      }
    }
  }

  private void wakeIfAwaited(long before, WaitLock waits) {
    if ((before & WAITERS) != 0) {
      waits.wakeAll(this);
    }
  }

  /**
   * Takes the pending queueing into the caller's hands, wherever it waits.
   *
   * @return false if nothing is pending
   */
  boolean grab(Host host) {
    for (int round = 0; ; ) {
      long s = state;
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
      round = host.spin(round);
    }
  }

  /** Holds the item at its end while the slot of the deferred queueing changes hands. */
  private boolean grabDeferred(Host host, long s) {
    if ((s & HELD) != 0) {
      awaitNotHeld(host);
      return false;
    }
    host.point();
    if (!weakCas(s, s | HELD)) {
      return false;
    }
    DispatchQueue queue = owner;
    FlushColor itsColor = color;
    assert queue != null && itsColor != null;
    clear(DEFERRED | HELD);
    queue.dropDeferred(itsColor);
    return true;
  }

  private void clear(long bits) {
    STATE.getAndBitwiseAnd(this, ~bits);
  }

  /** Raises the disable depth by one; queueing is refused from here on. */
  final void refuseMore(Host host) {
    for (; ; ) {
      long s = state;
      if ((s & DEPTH_MASK) == DEPTH_MASK) {
        throw new IllegalStateException(
            "work '" + name + "' is disabled " + (DEPTH_MASK >>> DEPTH_SHIFT) + " times already");
      }
      host.point();
      if (weakCas(s, s + DEPTH_UNIT)) {
        return;
      }
    }
  }

  /** Lowers the disable depth by one; true if queueing is accepted again. */
  final boolean refuseLess(Host host) {
    for (; ; ) {
      long s = state;
      if ((s & DEPTH_MASK) == 0) {
        throw new IllegalStateException("work '" + name + "' is not disabled");
      }
      host.point();
      if (weakCas(s, s - DEPTH_UNIT)) {
        return (s & DEPTH_MASK) == DEPTH_UNIT;
      }
    }
  }

  /**
   * Keeps a running item from ending; false if it is not running. The caller must {@link #letGo} at
   * once.
   */
  final boolean hold(Host host) {
    for (; ; ) {
      long s = state;
      if ((s & RUNNING) == 0) {
        return false;
      }
      if ((s & HELD) != 0) {
        awaitNotHeld(host);
        continue;
      }
      host.point();
      if (weakCas(s, s | HELD)) {
        return true;
      }
    }
  }

  final void letGo() {
    clear(HELD);
  }

  private void awaitNotHeld(Host host) {
    for (int round = 0; (state & HELD) != 0; ) {
      round = host.spin(round);
    }
  }

  /** Announces a waiter for {@code target}; false if that many queueings have ended by now. */
  final boolean announceWaiter(Host host, long target) {
    for (; ; ) {
      long s = state;
      if (reached(s, target)) {
        return false;
      }
      host.point();
      if ((s & WAITERS) != 0 || weakCas(s, s | WAITERS)) {
        return true;
      }
    }
  }

  // ---- questions

  final long state() {
    return state;
  }

  /** The SEQ at which every queueing open in {@code s} has ended. */
  static long openUntil(long s) {
    return (s >>> SEQ_SHIFT) + (s & PENDING) + ((s & RUNNING) >>> 1);
  }

  static boolean reached(long s, long target) {
    return ((s >>> SEQ_SHIFT) - target) << SEQ_SHIFT >= 0;
  }

  static boolean isIdle(long s) {
    return (s & (PENDING | RUNNING)) == 0;
  }

  static int depth(long s) {
    return (int) ((s & DEPTH_MASK) >>> DEPTH_SHIFT);
  }

  /** For people: {@code refresh pending running disabled=1}. */
  @Override
  public String toString() {
    long s = state;
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
