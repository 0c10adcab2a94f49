package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/** The idle workers of a pool, the most recently idled first (linux 41, 55). */
final class IdleList {
  private @Nullable KernelWorker first;
  private @Nullable KernelWorker last;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  @Nullable KernelWorker first() {
    return first;
  }

  @Nullable KernelWorker last() {
    return last;
  }

  void addFirst(KernelWorker worker) {
    assert !worker.idle;
    KernelWorker second = first;
    worker.idleNext = second;
    if (second == null) {
      last = worker;
    } else {
      second.idlePrev = worker;
    }
    first = worker;
    added(worker);
  }

  void addLast(KernelWorker worker) {
    assert !worker.idle;
    KernelWorker before = last;
    worker.idlePrev = before;
    if (before == null) {
      first = worker;
    } else {
      before.idleNext = worker;
    }
    last = worker;
    added(worker);
  }

  private void added(KernelWorker worker) {
    worker.idle = true;
    size++;
  }

  void remove(KernelWorker worker) {
    assert worker.idle;
    KernelWorker before = worker.idlePrev;
    KernelWorker behind = worker.idleNext;
    if (before == null) {
      first = behind;
    } else {
      before.idleNext = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.idlePrev = before;
    }
    worker.idlePrev = null;
    worker.idleNext = null;
    worker.idle = false;
    size--;
  }
}
