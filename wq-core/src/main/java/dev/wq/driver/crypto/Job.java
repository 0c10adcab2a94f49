package dev.wq.driver.crypto;

import dev.wq.driver.DriverPoll;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One execution of an item on its way from the pump to an engine and back. */
final class Job {
  private static final int HANDED_OVER = 0;
  private static final int RUNNING = 1;
  private static final int WITHDRAWN = 2;
  private static final int ENDED = 3;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Job.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // I: set once  E: by the engine, before ENDED  P: pump
  private final Computation computation; // I
  private @Nullable Runnable result; // E: null if it failed
  private @Nullable Throwable failure; // E: null if it did not
  private volatile @Nullable Thread engine; // E: while it runs

  // HANDED_OVER -> RUNNING    an engine takes it
  // HANDED_OVER -> WITHDRAWN  the pump takes it back: the item was cancelled
  // RUNNING -> ENDED          the engine, for good
  private volatile int state;

  Job(Computation computation) {
    this.computation = computation;
  }

  /** Computes, unless it was withdrawn; false: it was. */
  boolean run() {
    if (!STATE.compareAndSet(this, HANDED_OVER, RUNNING)) {
      return false;
    }
    engine = Thread.currentThread();
    try {
      result = computation.compute();
    } catch (Throwable e) { // of a provider: an engine survives whatever it is
      failure = e;
    }
    engine = null;
    state = ENDED;
    return true;
  }

  /** Has it not run, if no engine has it yet; P. */
  void withdraw() {
    STATE.compareAndSet(this, HANDED_OVER, WITHDRAWN);
  }

  /** Tells a provider that hangs to give up, as far as it listens; P. */
  void interrupt() {
    Thread running = engine;
    if (running != null) {
      running.interrupt();
    }
  }

  /** How far it is; stores the result if it has ended, so it is asked no more then; P. */
  DriverPoll poll() {
    return switch (state) {
      case WITHDRAWN -> DriverPoll.CANCELLED;
      case ENDED -> store();
      default -> DriverPoll.PENDING;
    };
  }

  private DriverPoll store() {
    Throwable cause = failure;
    if (cause != null) {
      return DriverPoll.failed(cause);
    }
    Objects.requireNonNull(result).run();
    return DriverPoll.COMPLETED;
  }
}
