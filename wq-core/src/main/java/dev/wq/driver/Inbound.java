package dev.wq.driver;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Keeps the head of a stack off the line of whatever lies before it. */
abstract class InboundPad {
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14;
  int a15;
  short a16;
  byte a17;
}

/** The head of the stack. */
abstract class InboundHead extends InboundPad {
  volatile @Nullable Object top; // null, a submission, or SEAL
}

/**
 * What has been posted and the pump has not taken: a stack that any thread pushes onto and the pump
 * takes as a whole. A seal ends it.
 */
final class Inbound<T> extends InboundHead {
  private static final Object SEAL = new Object();
  private static final VarHandle TOP;

  static {
    try {
      TOP = MethodHandles.lookup().findVarHandle(InboundHead.class, "top", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14;

  /** What became of a push. */
  enum Pushed {
    FIRST,
    BEHIND_OTHERS,
    SEALED
  }

  Pushed push(Host host, Submission<T> submission) {
    for (; ; ) {
      Object now = top;
      if (now == SEAL) {
        return Pushed.SEALED;
      }
      submission.next = cast(now);
      host.point();
      if (TOP.weakCompareAndSet(this, now, submission)) {
        return now == null ? Pushed.FIRST : Pushed.BEHIND_OTHERS;
      }
    }
  }

  @SuppressWarnings("unchecked") // the stack holds nothing else
  private @Nullable Submission<T> cast(@Nullable Object pushed) {
    return (Submission<T>) pushed;
  }

  boolean isEmpty() {
    Object now = top;
    return now == null || now == SEAL;
  }

  /** Takes all, oldest first. */
  @Nullable Submission<T> take() {
    if (isEmpty()) {
      return null;
    }
    Submission<T> rest = cast(TOP.getAndSet(this, null));
    Submission<T> done = null;
    while (rest != null) {
      Submission<T> following = rest.next;
      rest.next = done;
      done = rest;
      rest = following;
    }
    return done;
  }

  /** Refuses pushes for good; false if something has been pushed. */
  boolean seal(Host host) {
    host.point();
    return TOP.compareAndSet(this, null, SEAL) || top == SEAL;
  }
}
