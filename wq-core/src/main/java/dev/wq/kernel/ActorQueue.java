package dev.wq.kernel;

/** The actors that can run, in the order in which they became so. */
final class ActorQueue {
  private int[] ring = new int[64];
  private int head;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(int actor) {
    if (size == ring.length) {
      grow();
    }
    ring[(head + size++) & (ring.length - 1)] = actor;
  }

  int take() {
    int actor = ring[head];
    head = (head + 1) & (ring.length - 1);
    size--;
    return actor;
  }

  private void grow() {
    int[] bigger = new int[2 * size];
    for (int i = 0; i < size; i++) {
      bigger[i] = ring[(head + i) & (size - 1)];
    }
    ring = bigger;
    head = 0;
  }
}
