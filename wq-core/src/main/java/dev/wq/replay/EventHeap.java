package dev.wq.replay;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The event list of a replay: by time, and at one instant in the order of insertion. Primitive
 * arrays, so that an event costs no allocation.
 */
final class EventHeap<K> {
  private long[] times = new long[1024];
  private long[] orders = new long[1024];
  private @Nullable Object[] kinds = new Object[1024];
  private @Nullable Object[] targets = new Object[1024];
  private int[] arguments = new int[1024];
  private int size;
  private long inserted;

  private long time;
  private @Nullable Object kind;
  private @Nullable Object target;
  private int argument;

  void add(long at, K what, @Nullable Object on, int with) {
    if (size == times.length) {
      grow();
    }
    int i = size++;
    long order = inserted++;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (times[parent] <= at) {
        break;
      }
      move(parent, i);
      i = parent;
    }
    put(i, at, order, what, on, with);
  }

  /** Takes the first event out and makes its parts readable; false if there is none. */
  boolean poll() {
    if (size == 0) {
      return false;
    }
    time = times[0];
    kind = kinds[0];
    target = targets[0];
    argument = arguments[0];
    int last = --size;
    if (last > 0) {
      sink(last);
    }
    targets[last] = null;
    return true;
  }

  private void sink(int last) {
    long at = times[last];
    long order = orders[last];
    int i = 0;
    for (int child = 1; child < last; child = 2 * i + 1) {
      if (child + 1 < last && before(child + 1, times[child], orders[child])) {
        child++;
      }
      if (!before(child, at, order)) {
        break;
      }
      move(child, i);
      i = child;
    }
    put(i, at, order, kinds[last], targets[last], arguments[last]);
  }

  private boolean before(int i, long at, long order) {
    return times[i] != at ? times[i] < at : orders[i] < order;
  }

  private void move(int from, int to) {
    times[to] = times[from];
    orders[to] = orders[from];
    kinds[to] = kinds[from];
    targets[to] = targets[from];
    arguments[to] = arguments[from];
  }

  private void put(
      int i, long at, long order, @Nullable Object what, @Nullable Object on, int with) {
    times[i] = at;
    orders[i] = order;
    kinds[i] = what;
    targets[i] = on;
    arguments[i] = with;
  }

  private void grow() {
    int more = size * 2;
    times = Arrays.copyOf(times, more);
    orders = Arrays.copyOf(orders, more);
    kinds = Arrays.copyOf(kinds, more);
    targets = Arrays.copyOf(targets, more);
    arguments = Arrays.copyOf(arguments, more);
  }

  /** Time of the event polled last. */
  long time() {
    return time;
  }

  @SuppressWarnings("unchecked") // only K is ever put in
  K kind() {
    return (K) Objects.requireNonNull(kind);
  }

  @Nullable Object target() {
    return target;
  }

  int argument() {
    return argument;
  }
}
