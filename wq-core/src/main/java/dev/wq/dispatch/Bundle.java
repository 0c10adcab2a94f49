package dev.wq.dispatch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Several queued items that stand in a worklist as one, oldest first, until they are taken one by
 * one from the front.
 */
final class Bundle extends Item {
  // I: set once  P: whoever makes the bundle  L: the queue's lock, once it is on the worklist
  final DispatchQueue queue; // I
  private @Nullable Item[] items = new @Nullable Item[8]; // P, then L
  private int from; // L
  private int to; // P, then L
  @Nullable Bundle following; // P

  Bundle(DispatchQueue queue) {
    super("bundle", false);
    this.queue = queue;
  }

  void add(Item item) {
    if (to == items.length) {
      items = Arrays.copyOf(items, 2 * to);
    }
    items[to++] = item;
  }

  /** The oldest one; null if there is none left. */
  @Nullable Item poll() {
    if (from == to) {
      return null;
    }
    Item item = items[from];
    items[from++] = null;
    return item;
  }

  int size() {
    return to - from;
  }

  @Override
  protected void invoke() {
    throw new AssertionError("a bundle is taken apart, not run");
  }
}
