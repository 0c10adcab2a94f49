package dev.wq.host;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;

/** The live host: the JDK's virtual threads, clock and scheduler. Needs no flag. */
public final class LoomHost extends Host {
  private static final int SPINS = 100;
  private static final int YIELDS = 20;
  private static final long SPIN_PARK_NANOS = 50_000;
  private static final int TICK_SHIFT = 20;

  private final String name;
  private final int cpus = Runtime.getRuntime().availableProcessors();
  private final ClassLoader loader = ClassLoader.getSystemClassLoader();

  public LoomHost(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return "live machine \"" + name + "\"";
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Thread newThread(String threadName, int cpu, @Nullable Edges edges, Runnable body) {
    refuseSimulated(threadName);
    Thread thread =
        Thread.ofVirtual().name(threadName).inheritInheritableThreadLocals(false).unstarted(body);
    thread.setContextClassLoader(loader);
    return thread;
  }

  @Override
  public Thread newUserThread(String threadName, Runnable body) {
    return newThread(threadName, 0, null, body);
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public Thread startDriver(String threadName, Runnable body) {
    refuseSimulated(threadName);
    return Thread.ofPlatform()
        .daemon()
        .name(threadName)
        .inheritInheritableThreadLocals(false)
        .start(body);
  }

  /**
   * A thread made by a simulated thread would inherit the simulation's scheduler and stop with it.
   */
  private void refuseSimulated(String threadName) {
    Host simulation = SimulatedThreads.currentHost();
    if (simulation != null) {
      throw new IllegalStateException(
          name()
              + " would start thread '"
              + threadName
              + "' inside "
              + simulation.name()
              + ": use the simulation's own machine (Machine.current()) there, or touch the live machine first outside");
    }
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    LockSupport.parkNanos(blocker, nanos);
  }

  @Override
  public void point() {}

  @Override
  @SuppressWarnings(
      "ThreadPriorityCheck") // yields before it parks: the other thread is a step away
  public int spin(int round) {
    if (round < SPINS) {
      Thread.onSpinWait();
    } else if (round < SPINS + YIELDS) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(this, SPIN_PARK_NANOS);
    }
    return round < Integer.MAX_VALUE ? round + 1 : round;
  }

  @Override
  public void compute(Duration time) {}

  @Override
  public int cpu() {
    return (int) (Thread.currentThread().threadId() % cpus);
  }

  @Override
  public int cpus() {
    return cpus;
  }

  @Override
  public int queuedThreads() {
    return (int) Math.min(Integer.MAX_VALUE, Scheduler.BEAN.getQueuedVirtualThreadCount());
  }

  @Override
  public RandomGenerator random() {
    return ThreadLocalRandom.current();
  }

  @Override
  public boolean exactEdges() {
    return false;
  }

  @Override
  public int tickShift() {
    return TICK_SHIFT;
  }

  /** Loaded at the first question, because the management classes are slow to start. */
  private static final class Scheduler {
    static final VirtualThreadSchedulerMXBean BEAN =
        ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
  }
}
