package dev.wq.port;

import dev.wq.Machine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The state machines of Zephyr's work layer as the reference describes them, known defects
 * included, on one simulated CPU. Steps between two waits are atomic, as under its lock.
 */
final class PortLayer implements WorkLayer {
  final Machine machine;
  final Deque<Canceller> cancellers = new ArrayDeque<>(); // of all items
  private final List<PortQueue> queues = new ArrayList<>();

  PortLayer(Machine machine) {
    this.machine = machine;
  }

  /** Somebody in cancelSync. */
  record Canceller(PortItem item, Sleepers asleep) {}

  @Override
  public PortQueue queue(String name) {
    return queue(name, Duration.ZERO);
  }

  @Override
  public PortQueue queue(String name, Duration limit) {
    PortQueue queue = new PortQueue(this, name, limit);
    queues.add(queue);
    return queue;
  }

  @Override
  public PortItem item(String name, Handler handler) {
    return new PortItem(this, handler);
  }

  @Override
  public PortWatcher watcher(String name, Handler handler) {
    return new PortWatcher(this, handler);
  }

  @Override
  public PortSignal signal() {
    return new PortSignal();
  }

  @Override
  public void end() {
    queues.forEach(PortQueue::endThread);
  }

  /** Calls {@code expired} after {@code delay}, if it is wanted then. */
  void startTimer(Duration delay, Runnable expired) {
    machine.thread(
        "timer",
        () -> {
          try {
            machine.sleep(delay);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          expired.run();
        });
  }

  /** The canceling flag goes, and one waiter is told: the first that is found (C6). */
  void finishCancel(PortItem item) {
    item.canceling = false;
    for (Canceller waiting : cancellers) {
      if (waiting.item == item) {
        cancellers.remove(waiting);
        waiting.asleep.wakeAll();
        return;
      }
    }
  }
}
