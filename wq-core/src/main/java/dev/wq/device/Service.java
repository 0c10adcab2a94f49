package dev.wq.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One service of a runner, from the wish for it on. */
/*
 *   NEW    -> MAKING   the first task that asks for it, on the runner
 *   MAKING -> READY    init has returned
 *   MAKING -> FAILED   init has thrown: the place is given up, the next creation begins with a new one
 *   READY              from the beginning, if it was inserted
 *
 * Only the runner takes these steps, so init runs once however many ask at a time, under no lock, and a creation inside a
 * task can take them at once although others queue for them already. Everybody may ask whether it is READY.
 */
final class Service<S extends DeviceService> {
  /** See above. */
  private enum State {
    NEW,
    MAKING,
    READY,
    FAILED
  }

  // I: set once  R: the runner
  final Runner runner; // I
  final ServiceType<S> type; // I
  private volatile State state; // R, read by all
  private @Nullable S service; // R
  private @Nullable Object utilities; // R, read by all once READY
  private @Nullable Throwable failure; // R
  private boolean busy; // R: one of its tasks runs

  Service(Runner runner, ServiceType<S> type) {
    this.runner = runner;
    this.type = type;
    this.state = State.NEW;
  }

  /** One that exists. */
  Service(Runner runner, ServiceType<S> type, S service) {
    this.runner = runner;
    this.type = type;
    this.service = service;
    this.utilities = service.utilities();
    this.state = State.READY;
  }

  boolean isReady() {
    return state == State.READY;
  }

  // ---- on the runner

  /**
   * Makes it, unless that has been done.
   *
   * @throws Exception what init threw, now or before
   * @throws IllegalStateException if this is called by init itself
   */
  void make() throws Exception {
    switch (state) {
      case NEW -> init();
      case MAKING ->
          throw new IllegalStateException(this + " is being made, and can't be used to make it");
      case READY -> {}
      case FAILED -> rethrow(Objects.requireNonNull(failure));
    }
  }

  private void init() throws Exception {
    state = State.MAKING;
    try {
      S made = Objects.requireNonNull(type.init().apply(runner.device()), "init of " + this);
      service = made;
      utilities = made.utilities();
      state = State.READY;
    } catch (Throwable t) {
      failure = t;
      state = State.FAILED;
      runner.forget(this);
      throw t;
    }
  }

  private static void rethrow(Throwable thrown) throws Exception {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (Exception) thrown;
  }

  /** A task of this service would begin inside another one. */
  void refuseRecursion() {
    if (busy) {
      throw new IllegalStateException(
          "a task of " + this + " can't submit to the service it uses itself");
    }
  }

  <R extends @Nullable Object> R call(ServiceFunction<? super S, R> function) throws Exception {
    refuseRecursion();
    busy = true;
    try {
      return function.apply(Objects.requireNonNull(service));
    } finally {
      busy = false;
    }
  }

  void runTold(ServiceTask<? super S> task) {
    try {
      busy = true;
      task.run(Objects.requireNonNull(service));
    } catch (Throwable t) {
      runner.point();
      runner.failed(t);
    } finally {
      busy = false;
    }
  }

  void close() {
    if (state == State.READY && service instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Throwable t) {
        runner.point();
        runner.failed(t);
      }
    }
  }

  // ---- by all, once it is ready

  <U> U utilities(Class<U> wanted) {
    return wanted.cast(Objects.requireNonNull(utilities));
  }

  /** For people: {@code Counter of cuda:0/upstream}. */
  @Override
  public String toString() {
    return type.service().getSimpleName() + " of " + runner;
  }
}
