package dev.wq;

import dev.wq.host.Edges;
import dev.wq.host.Host;
import dev.wq.host.SimulatedThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The host of the running simulation, to be changed in one respect, for a machine of its own. */
class WrappedHost extends Host {
  private final Host host = Objects.requireNonNull(SimulatedThreads.currentHost());

  /** A second machine in the same simulation. */
  static Machine machine(String name, WrappedHost host) {
    return new Machine(name, host) {};
  }

  @Override
  public String name() {
    return "wrapped " + host.name();
  }

  @Override
  public long nanoTime() {
    return host.nanoTime();
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
  public Instant instant() {
    return host.instant();
  }

  @Override
  public Thread startDriver(String name, Runnable body) {
    return host.startDriver(name, body);
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    host.parkNanos(blocker, nanos);
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
