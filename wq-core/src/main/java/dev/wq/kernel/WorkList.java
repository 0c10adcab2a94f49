package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/** A list of works: a pool's worklist, a pwq's inactive works, a worker's private list. */
final class WorkList extends Link {
  boolean isEmpty() {
    return next == this;
  }

  @Nullable KernelWork first() {
    Link first = next;
    return first == this ? null : (KernelWork) first;
  }

  /** The work behind {@code work} on this list, null if it is the last one. */
  @Nullable KernelWork after(KernelWork work) {
    Link behind = work.next;
    return behind == this ? null : (KernelWork) behind;
  }

  void addFirst(KernelWork work) {
    next.insertBefore(work);
  }

  void addLast(KernelWork work) {
    insertBefore(work);
  }

  /** Takes {@code head} and the barriers linked behind it from their list and appends them here. */
  void moveLinked(KernelWork head) {
    KernelWork work = head;
    while (true) {
      Link behind = work.next;
      boolean more = work.is(KernelWork.LINKED);
      work.unlink();
      addLast(work);
      if (!more) {
        return;
      }
      work = (KernelWork) behind;
    }
  }

  int size() {
    int size = 0;
    for (Link at = next; at != this; at = at.next) {
      size++;
    }
    return size;
  }
}
