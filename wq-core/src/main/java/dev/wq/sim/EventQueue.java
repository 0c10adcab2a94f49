package dev.wq.sim;

import java.util.Arrays;

/**
 * The virtual clock's heap. A thread waits for at most one instant at a time, so the threads
 * themselves are the entries and arming allocates nothing.
 *
 * <p>Order: time, then ends of computing before timers, then the order of arming.
 */
final class EventQueue {
  static final long NEVER = Long.MAX_VALUE;

  private SimThread[] heap = new SimThread[16];
  private int size;
  private long armed;

  /** The instant of the first entry, {@link #NEVER} without one. */
  long nextTime() {
    return size == 0 ? NEVER : heap[0].due;
  }

  void add(SimThread thread, long due) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    thread.due = due;
    thread.dueOrder = armed++;
    up(size++, thread);
  }

  SimThread poll() {
    SimThread first = heap[0];
    remove(first);
    return first;
  }

  /** Without effect if it is not armed. */
  void remove(SimThread thread) {
    int hole = thread.heapIndex;
    if (hole < 0) {
      return;
    }
    thread.heapIndex = -1;
    SimThread last = heap[--size];
    heap[size] = null;
    if (last != thread) {
      down(hole, last);
      if (heap[hole] == last) {
        up(hole, last);
      }
    }
  }

  private void up(int from, SimThread thread) {
    int i = from;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!before(thread, heap[parent])) {
        break;
      }
      put(i, heap[parent]);
      i = parent;
    }
    put(i, thread);
  }

  private void down(int from, SimThread thread) {
    int i = from;
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], thread)) {
        break;
      }
      put(i, heap[child]);
      i = child;
    }
    put(i, thread);
  }

  private void put(int i, SimThread thread) {
    heap[i] = thread;
    thread.heapIndex = i;
  }

  private static boolean before(SimThread a, SimThread b) {
    if (a.due != b.due) {
      return a.due < b.due;
    }
    if (a.computing() != b.computing()) {
      return a.computing();
    }
    return a.dueOrder < b.dueOrder;
  }
}
