package dev.wq.bench.timer;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * A timer in use: ours, or what a user would pick instead. One thread uses it.
 *
 * <p>Delays that are not given are from 100 to 150 s, so that nothing expires; the same ones in the
 * same order for every timer.
 */
public interface TimerPeer extends AutoCloseable {
  /** A power of two: so many delays are used in turn. */
  int SLOTS = 1024;

  /** A power of two: so many are moved in turn, so that each of them gets many delays. */
  int MOVED = 64;

  /** Schedules so many others, which stay. */
  void arm(int more);

  /** Schedules something by the delay of {@code slot} and takes it back; true if it got it. */
  boolean scheduleAndCancel(int slot);

  /**
   * Moves something that waits to the delay of {@code slot}, by cancelling and scheduling if there
   * is no other way; true if it waited, as it does not for the first {@link #MOVED} calls.
   */
  boolean modify(int slot);

  /** Has {@code due} run after so many nanoseconds. */
  void schedule(Due due, long delayNanos);

  /** Called after the last {@link #schedule}: what has been scheduled is to run when it is due. */
  default void serve() {}

  @Override
  void close();

  /** The timers to choose from. */
  enum Kind {
    WHEEL("delayed work", WheelTimer::new),
    SCHEDULED_POOL("ScheduledThreadPoolExecutor", Kind::scheduledPool),
    FORK_JOIN_POOL("ForkJoinPool.schedule", () -> new ExecutorTimer(new ForkJoinPool(1))),
    NETTY_WHEEL("Netty HashedWheelTimer", NettyTimer::new),
    AGRONA_WHEEL("Agrona DeadlineTimerWheel", AgronaTimer::new);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
    private final Supplier<TimerPeer> maker;

    Kind(String title, Supplier<TimerPeer> maker) {
      this.title = title;
      this.maker = maker;
    }

    /** How the table calls it. */
    public String title() {
      return title;
    }

    public TimerPeer open() {
      return maker.get();
    }

    private static TimerPeer scheduledPool() {
      ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
      pool.setRemoveOnCancelPolicy(true);
      return new ExecutorTimer(pool);
    }
  }
}
