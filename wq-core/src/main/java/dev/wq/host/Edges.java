package dev.wq.host;

/**
 * What a host with exact edges asks and tells about a thread, outside of that thread: when it goes
 * to sleep, runs again, uses its CPU.
 */
public interface Edges {
  /** The thread has given up its CPU because it waits for something. */
  void sleeping();

  /** The thread that slept is about to run again. */
  void running();

  /** 0: before all others on its CPU (softirq), 1: before normal ones, 2: normal. */
  default int level() {
    return 2;
  }

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
