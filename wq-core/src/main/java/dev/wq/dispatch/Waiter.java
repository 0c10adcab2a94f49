package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread that waits for one event; linked into the list of whoever will wake it. */
public class Waiter {
  /** A deadline that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private final Thread thread = Thread.currentThread();
  private volatile boolean done;
  @Nullable Waiter next; // under the lock of the list it is in

  /** The deadline {@code timeoutNanos} from now, which has passed if that is negative. */
  public static long deadline(Host host, long timeoutNanos) {
    return timeoutNanos == NEVER ? NEVER : host.nanoTime() + timeoutNanos;
  }

  /** Lets the thread go on. */
  public void wake() {
    done = true;
    LockSupport.unpark(thread);
  }

  /**
   * Waits until woken; false if the deadline came first. A task gives its turn back meanwhile,
   * unless there is nothing to wait for.
   *
   * @throws java.util.concurrent.CancellationException if the task gets no further turn, see {@link
   *     Turn#regain}; as after an interrupt, it may have been woken all the same
   */
  public final boolean await(Host host, long deadline) throws InterruptedException {
    if (isOver(host, deadline)) {
      return awaitHere(host, deadline);
    }
    Turn turn = Turn.leave();
    try {
      return awaitHere(host, deadline);
    } finally {
      if (turn != null) {
        turn.regain();
      }
    }
  }

  private boolean isOver(Host host, long deadline) {
    return done
        || Thread.currentThread().isInterrupted()
        || (deadline != NEVER && deadline - host.nanoTime() <= 0);
  }

  private boolean awaitHere(Host host, long deadline) throws InterruptedException {
    while (!done) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!park(host, deadline)) {
        return done;
      }
    }
    return true;
  }

  private boolean park(Host host, long deadline) {
    if (deadline == NEVER) {
      LockSupport.park(this);
      return true;
    }
    long left = deadline - host.nanoTime();
    if (left > 0) {
      host.parkNanos(this, left);
    }
    return left > 0;
  }

  /** Wakes every waiter of a list that nobody else can reach any more. */
  static void wakeAll(@Nullable Waiter list) {
    for (Waiter waiter = list; waiter != null; ) {
      Waiter following = waiter.next;
      waiter.next = null;
      waiter.wake();
      waiter = following;
    }
  }

  static Waiter reversed(Waiter list) {
    Waiter done = list;
    Waiter rest = list.next;
    list.next = null;
    while (rest != null) {
      Waiter following = rest.next;
      rest.next = done;
      done = rest;
      rest = following;
    }
    return done;
  }

  /** The list without {@code gone}; the same list if it is not in it. */
  static @Nullable Waiter without(@Nullable Waiter list, Waiter gone) {
    if (list == null) {
      return null;
    }
    if (list == gone) {
      return gone.next;
    }
    for (Waiter waiter = list; waiter.next != null; waiter = waiter.next) {
      if (waiter.next == gone) {
        waiter.next = gone.next;
        break;
      }
    }
    return list;
  }
}
