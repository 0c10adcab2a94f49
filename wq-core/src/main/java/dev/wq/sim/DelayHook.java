package dev.wq.sim;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stands in front of the JDK's timers of virtual threads, so that no timed wait of a simulated
 * thread ever runs in real time: the simulator reports such a wait, and a real timer could wake the
 * thread before it has.
 *
 * <p>JVM-wide, therefore everything that does not come from a simulation's carrier goes on to the
 * timer behind.
 */
final class DelayHook extends AbstractExecutorService implements ScheduledExecutorService {
  private static final ThreadLocal<Boolean> SIMULATING = new ThreadLocal<>();

  private final ScheduledExecutorService jdk;

  private DelayHook(ScheduledExecutorService jdk) {
    this.jdk = jdk;
  }

  static void install(ScheduledExecutorService[] timers) {
    for (int i = 0; i < timers.length; i++) {
      timers[i] = new DelayHook(timers[i]);
    }
  }

  /** From here to {@link #leave} the calling carrier's timers are dropped. */
  static void enter() {
    SIMULATING.set(true);
  }

  static boolean entered() {
    return SIMULATING.get() != null;
  }

  static void leave() {
    SIMULATING.remove();
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return SIMULATING.get() == null ? jdk.schedule(command, delay, unit) : Never.INSTANCE;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return jdk.schedule(callable, delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return jdk.scheduleAtFixedRate(command, initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return jdk.scheduleWithFixedDelay(command, initialDelay, delay, unit);
  }

  @Override
  public void execute(Runnable command) {
    jdk.execute(command);
  }

  @Override
  public void shutdown() {
    jdk.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return jdk.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return jdk.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return jdk.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return jdk.awaitTermination(timeout, unit);
  }

  /** A timer that does not fire. */
  private static final class Never implements ScheduledFuture<Object> {
    static final Never INSTANCE = new Never();

    @Override
    public long getDelay(TimeUnit unit) {
      return Long.MAX_VALUE;
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return true;
    }

    @Override
    public boolean isCancelled() {
      return true;
    }

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public Object get() {
      throw new CancellationException();
    }

    @Override
    public Object get(long timeout, TimeUnit unit) {
      throw new CancellationException();
    }
  }
}
