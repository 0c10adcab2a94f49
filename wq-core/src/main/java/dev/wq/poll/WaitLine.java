package dev.wq.poll;

import dev.wq.dispatch.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * The threads that are blocked on an object, the longest waiting first. Guarded by the object's
 * lock. Whoever has something for one takes it out of the line and writes down the result, under
 * the lock, and wakes it afterwards; so a thread that is not in the line any more has its result,
 * whatever its clock or an interrupt says.
 */
final class WaitLine<T> {
  private @Nullable Place<T> first;
  private @Nullable Place<T> last;

  /** One blocked thread. */
  static final class Place<T> extends Waiter {
    // L: the object's lock; result and value are read by the thread once it is out of the line
    @Nullable Place<T> after; // L
    @Nullable Place<T> before; // L
    boolean inLine; // L
    @Nullable T value; // L: what was handed over, or what is to be taken from the thread
    int result; // L: why it was taken out of the line; of the object's own codes
  }

  boolean isEmpty() {
    return first == null;
  }

  void add(Place<T> place) {
    place.before = last;
    place.inLine = true;
    if (last == null) {
      first = place;
    } else {
      last.after = place;
    }
    last = place;
  }

  @Nullable Place<T> poll() {
    Place<T> place = first;
    if (place != null) {
      remove(place);
    }
    return place;
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
