package dev.wq.device;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One thing that a runner is to do and that nobody waits for; has taken room. */
abstract class LaneTask {
  final Object origin; // I: a StreamId, or the thread whose default is its stream
  @Nullable LaneTask next; // of the submitter, then under the lane's lock

  LaneTask(Object origin) {
    this.origin = origin;
  }

  /** Does it and keeps the outcome; throws nothing of the application's. */
  abstract void perform();

  /** It will never be run. */
  abstract void cancelled();

  /** A task whose failure is told to the handler. */
  static final class Submitted<S extends DeviceService> extends LaneTask {
    private final Service<S> service; // I
    private final ServiceTask<? super S> task; // I

    Submitted(Service<S> service, ServiceTask<? super S> task, Object origin) {
      super(origin);
      this.service = service;
      this.task = task;
    }

    @Override
    void perform() {
      service.runTold(task);
    }

    @Override
    void cancelled() {}
  }

  /** A call that completes a future. */
  static final class Async<R extends @Nullable Object> extends LaneTask {
    private final Runner runner; // I
    private final DeviceTask.Call<R> call; // I
    private final CompletableFuture<R> future; // I

    Async(Runner runner, DeviceTask.Call<R> call, Object origin, CompletableFuture<R> future) {
      super(origin);
      this.runner = runner;
      this.call = call;
      this.future = future;
    }

    @Override
    void perform() {
      complete(runner, call, future);
    }

    static <R extends @Nullable Object> void complete(
        Runner runner, DeviceTask.Call<R> call, CompletableFuture<R> future) {
      try {
        future.complete(call.call());
      } catch (Throwable t) {
        runner.point();
        future.completeExceptionally(t);
      }
    }

    @Override
    void cancelled() {
      future.completeExceptionally(
          new CancellationException(runner + " was shut down before the task began"));
    }
  }
}
