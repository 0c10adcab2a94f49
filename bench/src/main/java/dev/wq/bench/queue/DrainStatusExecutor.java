package dev.wq.bench.queue;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs tasks one at a time and in order on the threads of an executor, the way many libraries write
 * it for themselves: a concurrent queue, and a status that says whether somebody drains it.
 *
 * <pre>
 *   IDLE               -> REQUIRED            a task came: a drain is asked for
 *   REQUIRED           -> PROCESSING          the drain begins
 *   PROCESSING         -> PROCESSING_REQUIRED a task came, perhaps too late for this drain
 *   PROCESSING         -> IDLE                the drain ends
 *   PROCESSING_REQUIRED -> REQUIRED           the drain ends and asks for another one
 * </pre>
 */
final class DrainStatusExecutor implements Executor {

  private enum Status {
    IDLE,
    REQUIRED,
    PROCESSING,
    PROCESSING_REQUIRED
  }

  private final Executor threads;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Status> status = new AtomicReference<>(Status.IDLE);

  DrainStatusExecutor(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    while (!isDrainSure()) {
      Thread.onSpinWait();
    }
  }

  /** Whether a drain that sees the task just added will take place; false if it has to be asked. */
  private boolean isDrainSure() {
    return switch (Objects.requireNonNull(status.get())) {
      case REQUIRED, PROCESSING_REQUIRED -> true;
      case PROCESSING -> status.compareAndSet(Status.PROCESSING, Status.PROCESSING_REQUIRED);
      case IDLE -> {
        boolean mine = status.compareAndSet(Status.IDLE, Status.REQUIRED);
        if (mine) {
          threads.execute(this::drain);
        }
        yield mine;
      }
    };
  }

  private void drain() {
    status.set(Status.PROCESSING);
    try {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    } finally {
      end();
    }
  }

  /** A task that has thrown leaves others behind, which nobody else would ask for. */
  private void end() {
    boolean done = tasks.isEmpty() && status.compareAndSet(Status.PROCESSING, Status.IDLE);
    if (!done) {
      status.set(Status.REQUIRED);
      threads.execute(this::drain);
    }
  }
}
