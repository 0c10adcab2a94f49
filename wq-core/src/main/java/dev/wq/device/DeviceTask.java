package dev.wq.device;

import dev.wq.EventWork;
import dev.wq.dispatch.Item;
import dev.wq.dispatch.Waiter;
import dev.wq.dispatch.Worker;
import dev.wq.host.Host;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One thing that a runner is to do: a work that is queued once. */
abstract class DeviceTask extends EventWork {
  final Runner runner; // I
  private final boolean hasRoom; // I: to be given back when it begins
  private Object origin; // R: a StreamId, or the thread whose default it is

  DeviceTask(Runner runner, Object function, Object origin, boolean hasRoom) {
    super(runner.name(), function);
    this.runner = runner;
    this.origin = origin;
    this.hasRoom = hasRoom;
  }

  /** The task whose function the calling thread executes; null elsewhere. */
  static @Nullable DeviceTask current() {
    Worker me = Worker.current();
    Item runs = me == null ? null : me.item();
    return runs instanceof DeviceTask task ? task : null;
  }

  /** Its stream; asked on the runner. */
  final StreamId stream() {
    if (origin instanceof StreamId id) {
      return id;
    }
    StreamId id = runner.defaultStream((Thread) origin);
    origin = id;
    return id;
  }

  @Override
  public final void run() {
    runner.begin(hasRoom);
    try {
      if (origin instanceof StreamId id) {
        StreamId.run(id, this::perform);
      } else {
        perform();
      }
    } finally {
      runner.end();
    }
  }

  /** Does it and keeps the outcome; throws nothing of the application's. */
  abstract void perform();

  @Override
  protected final boolean withdraw() {
    return false;
  }

  @Override
  protected final void dropping() {}

  @Override
  protected final void dropped() {
    if (hasRoom) {
      runner.giveRoom();
    }
    cancelled();
  }

  /** It will never be run. */
  abstract void cancelled();

  // ---- nobody waits

  /** A task whose failure is told to the handler. */
  static final class Submitted<S extends DeviceService> extends DeviceTask {
    private final Service<S> service;

    Submitted(Service<S> service, ServiceTask<? super S> task, Object origin) {
      super(service.runner, task, origin, true);
      this.service = service;
    }

    @Override
    @SuppressWarnings("unchecked") // what the constructor was given
    void perform() {
      service.runTold((ServiceTask<? super S>) function());
    }

    @Override
    void cancelled() {}
  }

  // ---- somebody waits

  /** What a caller waits for. */
  @FunctionalInterface
  interface Call<R extends @Nullable Object> {
    R call() throws Exception;
  }

  /** A call whose caller waits. */
  static final class Blocking<R extends @Nullable Object> extends DeviceTask {
    private final Waiter caller = new Waiter(); // I
    // R, then the caller, once it is woken
    private @Nullable R result;
    private @Nullable Throwable thrown;
    private boolean performed;

    Blocking(Runner runner, Call<R> call, Object origin) {
      super(runner, call, origin, true);
    }

    @Override
    @SuppressWarnings("unchecked") // what the constructor was given
    void perform() {
      performed = true;
      try {
        result = ((Call<R>) function()).call();
      } catch (Throwable t) {
        runner.point();
        thrown = t;
      }
      caller.wake();
    }

    @Override
    void cancelled() {
      caller.wake();
    }

    /** True if the caller was interrupted meanwhile, or is a task that has lost its turns. */
    boolean awaitEnd(Host host) {
      boolean interrupted = false;
      for (; ; ) {
        try {
          if (caller.await(host, Waiter.NEVER)) {
            return interrupted;
          }
        } catch (InterruptedException | CancellationException e) {
          interrupted = true;
        }
      }
    }

    /** After the end. */
    @SuppressWarnings("NullAway") // R may be nullable
    R outcome() {
      if (!performed) {
        throw new CancellationException(runner + " was shut down before the task began");
      }
      if (thrown != null) {
        throw new DeviceCallException("a task of " + runner + " failed: " + thrown, thrown);
      }
      return result;
    }
  }

  /** A call that completes a future. */
  static final class Async<R extends @Nullable Object> extends DeviceTask {
    private final CompletableFuture<R> future;

    Async(Runner runner, Call<R> call, Object origin, CompletableFuture<R> future) {
      super(runner, call, origin, true);
      this.future = future;
    }

    @Override
    @SuppressWarnings("unchecked") // what the constructor was given
    void perform() {
      complete(runner, (Call<R>) function(), future);
    }

    static <R extends @Nullable Object> void complete(
        Runner runner, Call<R> call, CompletableFuture<R> future) {
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

  /** Something of the runner's own, for which there is always room. */
  static final class Internal extends DeviceTask {
    Internal(Runner runner, Runnable body) {
      super(runner, body, Thread.currentThread(), false);
    }

    @Override
    void perform() {
      ((Runnable) function()).run();
    }

    @Override
    void cancelled() {}
  }
}
