package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Queues whose token waits for a worker; guarded by the pool's lock. Those of high priority come
 * first, then the others, each kind in the order of coming; now and then it is the other way round,
 * so that high-priority queues which are never idle keep nobody out.
 */
final class ReadyQueues {
  private static final int OTHERS_FIRST_EVERY = 8;

  private final Line high = new Line();
  private final Line others = new Line();
  private int polls;

  /** May be asked without the lock; then it is a hint. */
  boolean isEmpty() {
    return high.head == null && others.head == null;
  }

  void add(LiveServing queue) {
    (queue.high ? high : others).add(queue);
  }

  @Nullable LiveServing poll() {
    boolean othersFirst = ++polls % OTHERS_FIRST_EVERY == 0;
    LiveServing first = (othersFirst ? others : high).poll();
    return first != null ? first : (othersFirst ? high : others).poll();
  }

  private static final class Line {
    private volatile @Nullable LiveServing head;
    private @Nullable LiveServing tail;

    void add(LiveServing queue) {
      LiveServing last = tail;
      if (last == null) {
        head = queue;
      } else {
        last.nextReady = queue;
      }
      tail = queue;
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
}
