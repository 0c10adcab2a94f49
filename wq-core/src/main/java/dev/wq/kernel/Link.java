package dev.wq.kernel;

/** A node of a circular list; alone it points at itself, so that it leaves any list in O(1). */
abstract class Link {
  Link prev = this;
  Link next = this;

  final boolean isOnList() {
    return next != this;
  }

  final void unlink() {
    prev.next = next;
    next.prev = prev;
    prev = this;
    next = this;
  }

  /** Inserts {@code node}, which is on no list, before this one. */
  final void insertBefore(Link node) {
    assert !node.isOnList();
    node.prev = prev;
    node.next = this;
    prev.next = node;
    prev = node;
  }
}
