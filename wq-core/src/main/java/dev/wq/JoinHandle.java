package dev.wq;

import dev.wq.dispatch.TimedWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a function given to {@link WorkQueue#spawn} or {@link WorkQueue#spawnTask}. Who
 * does not need it drops it: the function runs all the same.
 *
 * <p>What the function did is seen by whoever returned from {@link #join()}.
 */
public final class JoinHandle<T> {
  private final SpawnedWork<T> work;

  JoinHandle(SpawnedWork<T> work) {
    this.work = work;
  }

  /**
   * Waits for the function's end; at once if it has ended, however often it is asked. A task that
   * waits here gives its turn back, and may wait for a task of its own queue.
   *
   * @return what it returned
   * @throws CompletionException if it threw; the cause is what it threw
   * @throws CancellationException if it was cancelled before it started, also by closing the queue;
   *     or if it is a task that ended by {@link #interrupt} or lost its turns
   * @throws IllegalStateException if the wait could never end, see {@link Work#flush()}
   */
  public T join() throws InterruptedException {
    TimedWait.untimed(this::awaitEnd);
    return outcome();
  }

  /** As {@link #join()}, for at most {@code timeout}. */
  public T join(Duration timeout) throws InterruptedException, TimeoutException {
    work.awaitEnd(TimedWait.nanos(timeout));
    return outcome();
  }

  private boolean awaitEnd(long timeoutNanos) throws InterruptedException, TimeoutException {
    work.awaitEnd(timeoutNanos);
    return true;
  }

  /** CompletableFuture.join wraps what was thrown, and does not wait: the work has ended. */
  private T outcome() {
    return work.result().join();
  }

  /** Whether the function has returned, thrown or been cancelled. */
  public boolean isDone() {
    return work.result().isDone();
  }

  /**
   * Takes the function back if it has not started; one that runs, or a task that is suspended, goes
   * on.
   *
   * @return true if it will not run; {@link #join()} then throws {@link CancellationException}
   */
  public boolean cancel() {
    return work.takeBack();
  }

  /**
   * Takes the function back if it has not started, and interrupts it if it runs; a task also where
   * it is suspended. A task that ends with an InterruptedException after that counts as cancelled.
   *
   * @return true if it was taken back or interrupted
   */
  public boolean interrupt() {
    return work.takeBack() || work.interrupt();
  }

  /**
   * A stage that completes with the function's result; it can't be used to complete or cancel it.
   */
  public CompletionStage<T> toCompletionStage() {
    return work.result().minimalCompletionStage();
  }

  /** The work behind this handle, for messages. */
  public Work work() {
    return work;
  }

  /**
   * Waits for all of them, also when some fail.
   *
   * @return the results, in the order of the handles
   * @throws CompletionException for the first that threw; the others' causes are suppressed in it
   * @throws CancellationException if one was cancelled and none threw before it
   */
  public static <T> List<T> joinAll(Collection<JoinHandle<T>> handles) throws InterruptedException {
    List<T> results = new ArrayList<>(handles.size());
    RuntimeException first = null;
    for (JoinHandle<T> handle : handles) {
      try {
        results.add(handle.join());
      } catch (CompletionException | CancellationException failure) {
        first = merge(first, failure);
      }
    }
    if (first != null) {
      throw first;
    }
    return results;
  }

  private static RuntimeException merge(@Nullable RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  @Override
  public String toString() {
    return "handle of " + work;
  }
}
