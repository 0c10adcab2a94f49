package dev.wq.device.port;

import dev.wq.device.port.RunnerLayer.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;

/** A runner: a channel, its thread, and its services. */
final class PortRunner implements RunnerLayer.Client {
  private final PortChannel channel;
  private final Thread thread;
  private final Set<Kind> services = EnumSet.noneOf(Kind.class);
  private boolean borrowed; // the services, by the task that runs

  PortRunner(PortLayer layer, String device) {
    this.channel = new PortChannel(layer.machine);
    this.thread = layer.machine.thread(device, this::serve);
  }

  private void serve() {
    try {
      while (true) {
        for (Runnable task : channel.receive()) {
          run(task);
        }
      }
    } catch (InterruptedException end) {
      // the script is over
    }
  }

  private void run(Runnable task) {
    borrowed = true;
    try {
      task.run();
    } catch (RuntimeException panic) {
      // caught, and what it says is thrown away (K13)
    } finally {
      borrowed = false;
    }
  }

  private boolean isInside() {
    return Thread.currentThread() == thread;
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Makes a service there if it has none of its kind. */
  void make(Kind kind, RunnerLayer.Init init) {
    if (isInside() && borrowed) {
      throw new IllegalStateException("the services are borrowed"); // K9
    }
    boolean made =
        isDone(() -> {
          if (!services.contains(kind)) {
            init.run();
            services.add(kind);
          }
          return true;
        });
    if (!made) {
      throw new IllegalStateException("no answer from a channel that is gone"); // K10
    }
  }

  @Override
  public void submit(Runnable task) {
    if (isInside()) {
      task.run();
      return;
    }
    try {
      channel.send(task);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void flush() {
    if (!isInside()) {
      channel.flush();
    }
  }

  @Override
  public Object call(Callable<?> task) {
    Object[] result = new Object[1];
    boolean done =
        isDone(() -> {
          result[0] = task.call();
          return true;
        });
    if (!done) {
      throw new IllegalStateException("the task panicked"); // of what? (K13)
    }
    return result[0];
  }

  /** Runs it there and waits (K15); whether it came to its end. */
  private boolean isDone(Callable<Boolean> task) {
    PortReply reply = new PortReply(task);
    submit(reply);
    flush();
    return reply.await();
  }
}
