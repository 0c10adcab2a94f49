package dev.wq.port;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A queue and its thread: k_work_q. */
final class PortQueue implements WorkLayer.Queue {
  private final PortLayer layer;
  private final Duration limit; // zero: none
  private final Deque<PortItem> pending = new ArrayDeque<>();
  private final Sleepers worker = new Sleepers();
  private final Sleepers drainers = new Sleepers();
  private final Sleepers joiners = new Sleepers();
  private final Thread thread;

  private boolean started = true;
  private boolean busy;
  private boolean draining;
  private boolean plugged;
  private boolean stopping;
  private boolean aborted;
  private int runs; // tells the timeout of one run from those of others

  PortQueue(PortLayer layer, String name, Duration limit) {
    this.layer = layer;
    this.limit = limit;
    this.thread = layer.machine.thread(name, this::serve);
  }

  // ---- its thread

  private void serve() {
    try {
      while (started) {
        serveOnce();
      }
    } catch (InterruptedException end) {
      // aborted by the timeout of a work, or by the end of the script: it leaves all as it is
    }
    joiners.wakeAll();
  }

  private void serveOnce() throws InterruptedException {
    PortItem next = pending.poll();
    busy = next != null;
    if (next != null) {
      run(next);
    } else if (draining) {
      draining = false;
      drainers.wakeAll();
      worker.sleep(); // without a look whether it shall stop (Q15)
    } else if (stopping) {
      started = false;
      plugged = false;
      stopping = false;
    } else {
      worker.sleep();
    }
  }

  private void run(PortItem item) throws InterruptedException {
    item.queued = false;
    item.running = true;
    int run = ++runs;
    if (!limit.isZero()) {
      layer.startTimer(limit, () -> abort(run));
    }
    item.run();
    runs++;
    item.running = false;
    if (item.canceling) {
      layer.finishCancel(item);
    }
  }

  /** The thread is killed; nothing else changes (Q27). */
  private void abort(int run) {
    if (runs == run) {
      aborted = true;
      thread.interrupt();
    }
  }

  void endThread() {
    thread.interrupt();
  }

  // ---- items

  /** Why a submission is refused; 0: it is not. */
  int refusal() {
    if (!started) {
      return -19;
    }
    boolean chained = Thread.currentThread() == thread;
    return (draining && !chained) || (plugged && !draining) ? -16 : 0;
  }

  void append(PortItem item) {
    pending.add(item);
    worker.wakeAll();
  }

  void remove(PortItem item) {
    pending.remove(item);
  }

  @Override
  public boolean submit(WorkLayer.Item item) {
    return ((PortItem) item).submitTo(this) >= 0;
  }

  @Override
  public boolean reschedule(WorkLayer.Item item, Duration delay) {
    return ((PortItem) item).rescheduleOn(this, delay) >= 0;
  }

  @Override
  public boolean arm(WorkLayer.Watcher watcher, WorkLayer.Signal... any) {
    return ((PortWatcher) watcher).armOn(this, any) == 0;
  }

  @Override
  public int reported() {
    return 0;
  }

  // ---- its life

  @Override
  public void drainAndPlug() throws InterruptedException {
    draining = true;
    plugged = true;
    worker.wakeAll();
    drainers.sleep();
  }

  @Override
  public void unplug() {
    plugged = false;
  }

  @Override
  public void stop() throws InterruptedException {
    if (!started || !plugged) {
      throw new IllegalStateException(started ? "not plugged" : "not started");
    }
    stopping = true;
    worker.wakeAll();
    if (thread.isAlive() && !aborted) {
      joiners.sleep();
    }
  }

  @Override
  public String toString() {
    return (busy ? "busy" : "idle") + " with " + pending.size() + " pending";
  }
}
