package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The wait of a function for an item that it queues itself, seen by whoever looks for waits that
 * can't end. Made before the item is queued, so that in a circle of such waits exactly one is
 * refused, the last, and its item has not begun.
 */
public final class ItemCall implements AutoCloseable {
  private final Item item;
  private final @Nullable WaitGraph graph;
  private final WaitGraph.@Nullable Blocked me;

  /** The caller is about to queue {@code item}; nothing happens if it is no function. */
  public ItemCall(Item item) {
    Worker caller = Worker.current();
    this.item = item;
    this.graph = caller == null ? null : caller.dispatch().waitGraph();
    this.me = graph == null ? null : graph.announce(item);
  }

  /**
   * The item has been queued, and the caller is about to wait for it.
   *
   * @throws IllegalStateException if the wait could never end; the item has been cancelled
   */
  public void refuseEndless() {
    Worker caller = Worker.current();
    if (me != null
        && graph != null
        && caller != null
        && graph.isEndless(me)
        && ItemControl.cancel(item)) {
      throw new IllegalStateException(WaitGraph.describe(caller, item, false));
    }
  }

  /** The wait is over. */
  @Override
  public void close() {
    if (graph != null) {
      graph.leave(me);
    }
  }
}
