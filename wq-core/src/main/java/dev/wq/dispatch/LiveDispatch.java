package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Works on long-lived virtual threads: workers shared by all queues of a machine, a limit per
 * queue, no gating by CPU. The carriers are the concurrency limit, and a blocked function never
 * holds up its queue unless the queue is ordered.
 */
public class LiveDispatch extends Dispatch {
  private final QuietWindow quiet;
  private final WorkerPool pool;

  @SuppressWarnings("this-escape") // its parts only keep the reference
  public LiveDispatch(Host host, String machine) {
    super(host, machine);
    this.quiet = new QuietWindow(host);
    this.pool = new WorkerPool(this, machine);
  }

  @Override
  public DispatchQueue open(QueueSettings settings) {
    return new LiveQueue(this, settings);
  }

  final QuietWindow quiet() {
    return quiet;
  }

  final WorkerPool pool() {
    return pool;
  }

  @Override
  protected final Collection<? extends Worker> workers() {
    return pool.workers();
  }

  @Override
  List<Item> deferredTo(DispatchQueue queue) {
    List<Item> deferred = new ArrayList<>();
    for (Worker worker : pool.workers()) {
      Item item = worker.item();
      if (item != null && item.owner == queue && (item.state() & Item.DEFERRED) != 0) {
        deferred.add(item);
      }
    }
    return deferred;
  }

  @Override
  public void shutdown() {
    pool.stop();
    timers().close();
  }
}
