package dev.wq;

import dev.wq.host.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The executor-service view of a queue: its own life cycle over the tasks that came through it, the
 * queue's workers.
 */
final class QueueExecutorService extends AbstractExecutorService {
  private final WorkQueue queue;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SpawnedWork<?>, Runnable> tasks =
      new LinkedHashMap<>(); // under lock, oldest first
  private final CopyOnWriteArrayList<Thread> waiters = new CopyOnWriteArrayList<>();
  private boolean shutdown; // under lock
  private volatile boolean
      stopped; // by shutdownNow: tasks on their way in are stopped by who brings them

  QueueExecutorService(WorkQueue queue) {
    this.queue = queue;
  }

  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    Task work = new Task(task);
    lock.lock();
    try {
      if (shutdown) {
        throw new RejectedExecutionException(
            "executor of " + queue + " is shut down, refused " + task);
      }
      tasks.put(work.spawned, task);
    } finally {
      lock.unlock();
    }
    boolean queued = false;
    try {
      queue.enqueueSpawned(work.spawned);
      queued = true;
      if (stopped && !work.spawned.cancel()) {
        interrupt(work.spawned);
      }
    } finally {
      if (!queued) {
        forget(work.spawned);
      }
    }
  }

  /** Runs one task and forgets it. */
  private final class Task {
    final SpawnedWork<Boolean> spawned;

    Task(Runnable task) {
      this.spawned = new SpawnedWork<>("task", () -> run(task), false);
      var _ = spawned.result().whenComplete((done, thrown) -> ended(task));
    }

    private boolean run(Runnable task) {
      task.run();
      return true;
    }

    private void ended(Runnable task) {
      forget(spawned);
      if (spawned.result().isCancelled() && task instanceof Future<?> future) {
        future.cancel(false);
      }
    }
  }

  private void forget(SpawnedWork<?> work) {
    lock.lock();
    try {
      tasks.remove(work);
    } finally {
      lock.unlock();
    }
    wakeIfTerminated();
  }

  @Override
  public void shutdown() {
    lock.lock();
    try {
      shutdown = true;
    } finally {
      lock.unlock();
    }
    wakeIfTerminated();
  }

  /**
   * Takes back everything that waits before it interrupts anything: an interrupted task's worker
   * would start the next.
   */
  @Override
  public List<Runnable> shutdownNow() {
    stopped = true;
    shutdown();
    List<Runnable> neverStarted = new ArrayList<>();
    List<SpawnedWork<?>> started = new ArrayList<>();
    for (Map.Entry<SpawnedWork<?>, Runnable> task : snapshot().entrySet()) {
      if (task.getKey().cancel()) {
        neverStarted.add(task.getValue());
      } else {
        started.add(task.getKey());
      }
    }
    started.forEach(this::interrupt);
    return neverStarted;
  }

  private void interrupt(SpawnedWork<?> work) {
    queue.core().dispatch().interrupt(work);
  }

  private Map<SpawnedWork<?>, Runnable> snapshot() {
    lock.lock();
    try {
      return new LinkedHashMap<>(tasks);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isShutdown() {
    lock.lock();
    try {
      return shutdown;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isTerminated() {
    lock.lock();
    try {
      return shutdown && tasks.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    Host host = queue.core().host();
    long nanos = unit.toNanos(timeout);
    long start = host.nanoTime();
    waiters.add(Thread.currentThread());
    try {
      for (long left = nanos; left > 0 && !isTerminated(); ) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        host.parkNanos(this, left);
        left = nanos - (host.nanoTime() - start);
      }
      return isTerminated();
    } finally {
      waiters.remove(Thread.currentThread());
    }
  }

  private void wakeIfTerminated() {
    if (isTerminated()) {
      waiters.forEach(LockSupport::unpark);
    }
  }
}
