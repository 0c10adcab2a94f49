package dev.wq.bench.timer;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Netty's wheel, with ticks of 1 ms. */
final class NettyTimer implements TimerPeer {
  private final HashedWheelTimer wheel = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 8192);
  private final Delays delays = new Delays();
  private final @Nullable Timeout[] moved = new Timeout[MOVED];

  private Timeout schedule(long nanos) {
    return wheel.newTimeout(_ -> {}, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void arm(int more) {
    for (int i = 0; i < more; i++) {
      Timeout _ = schedule(delays.next());
    }
  }

  @Override
  public boolean scheduleAndCancel(int slot) {
    return schedule(delays.ofSlot(slot)).cancel();
  }

  @Override
  public boolean modify(int slot) {
    int place = slot & (MOVED - 1);
    Timeout before = moved[place];
    boolean waited = before != null && before.cancel();
    moved[place] = schedule(delays.ofSlot(slot));
    return waited;
  }

  @Override
  public void schedule(Due due, long delayNanos) {
    Timeout _ = wheel.newTimeout(due, delayNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    wheel.stop();
  }
}
