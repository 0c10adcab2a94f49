package dev.wq.kernel;

/**
 * What the pools ask of the engine that drives them. Called from inside {@link PoolCore}'s methods;
 * none of them may call back into it.
 */
public interface Upcalls {
  /** A worker of {@code pool}; the core puts it on the idle list. */
  KernelWorker newWorker(KernelPool pool, int id);

  /** The rescuer of a queue (linux 64). */
  KernelWorker newRescuer(Workqueue wq);

  /**
   * The worker becomes runnable and will call {@link PoolCore#next}. May come again while it is
   * runnable: a woken worker stays on the idle list until it runs, so a second kick means nothing.
   */
  void wake(KernelWorker worker);

  /** The work is pending and goes to that pwq (Linux: {@code workqueue_queue_work}). */
  default void queued(KernelWork work, Pwq pwq, int requiredCpu) {}

  /** The work is put on its pool's worklist (Linux: {@code workqueue_activate_work}). */
  void activated(KernelWork work);

  /** Arms a timer of the pool, in place of the one that may be armed. */
  void arm(KernelPool pool, PoolTimer timer, long delayTicks);

  /** Takes a timer back; nothing if it is not armed. */
  void disarm(KernelPool pool, PoolTimer timer);

  /** The barrier has run: whoever waits for it goes on. */
  void barrierDone(Barrier barrier);

  /** All that was queued before the flush has finished. */
  void flushed(Flusher flusher);

  /** Now, in ticks; the idle stamps of workers. */
  long jiffies();

  /**
   * A queueing on a draining queue from outside was dropped although {@link PoolCore#queue} answers
   * true (linux 7).
   */
  default void rejected(Workqueue wq, KernelWork work) {}

  /** What the kernel would warn of in its log. */
  default void warned(String message) {}
}
