package dev.wq.device;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * What submitters write is on a cache line of its own, see LiveQueueLayout for the shape of the padding; what the runner
 * writes for each task is in LaneList and Room, objects of their own.
 */

/** Padding before the inbound line. */
abstract class LanePad0 {
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14;
  int a15;
  short a16;
  byte a17;
}

/** Where submitters put tasks: a stack, newest first, which is taken whole; and the token. */
abstract class LaneInbound extends LanePad0 {
  /** On top of a sealed stack: the runner is shut down. */
  private static final LaneTask SEAL =
      new LaneTask("seal") {
        @Override
        void perform() {}

        @Override
        void cancelled() {}
      };

  private static final VarHandle INBOUND;
  private static final VarHandle IDLE;

  static {
    try {
      MethodHandles.Lookup here = MethodHandles.lookup();
      INBOUND = here.findVarHandle(LaneInbound.class, "inbound", LaneTask.class);
      IDLE = here.findVarHandle(LaneInbound.class, "idle", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Host host; // I
  private volatile @Nullable LaneTask inbound; // CAS by submitters, exchange under the lock
  private volatile boolean idle =
      true; // true -> false by who has the lane run -> true by the runner

  LaneInbound(Host host) {
    this.host = host;
  }

  /** What became of a push. */
  enum Pushed {
    /** Somebody looks at the lane. */
    SEEN,
    /** The pusher has to see to it that somebody does. */
    UNSEEN,
    /** Refused: the lane is sealed. */
    SEALED
  }

  final Pushed push(LaneTask task) {
    for (; ; ) {
      LaneTask top = inbound;
      if (top == SEAL) {
        return Pushed.SEALED;
      }
      task.next = top;
      host.point();
      if (INBOUND.weakCompareAndSet(this, top, task)) {
        return top == null && takeToken() ? Pushed.UNSEEN : Pushed.SEEN;
      }
    }
  }

  /** True if nobody looked at the lane; from now on the caller has to have it looked at. */
  final boolean takeToken() {
    host.point();
    return idle && IDLE.compareAndSet(this, true, false);
  }

  /** From now on nobody looks at the lane; who calls this looks once more. */
  final void freeToken() {
    host.point();
    idle = true;
  }

  final boolean hasInbound() {
    LaneTask top = inbound;
    return top != null && top != SEAL;
  }

  /** All that were pushed, newest first; null if none were. Under the lock. */
  final @Nullable LaneTask takeInbound() {
    return hasInbound() ? (LaneTask) INBOUND.getAndSet(this, null) : null;
  }

  /** Refuses pushes for good; false if something was pushed. Under the lock. */
  final boolean sealInbound() {
    return inbound == SEAL || INBOUND.compareAndSet(this, null, SEAL);
  }
}

/** Padding after the inbound line. */
abstract class LanePad1 extends LaneInbound {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14;
  int b15;
  short b16;
  byte b17;

  LanePad1(Host host) {
    super(host);
  }
}
