package dev.wq.driver;

import dev.wq.driver.Completion.Status;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One submission that has to wait for another, of whatever queue. */
final class Dependency<T> extends EndWaiter {
  final Submission<T> waits; // I
  private final Submission<?> awaited; // I

  Dependency(Submission<T> waits, Submission<?> awaited) {
    this.waits = waits;
    this.awaited = awaited;
  }

  /** The end has come: the pump of the one that waits shall look at it. */
  @Override
  public void wake() {
    waits.ownLine().queue.settle(this);
  }

  /** How the one that waits has to end because of it; null if it may go on. */
  @Nullable Completion failure() {
    Completion end = awaited.end();
    if (end == null || end.isCompleted()) {
      return null;
    }
    Throwable why = new CancellationException("waited for " + awaited);
    why.initCause(end.cause());
    return new Completion(Status.FAILED, why);
  }
}
