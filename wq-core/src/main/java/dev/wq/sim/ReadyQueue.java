package dev.wq.sim;

/** The runnable threads in the order they became so; any of them can be taken. */
final class ReadyQueue {
  private SimThread[] ring = new SimThread[16];
  private int head;
  private int size;

  int size() {
    return size;
  }

  void add(SimThread thread) {
    if (size == ring.length) {
      grow();
    }
    ring[(head + size++) & (ring.length - 1)] = thread;
  }

  void addFirst(SimThread thread) {
    if (size == ring.length) {
      grow();
    }
    head = (head - 1) & (ring.length - 1);
    ring[head] = thread;
    size++;
  }

  /** Takes the one at {@code place}; the first of the line moves there. */
  SimThread take(int place) {
    int i = (head + place) & (ring.length - 1);
    SimThread taken = ring[i];
    ring[i] = ring[head];
    ring[head] = null;
    head = (head + 1) & (ring.length - 1);
    size--;
    return taken;
  }

  private void grow() {
    SimThread[] bigger = new SimThread[size * 2];
    for (int i = 0; i < size; i++) {
      bigger[i] = ring[(head + i) & (ring.length - 1)];
    }
    ring = bigger;
    head = 0;
  }
}
