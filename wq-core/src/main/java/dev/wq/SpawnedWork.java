package dev.wq;

import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.ItemControl;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** A one-shot function with a result. */
sealed class SpawnedWork<T> extends Work permits TaskWork {
  private final Callable<? extends T> body;
  private final boolean watched;
  private final CompletableFuture<T> result = new CompletableFuture<>();

  /**
   * @param watched whether somebody holds a handle that tells of a failure; otherwise the queue's
   *     handler is told
   */
  SpawnedWork(String name, Callable<? extends T> body, boolean watched) {
    super(name, null, false);
    this.body = body;
    this.watched = watched;
  }

  boolean isWatched() {
    return watched;
  }

  @Override
  public void run() throws Exception {
    try {
      result.complete(body.call());
    } catch (Throwable thrown) {
      result.completeExceptionally(thrown);
      throw thrown;
    }
  }

  @Override
  protected void dropped() {
    result.cancel(false);
  }

  final Callable<? extends T> body() {
    return body;
  }

  final CompletableFuture<T> result() {
    return result;
  }

  // ---- what a handle does

  /** Waits until the result is there and the function is not running. */
  void awaitEnd(long timeoutNanos) throws InterruptedException, TimeoutException {
    ItemControl.flush(this, timeoutNanos);
  }

  /** Takes the function back if it has not begun. */
  boolean takeBack() {
    return cancel();
  }

  /** Interrupts the function if it has begun. */
  boolean interrupt() {
    DispatchQueue queue = ItemControl.queueOf(this);
    return queue != null && queue.dispatch().interrupt(this);
  }
}
