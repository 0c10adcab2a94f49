package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/** Queues whose token waits for a worker, first come, first served; guarded by the pool's lock. */
final class ReadyQueues {
  private @Nullable LiveServing head;
  private @Nullable LiveServing tail;

  boolean isEmpty() {
    return head == null;
  }

  void add(LiveServing queue) {
    LiveServing last = tail;
    if (last == null) {
      head = queue;
    } else {
      last.nextReady = queue;
    }
    tail = queue;
  }

  void addFirst(LiveServing queue) {
    queue.nextReady = head;
    head = queue;
    if (tail == null) {
      tail = queue;
    }
  }

  @Nullable LiveServing poll() {
    LiveServing first = head;
    if (first != null) {
      head = first.nextReady;
      first.nextReady = null;
      if (head == null) {
        tail = null;
      }
    }
    return first;
  }
}
