package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * What a dispatch has to know of a queue's attributes; checked by the public record that makes it.
 *
 * @param rtos null for a queue that runs from the beginning until it is closed
 */
public record QueueSettings(
    String name,
    boolean ordered,
    boolean unbound,
    int maxActive,
    boolean highPriority,
    boolean memReclaim,
    boolean cpuIntensive,
    boolean bh,
    boolean freshThreads,
    boolean powerEfficient,
    @Nullable Rtos rtos) {

  /**
   * What a queue with a life cycle is beside the rest.
   *
   * @param yields whether a worker offers its CPU between two items
   * @param limitNanos how long a run may take; 0: as long as it wants
   * @param replaces an overrun gives its place in the queue to another worker
   * @param stops an overrun stops the queue
   */
  public record Rtos(boolean yields, long limitNanos, boolean replaces, boolean stops) {}

  /** A queue without a life cycle. */
  public QueueSettings(
      String name,
      boolean ordered,
      boolean unbound,
      int maxActive,
      boolean highPriority,
      boolean memReclaim,
      boolean cpuIntensive,
      boolean bh,
      boolean freshThreads,
      boolean powerEfficient) {
    this(
        name,
        ordered,
        unbound,
        maxActive,
        highPriority,
        memReclaim,
        cpuIntensive,
        bh,
        freshThreads,
        powerEfficient,
        null);
  }

  /** The same with a life cycle. */
  public QueueSettings with(Rtos life) {
    return new QueueSettings(
        name,
        ordered,
        unbound,
        maxActive,
        highPriority,
        memReclaim,
        cpuIntensive,
        bh,
        freshThreads,
        powerEfficient,
        life);
  }
}
