package dev.wq;

import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.Outcome;
import dev.wq.dispatch.Turn;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A task: each run of this work is one of its turns. */
final class TaskWork<T> extends SpawnedWork<T> implements Turn.Body {
  private final Turn turn;

  @SuppressWarnings("this-escape") // the turn only keeps the reference
  TaskWork(DispatchQueue queue, String name, Callable<? extends T> body) {
    super(name, body, true);
    this.turn = new Turn(queue, this, this);
  }

  Outcome spawn() {
    return turn.spawn();
  }

  @Override
  protected Turn turn() {
    return turn;
  }

  /** One turn. */
  @Override
  public void run() throws Exception {
    switch (turn.lend()) {
      case null -> {}
      case Exception thrown -> throw thrown;
      case Error thrown -> throw thrown;
      case Throwable thrown -> throw new AssertionError(thrown);
    }
  }

  @Override
  protected void dropped() {
    turn.lost();
  }

  // ---- what the task does

  @Override
  public @Nullable Throwable runBody() {
    try {
      result().complete(body().call());
      return null;
    } catch (Throwable thrown) {
      failed(thrown);
      return thrown;
    }
  }

  /** CompletableFuture takes a CancellationException for what it is. */
  private void failed(Throwable thrown) {
    if (thrown instanceof InterruptedException && turn.isInterrupted()) {
      result().cancel(false);
    } else {
      result().completeExceptionally(thrown);
    }
  }

  @Override
  public void neverRun(@Nullable Throwable noThread) {
    if (noThread == null) {
      result().cancel(false);
    } else {
      result().completeExceptionally(noThread);
    }
  }

  // ---- what a handle does

  @Override
  void awaitEnd(long timeoutNanos) throws InterruptedException, TimeoutException {
    turn.awaitEnd(timeoutNanos);
    if (ItemControl.isRunning(this)) {
      ItemControl.flush(this, timeoutNanos);
    }
  }

  @Override
  boolean takeBack() {
    return turn.takeBack();
  }

  @Override
  boolean interrupt() {
    return turn.interrupt();
  }
}
