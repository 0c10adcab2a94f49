package dev.wq.dispatch;

/** What became of a request to queue an item. */
public enum Outcome {
  /** Queued by this call; the item was idle. */
  QUEUED,
  /** Queued by this call; the item is running and will run once more. */
  REQUEUED,
  /** Pending already: the pending run will see this caller's data. */
  ALREADY_QUEUED,
  /** A pending queueing has a new time and queue. */
  MOVED,
  /** Queued already, and armed by this call for one more queueing. */
  FOLLOWS,
  /** The item is disabled. */
  DISABLED,
  /** Somebody waits in cancelSync; the refusal ends with that wait. */
  CANCELING,
  /** The queue drains and the caller is not one of its own items. */
  DRAINING,
  /** The queue is plugged and does not drain. */
  PLUGGED,
  /** The queue has been stopped and not been started again. */
  STOPPED,
  /** The queue is closed, or closing and the caller is not one of its own items. */
  CLOSED;

  /** Whether this call queued the item. */
  public boolean queued() {
    return this == QUEUED || this == REQUEUED;
  }
}
