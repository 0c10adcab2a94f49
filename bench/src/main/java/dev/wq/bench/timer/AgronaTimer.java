package dev.wq.bench.timer;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Agrona's wheel, which belongs to one thread and is polled by it: by the caller while nothing is
 * due, by a thread of its own each millisecond once it is to {@link #serve}.
 */
final class AgronaTimer implements TimerPeer {
  // It looks through all of a tick's timers for a free place: with ticks of a millisecond it takes
  // longer to schedule 1 M timers than they may wait.
  private static final long TICK = 1 << 17;
  private static final int TICKS = 1 << 15;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final DeadlineTimerWheel wheel =
      new DeadlineTimerWheel(TimeUnit.NANOSECONDS, System.nanoTime(), TICK, TICKS);
  private final Long2ObjectHashMap<Due> waiting = new Long2ObjectHashMap<>();
  private final Delays delays = new Delays();
  private final long[] moved = new long[MOVED];
  private @Nullable Thread poller;

  AgronaTimer() {
    Arrays.fill(moved, DeadlineTimerWheel.NULL_DEADLINE);
  }

  private long schedule(long nanos) {
    return wheel.scheduleTimer(System.nanoTime() + nanos);
  }

  @Override
  public void arm(int more) {
    for (int i = 0; i < more; i++) {
      schedule(delays.next());
    }
  }

  @Override
  public boolean scheduleAndCancel(int slot) {
    if (slot == 0) {
      poll();
    }
    return wheel.cancelTimer(schedule(delays.ofSlot(slot)));
  }

  @Override
  public boolean modify(int slot) {
    int place = slot & (MOVED - 1);
    boolean waited = wheel.cancelTimer(moved[place]);
    moved[place] = schedule(delays.ofSlot(slot));
    return waited;
  }

  @Override
  public void schedule(Due due, long delayNanos) {
    finish();
    waiting.put(schedule(delayNanos), due);
  }

  @Override
  public void serve() {
    finish();
    poller = Thread.ofPlatform().daemon().start(this::pollUntilServed);
  }

  private void pollUntilServed() {
    while (!waiting.isEmpty()) {
      poll();
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** A call does a single tick at most. */
  private void poll() {
    long now = System.nanoTime();
    do {
      wheel.poll(now, (_, _, id) -> expire(id), Integer.MAX_VALUE);
    } while (wheel.currentTickTime() <= now);
  }

  private boolean expire(long id) {
    Due due = waiting.remove(id);
    if (due != null) {
      due.run();
    }
    return true;
  }

  /** The wheel is the caller's again. */
  private void finish() {
    if (poller != null) {
      join(poller);
      poller = null;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError(nobodyDoes);
    }
  }

  @Override
  public void close() {
    finish();
  }
}
