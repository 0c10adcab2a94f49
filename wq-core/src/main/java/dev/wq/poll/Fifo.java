package dev.wq.poll;

/**
 * A queue of values without a limit, first in, first out, which works and threads wait for (Zephyr:
 * k_fifo). Where the producers shall wait for the consumers, use {@link MessageQueue}.
 *
 * <p>All methods may be called by any thread. What a thread did before a put is seen by whoever
 * gets the value.
 *
 * @param <T> the values, never null
 */
public final class Fifo<T> extends ValueList<T> {
  /** An empty one. */
  public Fifo() {}

  /**
   * Hands {@code value} to the getter whose turn it is, or puts it behind all others and tells one
   * watcher (Zephyr: k_fifo_put). Does not block.
   */
  public void put(T value) {
    put(value, false);
  }

  /** As {@link #put}, before all others (Zephyr: k_queue_prepend). */
  public void putFirst(T value) {
    put(value, true);
  }

  @Override
  String kind() {
    return "fifo";
  }
}
