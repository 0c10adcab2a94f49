package dev.wq.dispatch;

import dev.wq.host.Edges;
import dev.wq.host.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A host on which no time passes and no thread is ever started. */
final class IdleHost extends Host {
  @Override
  public String name() {
    return "idle host";
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH;
  }

  @Override
  public Thread newThread(String name, int cpu, @Nullable Edges edges, Runnable body) {
    return Thread.ofPlatform().name(name).unstarted(body);
  }

  @Override
  public Thread newUserThread(String name, Runnable body) {
    return newThread(name, 0, null, body);
  }

  @Override
  public Thread startDriver(String name, Runnable body) {
    throw new UnsupportedOperationException("no timers on the " + name());
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    throw new UnsupportedOperationException("no time on the " + name());
  }

  @Override
  public void point() {}

  @Override
  public int spin(int round) {
    Thread.onSpinWait();
    return 0;
  }

  @Override
  public void compute(Duration time) {}

  @Override
  public int cpu() {
    return 0;
  }

  @Override
  public int cpus() {
    return 1;
  }

  @Override
  public int queuedThreads() {
    return 0;
  }

  @Override
  public RandomGenerator random() {
    return new SplittableRandom(0);
  }

  @Override
  public boolean exactEdges() {
    return false;
  }

  @Override
  public int tickShift() {
    return 0;
  }
}
