package dev.wq.timer;

import dev.wq.host.Edges;
import dev.wq.host.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A host for one thread: the clock is a field, a timed park moves it, and the driver runs only when
 * the test runs it. A hook stands at every reschedule point, where a test plays the other thread.
 */
class FakeHost extends Host {
  final int shift;
  final int cpus;
  final List<Long> parks = new ArrayList<>();
  long now;
  int cpu;
  Runnable atPoint = () -> {};
  @Nullable RuntimeException refusal;
  private @Nullable Runnable driver;

  FakeHost(int shift, int cpus) {
    this.shift = shift;
    this.cpus = cpus;
  }

  /** Runs the hook once, at the n-th point from now, counted from 1. */
  void atPoint(int n, Runnable hook) {
    int[] left = {n};
    atPoint =
        () -> {
          if (--left[0] == 0) {
            atPoint = () -> {};
            hook.run();
          }
        };
  }

  /** Runs the driver on the calling thread until the wheel is closed. */
  void runDriver() {
    if (driver == null) {
      throw new AssertionError("the driver was not started");
    }
    driver.run();
  }

  boolean isDriverStarted() {
    return driver != null;
  }

  @Override
  public Thread startDriver(String name, Runnable body) {
    if (refusal != null) {
      throw refusal;
    }
    driver = body;
    return Thread.ofVirtual().name(name).unstarted(() -> {});
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    parks.add(nanos);
    now += nanos;
  }

  @Override
  public void point() {
    atPoint.run();
  }

  @Override
  public String name() {
    return "fake host";
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Thread newUserThread(String threadName, Runnable body) {
    return newThread(threadName, 0, null, body);
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(nanoTime());
  }

  @Override
  public Thread newThread(String name, int onCpu, @Nullable Edges edges, Runnable body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int spin(int round) {
    throw new AssertionError("nobody else can hold the lock");
  }

  @Override
  public void compute(Duration time) {}

  @Override
  public int cpu() {
    return cpu;
  }

  @Override
  public int cpus() {
    return cpus;
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
    return true;
  }

  @Override
  public int tickShift() {
    return shift;
  }
}
