package dev.wq;

import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.Worker;
import java.util.Optional;

/**
 * Where the calling function runs (Linux: current_work).
 *
 * @param work the work whose function is being executed
 * @param queue the queue for which this run counts: the one it was queued to, whichever worker runs
 *     it
 * @param worker the name of the worker's thread
 */
public record WorkContext(Work work, WorkQueue queue, String worker) {
  /** The context of the calling thread; empty outside of a work's function. */
  public static Optional<WorkContext> current() {
    Worker me = Worker.current();
    if (me == null) {
      return Optional.empty();
    }
    DispatchQueue queue = me.queue();
    return me.item() instanceof Work work && queue != null
        ? Optional.of(new WorkContext(work, WorkQueue.of(queue), me.name()))
        : Optional.empty();
  }

  /** The attributes of {@link #queue}. */
  public QueueAttrs attrs() {
    return queue.attrs();
  }
}
