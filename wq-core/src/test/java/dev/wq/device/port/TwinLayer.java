package dev.wq.device.port;

import dev.wq.Machine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;

/** The plain twin of the channel: a list and a thread, which dies with a task (K6). */
final class TwinLayer implements RunnerLayer {
  private final Machine machine;
  private final List<Twin> twins = new ArrayList<>();

  TwinLayer(Machine machine) {
    this.machine = machine;
  }

  @Override
  public Client create(String device, Kind kind, Init init) {
    Twin twin = new Twin(device);
    twins.add(twin);
    twin.submit(init::run);
    return twin;
  }

  @Override
  public void shutdown(String device) {}

  @Override
  public void end() {
    twins.forEach(twin -> twin.thread.interrupt());
  }

  private final class Twin implements Client {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PortGate gate = new PortGate();
    private final Thread thread;
    private boolean dead;

    Twin(String device) {
      thread = machine.thread(device, this::serve);
    }

    private void serve() {
      try {
        while (true) {
          gate.await(() -> !tasks.isEmpty());
          tasks.remove().run();
        }
      } catch (RuntimeException panic) {
        dead = true;
      }
    }

    @Override
    public void submit(Runnable task) {
      if (dead) {
        throw new IllegalStateException("nobody receives");
      }
      tasks.add(task);
      gate.signal();
    }

    @Override
    public void flush() {}

    @Override
    public Object call(Callable<?> task) {
      Object[] result = new Object[1];
      PortReply reply =
          new PortReply(() -> {
            result[0] = task.call();
            return true;
          });
      submit(reply);
      reply.await();
      return result[0];
    }
  }
}
