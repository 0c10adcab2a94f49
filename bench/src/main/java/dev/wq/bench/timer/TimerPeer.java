package dev.wq.bench.timer;

import dev.wq.DelayedWork;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A timer in use: ours, or what a user would pick instead. */
@FunctionalInterface
interface TimerPeer extends AutoCloseable {
  /** A power of two: so many delays, and so many delayed works, are used in turn. */
  int SLOTS = 1024;

  /** Schedules something by the delay of {@code slot} and takes it back; true if it got it. */
  boolean scheduleAndCancel(int slot);

  @Override
  default void close() {}

  /** The timers to choose from. */
  enum Kind {
    WHEEL("delayed work", Kind::wheel),
    SCHEDULED_POOL("ScheduledThreadPoolExecutor", Kind::scheduledPool),
    FORK_JOIN_POOL("ForkJoinPool.schedule", armed -> executor(new ForkJoinPool(1), armed)),
    NETTY_WHEEL("Netty HashedWheelTimer", Kind::nettyWheel);

    final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
    private final IntFunction<TimerPeer> maker;

    Kind(String title, IntFunction<TimerPeer> maker) {
      this.title = title;
      this.maker = maker;
    }

    /** A timer for which {@code armed} others are scheduled. */
    TimerPeer open(int armed) {
      return maker.apply(armed);
    }

    private static TimerPeer wheel(int armed) {
      WorkQueue queue = Machine.live().queue(QueueAttrs.named("timed"));
      long[] delays = delays(armed + SLOTS);
      Duration[] durations = new Duration[SLOTS];
      DelayedWork[] works = new DelayedWork[SLOTS];
      for (int i = 0; i < SLOTS; i++) {
        durations[i] = Duration.ofNanos(delays[i]);
        works[i] = DelayedWork.of("timed", Kind::nothing);
      }
      for (int i = SLOTS; i < delays.length; i++) {
        queue.enqueueDelayed(DelayedWork.of("armed", Kind::nothing), Duration.ofNanos(delays[i]));
      }
      return slot -> {
        queue.enqueueDelayed(works[slot], durations[slot]);
        return works[slot].cancel();
      };
    }

    private static TimerPeer scheduledPool(int armed) {
      ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
      pool.setRemoveOnCancelPolicy(true);
      return executor(pool, armed);
    }

    private static TimerPeer executor(ScheduledExecutorService executor, int armed) {
      long[] delays = delays(armed + SLOTS);
      for (int i = SLOTS; i < delays.length; i++) {
        Future<?> _ = executor.schedule(Kind::nothing, delays[i], TimeUnit.NANOSECONDS);
      }
      return new TimerPeer() {
        @Override
        public boolean scheduleAndCancel(int slot) {
          return executor.schedule(Kind::nothing, delays[slot], TimeUnit.NANOSECONDS).cancel(false);
        }

        @Override
        public void close() {
          executor.shutdownNow();
        }
      };
    }

    private static TimerPeer nettyWheel(int armed) {
      HashedWheelTimer wheel = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 8192);
      long[] delays = delays(armed + SLOTS);
      for (int i = SLOTS; i < delays.length; i++) {
        Timeout _ = wheel.newTimeout(timeout -> {}, delays[i], TimeUnit.NANOSECONDS);
      }
      return new TimerPeer() {
        @Override
        public boolean scheduleAndCancel(int slot) {
          return wheel.newTimeout(timeout -> {}, delays[slot], TimeUnit.NANOSECONDS).cancel();
        }

        @Override
        public void close() {
          wheel.stop();
        }
      };
    }

    private static void nothing() {}

    /** From 100 to 150 s, so that nothing expires; the same ones for every timer. */
    private static long[] delays(int count) {
      SplittableRandom random = new SplittableRandom(1);
      long[] delays = new long[count];
      for (int i = 0; i < count; i++) {
        delays[i] = TimeUnit.MICROSECONDS.toNanos(random.nextLong(100_000_000, 150_000_000));
      }
      return delays;
    }
  }
}
