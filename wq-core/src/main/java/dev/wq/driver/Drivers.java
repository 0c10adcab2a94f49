package dev.wq.driver;

import dev.wq.Machine;
import java.util.concurrent.CopyOnWriteArrayList;

/** The open driver queues of a machine, which closes them with itself. */
final class Drivers implements AutoCloseable {
  private final CopyOnWriteArrayList<DriverQueue<?>> queues = new CopyOnWriteArrayList<>();

  private Drivers() {}

  static Drivers of(Machine machine) {
    return machine.part(Drivers.class, _ -> new Drivers());
  }

  void add(DriverQueue<?> queue) {
    queues.add(queue);
  }

  void remove(DriverQueue<?> queue) {
    queues.remove(queue);
  }

  @Override
  public void close() {
    queues.forEach(DriverQueue::close);
  }
}
