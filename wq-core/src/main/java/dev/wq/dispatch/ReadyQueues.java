package dev.wq.dispatch;

import dev.wq.host.Host;
import org.jspecify.annotations.Nullable;

/**
 * Queues whose token waits for a worker: added by anybody without a lock, taken under the pool's.
 * Those of high priority come first, then the others, each kind in the order of coming; now and
 * then it is the other way round, so that high-priority queues which are never idle keep nobody
 * out.
 */
final class ReadyQueues {
  private static final int OTHERS_FIRST_EVERY = 8;

  private final ReadyLine high = new ReadyLine();
  private final ReadyLine others = new ReadyLine();
  private int polls;

  /** May be asked without the lock; then it is a hint. */
  boolean isEmpty() {
    return high.isEmpty() && others.isEmpty();
  }

  /**
   * Sequentially consistent: what the caller reads afterwards is at least as new as what whoever
   * polls without seeing {@code queue} has written before.
   */
  void add(LiveServing queue, Host host) {
    (queue.high ? high : others).add(queue, host);
  }

  /** Under the lock; may miss a queue whose {@link #add} has not returned, and those behind it. */
  @Nullable LiveServing poll() {
    boolean othersFirst = ++polls % OTHERS_FIRST_EVERY == 0;
    LiveServing first = (othersFirst ? others : high).poll();
    return first != null ? first : (othersFirst ? high : others).poll();
  }
}
