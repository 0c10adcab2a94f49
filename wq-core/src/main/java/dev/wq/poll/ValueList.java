package dev.wq.poll;

import dev.wq.poll.TriggerOutcome.Cause;
import dev.wq.poll.WaitLine.Ending;
import dev.wq.poll.WaitLine.Place;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A list of values without a limit, the next one to be got first (Zephyr: k_queue). */
abstract sealed class ValueList<T> extends ValueSource<T> permits Fifo, Lifo {
  // L: the object's lock
  private @Nullable Node<T> first; // L
  private @Nullable Node<T> last; // L
  private int size; // L

  /** Made before the lock is taken, so that nothing can fail under it. */
  private static final class Node<T> {
    final T value; // I
    @Nullable Node<T> next; // L

    Node(T value) {
      this.value = value;
    }
  }

  /** Hands {@code value} to a waiting getter, or else puts it first or last. */
  final void put(T value, boolean asFirst) {
    Node<T> node = new Node<>(Objects.requireNonNull(value, "value"));
    Arming told = null;
    lock();
    Place<T> getter = getters.poll(Ending.SERVED);
    if (getter != null) {
      getter.value = value;
    } else {
      link(node, asFirst);
      told = dataAvailable().takeWatcher(Cause.EVENT);
    }
    unlock();
    WaitLine.wake(getter);
    dataAvailable().deliver(told);
  }

  private void link(Node<T> node, boolean asFirst) {
    Node<T> tail = last;
    size++;
    if (tail == null) {
      first = node;
      last = node;
    } else if (asFirst) {
      node.next = first;
      first = node;
    } else {
      tail.next = node;
      last = node;
    }
  }

  @Override
  final @Nullable T takeOrJoin(@Nullable Place<T> getter) {
    lock();
    Node<T> node = unlinkFirst();
    if (node == null && getter != null) {
      getters.add(getter);
    }
    unlock();
    return node == null ? null : node.value;
  }

  private @Nullable Node<T> unlinkFirst() {
    Node<T> node = first;
    if (node != null) {
      first = node.next;
      last = first == null ? null : last;
      size--;
    }
    return node;
  }

  /**
   * Cancels the waiting of one: the getter whose turn it is throws {@code CancellationException};
   * if none waits, one watcher of {@link #dataAvailable()} is fired with the cause CANCELLED
   * (Zephyr: k_queue_cancel_wait, P23). Nothing if nobody waits. Does not block.
   */
  public final void cancelWait() {
    Arming told = null;
    lock();
    Place<T> getter = getters.poll(Ending.CANCELLED);
    if (getter == null) {
      told = dataAvailable().takeWatcher(Cause.CANCELLED);
    }
    unlock();
    WaitLine.wake(getter);
    dataAvailable().deliver(told);
  }

  @Override
  final @Nullable T first() {
    Node<T> node = first;
    return node == null ? null : node.value;
  }

  @Override
  final int used() {
    return size;
  }
}
