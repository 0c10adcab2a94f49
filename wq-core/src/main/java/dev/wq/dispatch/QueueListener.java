package dev.wq.dispatch;

/**
 * The queue's owner, as far as the dispatch has something to tell it. Implementations must not
 * throw.
 */
public interface QueueListener {
  /** The function of an item has thrown; called on the worker, before the item ends. */
  void failed(Item item, Throwable cause);

  /**
   * A queueing was cancelled because the queue closed before it could start. Also told for one
   * whose own request was answered CLOSED: others may have coalesced with it in the moment before.
   */
  void discarded(Item item);

  /** A run takes longer than its queue allows; called on the timer thread, must not block. */
  default void overran(Item item) {}

  /** A function of a bh queue has blocked; called on the timer thread. */
  void blocked(Item item);
}
