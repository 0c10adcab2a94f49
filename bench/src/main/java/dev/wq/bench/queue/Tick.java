package dev.wq.bench.queue;

import dev.wq.Work;
import dev.wq.WorkItem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An item that only stores how often it has run: a work for our queues, and the very same object as
 * a runnable for the others.
 */
public class Tick implements WorkItem, Runnable {
  private static final VarHandle RUNS;

  static {
    try {
      RUNS = MethodHandles.lookup().findVarHandle(Tick.class, "runs", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Work work = new Work("Tick::run");
  private int runs; // stored with release by the one thread that runs it, read with acquire

  @Override
  public final Work work() {
    return work;
  }

  @Override
  public void run() {
    RUNS.setRelease(this, runs + 1);
  }

  int runs() {
    return (int) RUNS.getAcquire(this);
  }
}
