package dev.wq.dispatch;

/**
 * A thread that runs the items of one queue: of the application, or the queue's own. The
 * application's stays the application's: an interrupt that was not sent to a function by this
 * library is meant for its owner, and is kept. Between the items of a queue's own thread an
 * interrupt is nobody's.
 */
final class CallerWorker extends LiveWorker {
  private final Stay stay; // I
  private volatile boolean byLibrary; // false -> true: who holds the running item; back: the worker
  private boolean
      seen; // W: an interrupt has been cleared, of which it is not yet known whose it was
  private boolean interrupted; // W: the owner of the thread wants it back

  /** How long a thread runs items. */
  enum Stay {
    /** One item. */
    ONE,
    /** Until the queue sends it away, or its owner interrupts it. */
    UNTIL_INTERRUPTED,
    /** Until the queue sends it away. */
    FOR_EVER
  }

  CallerWorker(WorkerPool pool, int id, Stay stay) {
    super(pool, id, Thread.currentThread());
    this.stay = stay;
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
    interrupted |= seen && !byLibrary && stay != Stay.FOR_EVER;
    seen = false;
    byLibrary = false;
  }

  @Override
  boolean leavesNow() {
    forgetInterrupts();
    return stay == Stay.ONE || interrupted;
  }

  boolean isInterrupted() {
    return interrupted;
  }
}
