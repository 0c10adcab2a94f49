package dev.wq.host;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A host that does everything as another one; a test overrides what it wants otherwise. */
public class OtherHost extends Host {
  private final Host host;

  public OtherHost(Host host) {
    this.host = host;
  }

  @Override
  public Thread newThread(String name, int cpu, @Nullable Edges edges, Runnable body) {
    return host.newThread(name, cpu, edges, body);
  }

  @Override
  public Thread newUserThread(String name, Runnable body) {
    return host.newUserThread(name, body);
  }

  @Override
  public Thread startDriver(String name, Runnable body) {
    return host.startDriver(name, body);
  }

  @Override
  public String name() {
    return host.name();
  }

  @Override
  public long nanoTime() {
    return host.nanoTime();
  }

  @Override
  public Instant instant() {
    return host.instant();
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    host.parkNanos(blocker, nanos);
  }

  @Override
  public int priority() {
    return host.priority();
  }

  @Override
  public void point() {
    host.point();
  }

  @Override
  public int spin(int round) {
    return host.spin(round);
  }

  @Override
  public void reschedule() {
    host.reschedule();
  }

  @Override
  public void compute(Duration time) {
    host.compute(time);
  }

  @Override
  public int cpu() {
    return host.cpu();
  }

  @Override
  public int cpus() {
    return host.cpus();
  }

  @Override
  public int queuedThreads() {
    return host.queuedThreads();
  }

  @Override
  public RandomGenerator random() {
    return host.random();
  }

  @Override
  public boolean exactEdges() {
    return host.exactEdges();
  }

  @Override
  public int tickShift() {
    return host.tickShift();
  }
}
