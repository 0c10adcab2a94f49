package dev.wq.device;

import dev.wq.EventWork;
import dev.wq.dispatch.Item;
import dev.wq.dispatch.Waiter;
import dev.wq.dispatch.Worker;
import dev.wq.host.Host;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A work of a runner's queue. */
abstract class DeviceTask extends EventWork {
  final Runner runner; // I

  DeviceTask(Runner runner, Object function) {
    super(runner.name(), function);
    this.runner = runner;
  }

  /** The work whose function the calling thread executes; null elsewhere. */
  static @Nullable DeviceTask current() {
    Worker me = Worker.current();
    Item runs = me == null ? null : me.item();
    return runs instanceof DeviceTask task ? task : null;
  }

  /**
   * The stream of the task that runs now, which is this or one of the lane; asked on the runner.
   */
  final StreamId stream() {
    return runner.stream();
  }

  @Override
  protected final boolean withdraw() {
    return false;
  }

  @Override
  protected final void dropping() {}

  /** The work that runs the tasks of the lane. */
  static final class Drain extends DeviceTask {
    Drain(Runner runner) {
      super(runner, runner);
    }

    @Override
    public void run() {
      runner.drain();
    }

    @Override
    protected void dropped() {}
  }

  /** One thing that the runner is to do: a work that is queued once. */
  abstract static class Single extends DeviceTask {
    final boolean hasRoom; // I: to be given back when it begins
    final Object origin; // I: a StreamId, or the thread whose default is its stream

    Single(Runner runner, Object function, Object origin, boolean hasRoom) {
      super(runner, function);
      this.origin = origin;
      this.hasRoom = hasRoom;
    }

    @Override
    public final void run() {
      runner.run(this);
    }

    /** Does it and keeps the outcome; throws nothing of the application's. */
    abstract void perform();

    @Override
    protected final void dropped() {
      if (hasRoom) {
        runner.giveRoom();
      }
      cancelled();
    }

    /** It will never be run. */
    abstract void cancelled();
  }

  // ---- somebody waits

  /** What a caller waits for. */
  @FunctionalInterface
  interface Call<R extends @Nullable Object> {
    R call() throws Exception;
  }

  /** A call whose caller waits. */
  static final class Blocking<R extends @Nullable Object> extends Single {
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

  /** Something of the runner's own, for which there is always room. */
  static final class Internal extends Single {
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
