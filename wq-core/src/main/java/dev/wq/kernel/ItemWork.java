package dev.wq.kernel;

import dev.wq.dispatch.Item;

/** An item of the public API as the pools know it; lives while the item is queued or runs. */
final class ItemWork extends KernelWork {
  final Item item;
  KernelQueue queue; // of the last queueing
  int barriers; // behind it, not yet run

  ItemWork(Item item, KernelQueue queue) {
    this.item = item;
    this.queue = queue;
  }

  @Override
  public String toString() {
    return item.toString();
  }
}
