package dev.wq.poll;

import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import org.jspecify.annotations.Nullable;

/**
 * The threads that are blocked on an object, the most urgent first, the longest waiting first among
 * equals, which live all are (zephyr S6). Guarded by the object's lock. Whoever has something for
 * one takes it out of the line and writes down the result, under the lock, and wakes it afterwards;
 * so a thread that is not in the line any more has its result, whatever its clock or an interrupt
 * says.
 */
final class WaitLine<T> {
  private @Nullable Place<T> first;
  private @Nullable Place<T> last;

  /** Why a thread has been taken out of the line. */
  enum Ending {
    /** It has what it waited for. */
    SERVED,
    /** The waiting was cancelled, or what it waited for is gone. */
    CANCELLED,
    /** The object is closed. */
    CLOSED
  }

  /** One blocked thread. */
  static final class Place<T> extends Waiter {
    final int priority; // I: smaller is served first
    // L: the object's lock; value and ending are read by the thread once it is out of the line
    @Nullable Place<T> after; // L; of the next in a chain that is out of the line
    @Nullable Place<T> before; // L
    boolean inLine; // L
    @Nullable T value; // L: what was handed over, or what is to be taken from the thread
    @Nullable Ending ending; // L: null -> why, as it is taken out; still null after a timeout

    Place(Host host) {
      priority = host.priority();
    }

    boolean isCancelled() {
      return ending == Ending.CANCELLED;
    }
  }

  boolean isEmpty() {
    return first == null;
  }

  void add(Place<T> place) {
    Place<T> before = last;
    while (before != null && before.priority > place.priority) {
      before = before.before;
    }
    insert(before, place, before == null ? first : before.after);
  }

  private void insert(@Nullable Place<T> before, Place<T> place, @Nullable Place<T> after) {
    place.before = before;
    place.after = after;
    place.inLine = true;
    if (before == null) {
      first = place;
    } else {
      before.after = place;
    }
    if (after == null) {
      last = place;
    } else {
      after.before = place;
    }
  }

  @Nullable Place<T> first() {
    return first;
  }

  /** The next thread to be woken, out of the line; null if there is none. */
  @Nullable Place<T> poll(Ending why) {
    Place<T> place = first;
    if (place != null) {
      remove(place);
      place.ending = why;
    }
    return place;
  }

  /** All threads, out of the line, as a chain for {@link #wakeAll}. */
  @Nullable Place<T> pollAll(Ending why) {
    Place<T> chain = first;
    for (Place<T> place = chain; place != null; place = place.after) {
      place.inLine = false;
      place.ending = why;
    }
    first = null;
    last = null;
    return chain;
  }

  /** After the unlock. */
  static <T> void wakeAll(@Nullable Place<T> chain) {
    for (Place<T> place = chain; place != null; place = place.after) {
      place.wake();
    }
  }

  /** After the unlock. */
  static <T> void wake(@Nullable Place<T> place) {
    if (place != null) {
      place.wake();
    }
  }

  /** False if it is out of the line already. */
  boolean remove(Place<T> place) {
    if (!place.inLine) {
      return false;
    }
    Place<T> before = place.before;
    Place<T> after = place.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    place.inLine = false;
    place.before = null;
    place.after = null;
    return true;
  }
}
