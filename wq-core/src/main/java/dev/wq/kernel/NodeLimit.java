package dev.wq.kernel;

import java.util.ArrayDeque;

/**
 * The slots of an unbound queue on one node, or of its pools that span nodes (Linux: {@code struct
 * wq_node_nr_active}).
 */
final class NodeLimit {
  final ArrayDeque<Pwq> pending = new ArrayDeque<>(); // pwqs that wait for a slot, round robin
  int nr;
  int max;

  boolean tryTake() {
    if (nr >= max) {
      return false;
    }
    nr++;
    return true;
  }

  void addPending(Pwq pwq) {
    pwq.waitsForNode = true;
    pending.addLast(pwq);
  }

  void removePending(Pwq pwq) {
    if (pwq.waitsForNode) {
      pwq.waitsForNode = false;
      pending.remove(pwq);
    }
  }

  /** The first of the line goes to its end. */
  void rotate() {
    pending.addLast(pending.removeFirst());
  }
}
