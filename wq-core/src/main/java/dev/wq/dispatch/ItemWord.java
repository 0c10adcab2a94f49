package dev.wq.dispatch;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The state word of an item: one long, changed by CAS only, and the waiters that it guards. */
/*
 * The state word
 *
 *   bit 0       PENDING     accepted and not begun: queued, on a timer, or in the hands of a thread that moves it
 *   bit 1       RUNNING     its function is being executed
 *   bit 2       DEFERRED    taken from a queue while RUNNING; its runner will run it again (implies both bits above)
 *   bit 3       WAITERS     somebody waits for the next end; ending takes the slow path
 *   bit 4       HELD        somebody interrupts the run or takes the deferred queueing; neither can end meanwhile
 *   bit 5       LINKING     the list of waiters is being changed: its lock
 *   bit 6       TIMED       PENDING belongs to the timer, or to somebody who has it in hand; only with PENDING
 *   bit 7       FOLLOWED    PENDING belongs to a queue, and the timer has one more queueing after it; never with TIMED
 *   bits 8-19   DEPTH       how often it is disabled; queueing is refused while not 0
 *   bits 20-31  CANCELLERS  how many threads are in cancelSync; queueing is refused while not 0
 *   bits 32-63  SEQ         queueings that ended (ran or were cancelled), modulo 2^32
 *
 *   0                -> PENDING                     claim: enqueue, arm
 *   RUNNING          -> RUNNING|PENDING             claim during the run
 *   PENDING          -> RUNNING                     begin: before the function, so that a later enqueue runs it once more
 *   RUNNING|PENDING  -> RUNNING|PENDING|DEFERRED    begin by another worker, which gives the item to the runner
 *   RUNNING          -> 0,                 SEQ+1    end
 *   RUN|PEND|DEF     -> RUNNING,           SEQ+1    end: the same worker runs the deferred queueing next
 *   RUN|PEND|DEF     -> RUNNING|PENDING             grab of a deferred queueing (cancel, mod)
 *   PENDING          -> 0,                 SEQ+1    drop: the owner of PENDING cancels
 *   0                -> PENDING|TIMED               claim of a request with a delay
 *   PENDING|TIMED    -> PENDING                     promote: the timer has fired, or a flush hurries it
 *   PENDING          -> PENDING|FOLLOWED            reschedule of a queued item, which stays queued
 *   PENDING|FOLLOWED -> PENDING                     the follow-up coalesces with what is queued still, or is cancelled
 *   PENDING|FOLLOWED -> PENDING|TIMED               wherever PENDING alone would be cleared: begin, end of a deferred one, drop
 *
 * The follow-up (zephyr D7). A queueing that is queued and one on the timer are open at the same time, so one PENDING is not
 * enough; but they never need two: when the first one begins, the second becomes the pending one, in the same CAS. Until
 * then it is no queueing of its own: it isn't counted in SEQ, no flush waits for it alone, and it may vanish without a trace
 * but the counter of coalesced requests. All that would clear PENDING goes through withoutQueueing, so none can forget it.
 *
 * DEPTH and CANCELLERS are counts, so that one canceller that finishes does not reopen the gate for another or for a
 * disable (linux 104-107); they are two, so that a refusal can say which it was from the word that refused.
 *
 * Open queueings. The queueings of one item are strictly sequential, so PENDING + RUNNING (0, 1 or 2) is their number and
 * SEQ + PENDING + RUNNING is the SEQ at which all of them have ended: a flush stores nothing but that target. Targets are
 * compared by the sign of the difference, so wrapping is harmless.
 *
 * A refused enqueue. The caller wrote its data, then found PENDING set and returns false: the pending run must see the data.
 * A plain read is not enough: the data may still be in the store buffer while the worker clears PENDING and reads the old
 * data (store-load on both sides). So: read; if not refused, CAS (a full barrier); if refused, a full barrier, read again,
 * and only then refuse. begin's CAS is the barrier of the other side. The barrier here is the read-modify-write that counts
 * the refusal, see RefusalCounter. Twins: RefusedEnqueueFenceTest, ClaimCancelFlushLincheckTest.
 *
 * Waiters. They hang on the item itself, one reference, and a bit of the word is the list's lock. A side table keyed by the
 * item was the first idea: it costs a lookup and an entry per wait, its order depends on identity hashes, and an item that
 * moves to another machine would have two tables. A waiter links itself, then sets WAITERS by a CAS that re-checks SEQ; an
 * end that finds WAITERS clears it in its own CAS and wakes the whole list, and each waiter looks at SEQ again.
 */
abstract class ItemWord {
  static final long PENDING = 1;
  static final long RUNNING = 1 << 1;
  static final long DEFERRED = 1 << 2;
  static final long WAITERS = 1 << 3;
  static final long HELD = 1 << 4;
  private static final long LINKING = 1 << 5;
  static final long TIMED = 1 << 6;
  static final long FOLLOWED = 1 << 7;
  private static final int COUNT_MAX = 0xFFF;
  static final int DEPTH_SHIFT = 8;
  static final int CANCELLERS_SHIFT = 20;
  static final long GATE_MASK = 0xFFFF_FF00L;
  static final int SEQ_SHIFT = 32;
  static final long SEQ_UNIT = 1L << SEQ_SHIFT;
  static final long REFUSES = PENDING | GATE_MASK;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ItemWord.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // S: changed by CAS only  W: guarded by LINKING
  private volatile long state; // S
  private @Nullable Waiter waiters; // W

  /** The name given by the application, for messages. */
  protected abstract String name();

  // ---- transitions, each one CAS

  /** May fail without a reason; every transition looks again. */
  final boolean weakCas(long seen, long next) {
    return STATE.weakCompareAndSet(this, seen, next);
  }

  final long clear(long bits) {
    return (long) STATE.getAndBitwiseAnd(this, ~bits);
  }

  /**
   * Claims the next queueing.
   *
   * @return the state before; if it has a bit of {@link #REFUSES}, nothing was claimed and a full
   *     barrier lies between the caller's earlier stores and the read that refused
   */
  long claim(Host host, RefusalCounter refusals) {
    return claim(host, refusals, PENDING);
  }

  /**
   * As {@link #claim(Host, RefusalCounter)}; {@code claimed} is PENDING, and TIMED if it is to be
   * armed.
   */
  final long claim(Host host, RefusalCounter refusals, long claimed) {
    for (; ; ) {
      long s = state;
      if ((s & REFUSES) == 0) {
        host.point();
        if (weakCas(s, s | claimed)) {
          return s;
        }
      } else if (((s = refused(host, refusals)) & REFUSES) != 0) {
        return s;
      }
    }
  }

  /**
   * Counts a refusal, which is the barrier, and looks again; takes the count back if it did not
   * coalesce after all.
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

  /** As {@link #claim}, but without counting a refusal or ordering anything for it. */
  final long claimQuietly(Host host, long claimed) {
    for (; ; ) {
      long s = state;
      host.point();
      if ((s & REFUSES) != 0 || weakCas(s, s | claimed)) {
        return s;
      }
    }
  }

  /** Whether a request would coalesce with a pending queueing; counted and fenced if so. */
  final boolean refusedPending(Host host, RefusalCounter refusals) {
    return (state & PENDING) != 0 && (refused(host, refusals) & PENDING) != 0;
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
      if (weakCas(s, free ? withoutQueueing(s) | RUNNING : s | DEFERRED)) {
        return free;
      }
    }
  }

  /**
   * What is left of {@code s} when its pending queueing goes: nothing pending, or the follow-up.
   */
  static long withoutQueueing(long s) {
    return (s & FOLLOWED) == 0 ? s & ~(PENDING | TIMED) : s ^ (FOLLOWED | TIMED);
  }

  /**
   * Counts the pending queueing as ended and clears {@code bits}, which nobody else clears
   * meanwhile.
   */
  final void finish(Host host, long bits) {
    for (; ; ) {
      long s = state;
      host.point();
      if (weakCas(s, withoutQueueing(s & ~bits) + SEQ_UNIT)) {
        wakeIfAwaited(host, s);
        return;
      }
    }
  }

  // ---- the timer's part; each by who has taken its node off the wheel, or has not armed it yet

  /** Gives the follow-up up; false if there is none: then the pending queueing is the caller's. */
  final boolean dropFollowUp(Host host) {
    for (; ; ) {
      long s = state;
      if ((s & FOLLOWED) == 0) {
        return false;
      }
      host.point();
      if (weakCas(s, s & ~FOLLOWED)) {
        return true;
      }
    }
  }

  // ---- the gate

  /** One more reason to refuse queueings: a disable or, with its shift, a canceller. */
  final void refuseMore(Host host, int shift) {
    for (; ; ) {
      long s = state;
      if (count(s, shift) == COUNT_MAX) {
        throw new IllegalStateException(
            "work '" + name() + "' is disabled or being cancelled " + COUNT_MAX + " times already");
      }
      host.point();
      if (weakCas(s, s + (1L << shift))) {
        return;
      }
    }
  }

  /** One reason less; true if queueings are accepted again. */
  final boolean refuseLess(Host host, int shift) {
    for (; ; ) {
      long s = state;
      if (count(s, shift) == 0) {
        throw new IllegalStateException("work '" + name() + "' is not disabled");
      }
      host.point();
      if (weakCas(s, s - (1L << shift))) {
        return (s - (1L << shift) & GATE_MASK) == 0;
      }
    }
  }

  // ---- holding a run at its end

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
      if (holdIfFree(host, s)) {
        return true;
      }
    }
  }

  /** Sets HELD if nothing has changed since {@code s}; waits for another holder first. */
  final boolean holdIfFree(Host host, long s) {
    if ((s & HELD) != 0) {
      awaitNotHeld(host);
      return false;
    }
    host.point();
    return weakCas(s, s | HELD);
  }

  final void letGo() {
    clear(HELD);
  }

  final void awaitNotHeld(Host host) {
    for (int round = 0; (state & HELD) != 0; ) {
      round = host.spin(round);
    }
  }

  // ---- waiters

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

  final void link(Host host, Waiter waiter) {
    lockWaiters(host);
    waiter.next = waiters;
    waiters = waiter;
    clear(LINKING);
  }

  final void unlink(Host host, Waiter waiter) {
    lockWaiters(host);
    waiters = Waiter.without(waiters, waiter);
    clear(LINKING);
  }

  final void wakeIfAwaited(Host host, long before) {
    if ((before & WAITERS) != 0) {
      lockWaiters(host);
      Waiter list = waiters;
      waiters = null;
      clear(LINKING);
      Waiter.wakeAll(list == null ? null : Waiter.reversed(list));
    }
  }

  private void lockWaiters(Host host) {
    int round = 0;
    host.point();
    for (long s = state; (s & LINKING) != 0 || !weakCas(s, s | LINKING); s = state) {
      if ((s & LINKING) != 0) {
        round = host.spin(round);
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

  /** Whether a timer is armed, or is about to be. */
  static boolean isTimed(long s) {
    return (s & (TIMED | FOLLOWED)) != 0;
  }

  /** Whether a queueing is on a queue, or is about to be. */
  static boolean isQueued(long s) {
    return (s & (PENDING | TIMED)) == PENDING;
  }

  static boolean isIdle(long s) {
    return (s & (PENDING | RUNNING)) == 0;
  }

  static int depth(long s) {
    return count(s, DEPTH_SHIFT);
  }

  static int cancellers(long s) {
    return count(s, CANCELLERS_SHIFT);
  }

  private static int count(long s, int shift) {
    return (int) (s >>> shift) & COUNT_MAX;
  }
}
