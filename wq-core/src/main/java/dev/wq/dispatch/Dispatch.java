package dev.wq.dispatch;

import dev.wq.host.Host;
import dev.wq.timer.TimerWheel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The seam between queues and workers: which worker runs a claimed item, and when. One per machine.
 */
public abstract class Dispatch {
  private final Host host;
  private final TimerWheel timers;
  private final WaitGraph waitGraph;

  protected Dispatch(Host host, String machine) {
    this.host = host;
    this.timers = new TimerWheel(host, "wq-" + machine + "-timers");
    this.waitGraph = new WaitGraph(host);
  }

  public final Host host() {
    return host;
  }

  public final TimerWheel timers() {
    return timers;
  }

  final WaitGraph waitGraph() {
    return waitGraph;
  }

  /** A new queue of this machine. */
  public abstract DispatchQueue open(QueueSettings settings);

  /** The workers, oldest first. */
  protected abstract Collection<? extends Worker> workers();

  /** The items that run now and count for {@code queue}, oldest worker first; a snapshot. */
  public final List<Item> running(DispatchQueue queue) {
    List<Item> running = new ArrayList<>();
    for (Worker worker : workers()) {
      Item item = worker.item();
      if (item != null && worker.queue() == queue && ItemControl.isRunning(item)) {
        running.add(item);
      }
    }
    return running;
  }

  /**
   * Interrupts the function of {@code item} if it runs now; never reaches the run of another item.
   */
  public final boolean interrupt(Item item) {
    if (!item.hold(host)) {
      return false;
    }
    try {
      for (Worker worker : workers()) {
        if (worker.item() == item) {
          interruptHeld(item, worker);
          return true;
        }
      }
      return false;
    } finally {
      item.letGo();
    }
  }

  /** Interrupts the function of {@code item}, which {@code worker} runs and the caller holds. */
  static void interruptHeld(Item item, Worker worker) {
    Turn task = item.turn();
    if (task == null) {
      worker.interrupt();
    } else {
      task.interrupt();
    }
  }

  /**
   * The items that run for other queues and have a queueing of {@code queue} deferred; a snapshot.
   */
  List<Item> deferredTo(DispatchQueue queue) {
    return List.of();
  }

  /**
   * Has {@code waiter} woken behind the queueing of {@code item} that ends last of those the
   * dispatch knows; false if the waiter has to hang on the item itself.
   */
  protected boolean awaitBehind(Item item, Waiter waiter) {
    return false;
  }

  /** Whether somebody waits for {@code item} by {@link #awaitBehind}. */
  protected boolean isAwaitedBehind(Item item) {
    return false;
  }

  /** Stops idle workers and the timers; the queues must be closed before. */
  public abstract void shutdown();
}
