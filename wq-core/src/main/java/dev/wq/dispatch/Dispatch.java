package dev.wq.dispatch;

import dev.wq.host.Host;
import dev.wq.timer.TimerWheel;
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

  /** The items that run now and count for {@code queue}, oldest worker first; a snapshot. */
  public abstract List<Item> running(DispatchQueue queue);

  /**
   * Interrupts the function of {@code item} if it runs now; never reaches the run of another item.
   */
  public abstract boolean interrupt(Item item);

  /**
   * The items that run for other queues and have a queueing of {@code queue} deferred; a snapshot.
   */
  abstract List<Item> deferredTo(DispatchQueue queue);

  /** Stops idle workers and the timers; the queues must be closed before. */
  public abstract void shutdown();
}
