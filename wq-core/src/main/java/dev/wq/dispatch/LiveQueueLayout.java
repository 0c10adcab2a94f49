package dev.wq.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * HotSpot sorts the fields of one class by size and puts small ones into the gaps that alignment leaves in superclasses, so
 * padding works only across a class hierarchy, and only with fillers of every size beside the longs. Three groups of fields
 * are kept on lines of their own: what producers write (inbound), what both sides read and seldom write (the token), and
 * what workers write under the lock (Worklist, an object of its own). Without it an item costs about twice as much;
 * LayoutTest holds the distances.
 */

/** Padding before the inbound line. */
abstract class LivePad0 extends DispatchQueue {
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14;
  int a15;
  short a16;
  byte a17;

  LivePad0(Dispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
  }
}

/** What producers write: a stack of pushed items, newest first, which a worker takes as a whole. */
abstract class LiveInbound extends LivePad0 {
  /** On top of a sealed stack: the queue is closed. */
  private static final Item SEAL =
      new Item("seal", false) {
        @Override
        protected void invoke() {}
      };

  private static final VarHandle INBOUND;

  static {
    try {
      INBOUND = MethodHandles.lookup().findVarHandle(LiveInbound.class, "inbound", Item.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Item inbound; // CAS by producers, exchange under the lock

  LiveInbound(Dispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
  }

  /** What became of a push onto the inbound stack. */
  enum Pushed {
    FIRST,
    BEHIND_OTHERS,
    SEALED
  }

  final Pushed pushInbound(Item item) {
    for (; ; ) {
      Item top = inbound;
      if (top == SEAL) {
        return Pushed.SEALED;
      }
      item.next = top;
      host.point();
      if (INBOUND.weakCompareAndSet(this, top, item)) {
        return top == null ? Pushed.FIRST : Pushed.BEHIND_OTHERS;
      }
    }
  }

  final boolean hasInbound() {
    Item top = inbound;
    return top != null && top != SEAL;
  }

  /**
   * How many items have been pushed and not taken, read without a lock: for people; stops at {@code
   * most}.
   */
  final int glanceInbound(int most) {
    int count = 0;
    for (Item item = inbound; item != null && item != SEAL && count < most; item = item.next) {
      count++;
    }
    return count;
  }

  /** Takes all pushed items, newest first; null if there are none. Under the lock. */
  final @Nullable Item takeInbound() {
    return hasInbound() ? (Item) INBOUND.getAndSet(this, null) : null;
  }

  /** Refuses pushes for good; false if something has been pushed. Under the lock. */
  final boolean seal() {
    return inbound == SEAL || INBOUND.compareAndSet(this, null, SEAL);
  }

  /** Whether pushes are refused; exact under the lock. */
  final boolean isSealed() {
    return inbound == SEAL;
  }

  /** Takes pushes again. Under the lock. */
  final void unseal() {
    INBOUND.compareAndSet(this, SEAL, null);
  }
}

/** Padding between the inbound line and the token line. */
abstract class LivePad1 extends LiveInbound {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14;
  int b15;
  short b16;
  byte b17;

  LivePad1(Dispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
  }
}

/**
 * The token: 1 while somebody is responsible for looking at the queue, see {@link LiveQueue}; and
 * what only who has taken it writes.
 */
abstract class LiveToken extends LivePad1 {
  private static final VarHandle TOKEN;

  static {
    try {
      TOKEN = MethodHandles.lookup().findVarHandle(LiveToken.class, "token", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int token;
  private long wakeUps; // written by who has taken the token
  volatile @Nullable LiveServing nextReady; // see ReadyQueues; the token waits there

  LiveToken(Dispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
  }

  final boolean tryTakeToken() {
    return token == 0 && TOKEN.compareAndSet(this, 0, 1);
  }

  /**
   * A sequentially consistent store: whoever makes it reads the work that it can see afterwards.
   */
  final void freeToken() {
    token = 0;
  }

  final boolean isTokenTaken() {
    return token != 0;
  }

  /** By who has taken the token. */
  final void countWakeUp() {
    wakeUps++;
  }

  /** A glance, unless the token is free. */
  final long wakeUps() {
    return wakeUps;
  }
}

/** Padding after the token line. */
abstract class LivePad2 extends LiveToken {
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14;
  int c15;
  short c16;
  byte c17;

  LivePad2(Dispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
  }
}
