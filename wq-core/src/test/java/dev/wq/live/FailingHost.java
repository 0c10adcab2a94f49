package dev.wq.live;

import dev.wq.host.Edges;
import dev.wq.host.Host;
import dev.wq.host.LoomHost;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A live host whose workers are platform threads that refuse to start on demand, as where the
 * system has no threads left.
 */
final class FailingHost extends Host {
  final AtomicInteger failures = new AtomicInteger();
  volatile boolean failing;
  private final Host live;

  FailingHost(String name) {
    this.live = new LoomHost(name);
  }

  private final class Reluctant extends Thread {
    Reluctant(String name, Runnable body) {
      super(null, body, name, 0, false);
      setDaemon(true);
    }

    @Override
    public void start() {
      if (failing) {
        failures.incrementAndGet();
        throw new OutOfMemoryError("unable to create native thread (deliberate)");
      }
      super.start();
    }
  }

  @Override
  public Thread newThread(String threadName, int cpu, Edges edges, Runnable body) {
    return new Reluctant(threadName, body);
  }

  @Override
  public Thread newUserThread(String threadName, Runnable body) {
    return live.newUserThread(threadName, body);
  }

  @Override
  public Thread startDriver(String threadName, Runnable body) {
    return live.startDriver(threadName, body);
  }

  @Override
  public String name() {
    return live.name();
  }

  @Override
  public long nanoTime() {
    return live.nanoTime();
  }

  @Override
  public Instant instant() {
    return live.instant();
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    live.parkNanos(blocker, nanos);
  }

  @Override
  public void point() {
    live.point();
  }

  @Override
  public int spin(int round) {
    return live.spin(round);
  }

  @Override
  public void compute(Duration time) {
    live.compute(time);
  }

  @Override
  public int cpu() {
    return live.cpu();
  }

  @Override
  public int cpus() {
    return live.cpus();
  }

  @Override
  public int queuedThreads() {
    return live.queuedThreads();
  }

  @Override
  public RandomGenerator random() {
    return live.random();
  }

  @Override
  public boolean exactEdges() {
    return live.exactEdges();
  }

  @Override
  public int tickShift() {
    return live.tickShift();
  }
}
