package dev.wq.kernel;

import java.util.Arrays;

/**
 * What is to happen at an instant, for actors that are numbers. Arrays of primitives: adding and
 * taking allocates nothing once the arrays are large enough.
 *
 * <p>Order: time, then the urgent before the others, then the order of adding.
 */
final class EventHeap {
  static final long NEVER = Long.MAX_VALUE;
  private static final long NOT_URGENT = 1L << 62;

  private long[] times = new long[64];
  private long[] orders = new long[64];
  private int[] actors = new int[64];
  private int size;
  private long added;

  /** The instant of the first event, {@link #NEVER} without one. */
  long nextTime() {
    return size == 0 ? NEVER : times[0];
  }

  /** The actor of the first event. */
  int first() {
    return actors[0];
  }

  void add(long time, boolean urgent, int actor) {
    if (size == times.length) {
      grow();
    }
    long order = urgent ? added++ : NOT_URGENT | added++;
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (!before(time, order, parent)) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, time, order, actor);
  }

  /** Takes the first event off. */
  void remove() {
    int last = --size;
    long time = times[last];
    long order = orders[last];
    int hole = 0;
    for (int child = 1; child < last; child = 2 * hole + 1) {
      if (child + 1 < last && before(times[child + 1], orders[child + 1], child)) {
        child++;
      }
      if (before(time, order, child)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    put(hole, time, order, actors[last]);
  }

  private boolean before(long time, long order, int other) {
    return time < times[other] || (time == times[other] && order < orders[other]);
  }

  private void move(int from, int to) {
    put(to, times[from], orders[from], actors[from]);
  }

  private void put(int at, long time, long order, int actor) {
    times[at] = time;
    orders[at] = order;
    actors[at] = actor;
  }

  private void grow() {
    times = Arrays.copyOf(times, 2 * size);
    orders = Arrays.copyOf(orders, 2 * size);
    actors = Arrays.copyOf(actors, 2 * size);
  }
}
