package dev.wq.driver;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * What posters write is on a cache line of its own, see LiveQueueLayout for the shape of the padding. What the pump writes for
 * each item is in Counts, an object of its own.
 */

/** Padding before the inbound line. */
abstract class InboundPad0 {
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14;
  int a15;
  short a16;
  byte a17;
}

/** Where posters put submissions: a stack, newest first, which the pump takes whole. */
abstract class Inbound<T> extends InboundPad0 {
  /** On top of a sealed stack: the queue is closed. */
  private static final Submission<Object> SEAL = Submission.completed("seal");

  private static final VarHandle INBOUND;

  static {
    try {
      INBOUND = MethodHandles.lookup().findVarHandle(Inbound.class, "inbound", Submission.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Host host; // I
  private volatile @Nullable Submission<T> inbound; // null -> newest by posters -> null by the pump

  Inbound(Host host) {
    this.host = host;
  }

  /** What became of a push. */
  enum Pushed {
    FIRST,
    BEHIND_OTHERS,
    SEALED
  }

  final Pushed push(Submission<T> submission) {
    for (; ; ) {
      Submission<T> top = inbound;
      if (isSeal(top)) {
        return Pushed.SEALED;
      }
      submission.next = top;
      host.point();
      if (INBOUND.weakCompareAndSet(this, top, submission)) {
        return top == null ? Pushed.FIRST : Pushed.BEHIND_OTHERS;
      }
    }
  }

  private static boolean isSeal(@Nullable Submission<?> top) {
    return top == SEAL;
  }

  final boolean hasInbound() {
    Submission<T> top = inbound;
    return top != null && !isSeal(top);
  }

  /** All that were pushed, oldest first, null if none were. By the pump. */
  @SuppressWarnings("unchecked") // only submissions of T are pushed
  final @Nullable Submission<T> takeInbound() {
    if (!hasInbound()) {
      return null;
    }
    host.point();
    Submission<T> rest = (Submission<T>) INBOUND.getAndSet(this, null);
    Submission<T> oldest = null;
    while (rest != null) {
      Submission<T> older = rest.next;
      rest.next = oldest;
      oldest = rest;
      rest = older;
    }
    return oldest;
  }

  /** Refuses pushes for good; false if something was pushed. By the pump. */
  final boolean seal() {
    host.point();
    return isSeal(inbound) || INBOUND.compareAndSet(this, null, SEAL);
  }

  /** How many were pushed and not taken; for people, right when nothing happens meanwhile. */
  final int countInbound() {
    int count = 0;
    Submission<T> top = inbound;
    for (Submission<T> s = isSeal(top) ? null : top; s != null && count < 1 << 20; s = s.next) {
      count++;
    }
    return count;
  }
}

/** Padding after the inbound line. */
abstract class InboundPad1<T> extends Inbound<T> {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14;
  int b15;
  short b16;
  byte b17;

  InboundPad1(Host host) {
    super(host);
  }
}
