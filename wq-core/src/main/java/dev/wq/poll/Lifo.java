package dev.wq.poll;

/**
 * A stack of values without a limit, last in, first out, which works and threads wait for (Zephyr:
 * k_lifo).
 *
 * <p>All methods may be called by any thread. What a thread did before a put is seen by whoever
 * gets the value.
 *
 * @param <T> the values, never null
 */
public final class Lifo<T> extends ValueList<T> {
  /** An empty one. */
  public Lifo() {}

  /**
   * Hands {@code value} to the getter whose turn it is, or puts it before all others and tells one
   * watcher (Zephyr: k_lifo_put). Does not block.
   */
  public void put(T value) {
    put(value, true);
  }

  @Override
  String kind() {
    return "lifo";
  }
}
