package dev.wq;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A one-shot function with a result. */
final class SpawnedWork<T> extends Work {
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

  CompletableFuture<T> result() {
    return result;
  }
}
