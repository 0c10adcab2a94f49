package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
  public List<Item> running(DispatchQueue queue) {
    return select(w -> w.queue() == queue, Item.RUNNING);
  }

  @Override
  List<Item> deferredTo(DispatchQueue queue) {
    return select(w -> isOwnedBy(queue, w.item()), Item.DEFERRED);
  }

  private static boolean isOwnedBy(DispatchQueue queue, @Nullable Item item) {
    return item != null && item.owner == queue;
  }

  private List<Item> select(Predicate<Worker> which, long state) {
    List<Item> selected = new ArrayList<>();
    for (Worker worker : pool.workers()) {
      Item item = worker.item();
      if (item != null && which.test(worker) && (item.state() & state) != 0) {
        selected.add(item);
      }
    }
    return selected;
  }

  @Override
  public boolean interrupt(Item item) {
    if (!item.hold(host())) {
      return false;
    }
    try {
      for (Worker worker : pool.workers()) {
        if (worker.item() == item) {
          worker.thread().interrupt();
          return true;
        }
      }
      return false;
    } finally {
      item.letGo();
    }
  }

  @Override
  public void shutdown() {
    pool.stop();
    timers().close();
  }
}
