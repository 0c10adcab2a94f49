package dev.wq.host;

/**
 * Told, by a host with exact edges, each time a thread goes to sleep or runs again; called outside
 * that thread.
 */
public interface Edges {
  /** The thread has given up its CPU because it waits for something. */
  void sleeping();

  /** The thread that slept is about to run again. */
  void running();

  /**
   * The thread begins to use its CPU.
   *
   * @return after how many nanoseconds of it a scheduler tick is to be told; {@code Long.MAX_VALUE}
   *     for never
   */
  default long computing() {
    return Long.MAX_VALUE;
  }

  /**
   * The thread has used its CPU for so long since {@link #computing}, or since it was told last.
   */
  default void computed(long nanos) {}

  /** A scheduler tick hits the thread, which goes on using its CPU. */
  default void tick() {}
}
