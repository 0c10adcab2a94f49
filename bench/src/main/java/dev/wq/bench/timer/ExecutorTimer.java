package dev.wq.bench.timer;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer of the JDK. */
final class ExecutorTimer implements TimerPeer {
  private final ScheduledExecutorService executor;
  private final Delays delays = new Delays();
  private final @Nullable Future<?>[] moved = new Future<?>[MOVED];

  ExecutorTimer(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  private Future<?> schedule(long nanos) {
    return executor.schedule(() -> {}, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void arm(int more) {
    for (int i = 0; i < more; i++) {
      Future<?> _ = schedule(delays.next());
    }
  }

  @Override
  public boolean scheduleAndCancel(int slot) {
    return schedule(delays.ofSlot(slot)).cancel(false);
  }

  @Override
  public boolean modify(int slot) {
    int place = slot & (MOVED - 1);
    Future<?> before = moved[place];
    boolean waited = before != null && before.cancel(false);
    moved[place] = schedule(delays.ofSlot(slot));
    return waited;
  }

  @Override
  public void schedule(Due due, long delayNanos) {
    Future<?> _ = executor.schedule(due, delayNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
