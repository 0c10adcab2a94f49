package dev.wq.dispatch;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Keeps what is written by those who add off the lines before. */
abstract class ReadyPad0 {
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14;
  int a15;
  short a16;
  byte a17;
}

/** What those who add write. */
abstract class ReadyTail extends ReadyPad0 {
  volatile @Nullable LiveServing tail; // exchanged by those who add, null by who polls the last
}

/** Between the two ends. */
abstract class ReadyPad1 extends ReadyTail {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14;
  int b15;
  short b16;
  byte b17;
}

/*
 * A queue linked from head to tail. Who adds exchanges the tail, then links its queue to the one that was the last, or makes
 * it the head if there was none. Between the two steps what it adds can't be reached, and the last one before can't be
 * taken, since who would take it finds that it is not the tail and has no next. Who polls does not wait for
 * the second step but says that there is nothing: who adds looks afterwards whether anybody is on the way.
 *
 * The head is null only before the first and after the last has been taken. Who takes the last makes the head null first, then the
 * tail: from then on somebody who adds may make its queue the head. Where the tail is not the last any more, the
 * head is put back.
 */
abstract class ReadyLinks extends ReadyPad1 {
  private static final VarHandle HEAD;
  private static final VarHandle TAIL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(ReadyLinks.class, "head", LiveServing.class);
      TAIL = lookup.findVarHandle(ReadyTail.class, "tail", LiveServing.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable LiveServing head; // by who polls; by who adds where it was null

  final boolean isEmpty() {
    return head == null;
  }

  final void add(LiveServing queue, Host host) {
    LiveServing last = (LiveServing) TAIL.getAndSet(this, queue);
    host.point();
    if (last == null) {
      head = queue;
    } else {
      last.nextReady = queue;
    }
  }

  final @Nullable LiveServing poll() {
    LiveServing first = head;
    if (first == null) {
      return null;
    }
    LiveServing next = first.nextReady;
    HEAD.setRelease(this, next);
    if (next == null && !TAIL.compareAndSet(this, first, null)) {
      HEAD.setRelease(this, first);
      return null;
    }
    first.nextReady = null;
    return first;
  }
}

/** With padding behind the head. */
final class ReadyLine extends ReadyLinks {
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14;
  int c15;
  short c16;
  byte c17;
}
