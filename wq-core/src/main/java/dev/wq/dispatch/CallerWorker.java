package dev.wq.dispatch;

/**
 * A thread of the application while it runs a queue's items. It stays the application's: an
 * interrupt that was not sent to a function by this library is meant for its owner, and is kept.
 */
final class CallerWorker extends LiveWorker {
  private final boolean one; // I: leaves after one item
  private volatile boolean byLibrary; // false -> true: who holds the running item; back: the worker
  private boolean
      seen; // W: an interrupt has been cleared, of which it is not yet known whose it was
  private boolean interrupted; // W: the owner of the thread wants it back

  CallerWorker(WorkerPool pool, int id, boolean one) {
    super(pool, id, Thread.currentThread());
    this.one = one;
  }

  @Override
  boolean isCaller() {
    return true;
  }

  @Override
  void interrupt() {
    byLibrary = true;
    super.interrupt();
  }

  @Override
  void clearInterrupt() {
    seen |= Thread.interrupted();
  }

  /** Between two items nothing of ours interrupts. */
  @Override
  protected void forgetInterrupts() {
    clearInterrupt();
    interrupted |= seen && !byLibrary;
    seen = false;
    byLibrary = false;
  }

  @Override
  boolean leavesNow() {
    forgetInterrupts();
    return one || interrupted;
  }

  boolean isInterrupted() {
    return interrupted;
  }
}
