package dev.wq.driver;

import dev.wq.Machine;
import java.util.concurrent.ConcurrentHashMap;

/** The open driver queues of a machine, which closes them. */
final class DriverQueues implements AutoCloseable {
  private final ConcurrentHashMap<QueueState<?>, DriverQueue<?>> open = new ConcurrentHashMap<>();
  private final Machine machine; // I
  private volatile boolean closed; // false -> true

  private DriverQueues(Machine machine) {
    this.machine = machine;
  }

  static DriverQueues of(Machine machine) {
    return machine.part(DriverQueues.class, DriverQueues::new);
  }

  /**
   * @throws IllegalStateException if the machine is closed
   */
  void add(QueueState<?> state, DriverQueue<?> queue) {
    open.put(state, queue);
    if (closed) {
      open.remove(state);
      throw new IllegalStateException(machine + " is closed, refused " + state);
    }
  }

  void forget(QueueState<?> state) {
    open.remove(state);
  }

  /** Closes them one after the other. */
  @Override
  public void close() {
    closed = true;
    open.values().forEach(DriverQueue::close);
  }
}
