package dev.wq.kernel;

import dev.wq.dispatch.Item;

/**
 * Is told what works do on a simulated kernel, in the terms of the kernel's own trace events, at
 * the moment and on the thread of each. Must not call back.
 */
public interface KernelWatch {
  /**
   * A work became pending on a pool (Linux: trace_workqueue_queue_work).
   *
   * @param requiredCpu the CPU that was asked for, -1 for any
   * @param poolCpu the CPU of the pool, -1 for an unbound pool
   */
  void queued(Item work, String queue, int requiredCpu, int poolCpu);

  /** A work got onto the list of its pool (Linux: trace_workqueue_activate_work). */
  void activated(Item work);

  /**
   * The calling worker begins to run a work (Linux: trace_workqueue_execute_start).
   *
   * @param work an item, or the barrier of a flush
   */
  void starts(Object work);

  /** The calling worker is done with a work (Linux: trace_workqueue_execute_end). */
  void ends(Object work);

  /** The timer of a delayed work is armed, for so many ticks (Linux: trace_timer_start). */
  void armed(Item work, long ticks);

  /** It expires; the queueing follows (Linux: trace_timer_expire_entry). */
  void expired(Item work);
}
