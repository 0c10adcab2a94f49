package dev.wq.bench.poll;

import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.wait.WaitCell;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Two threads that wake each other in turn, over two cells or over two flags with park and unpark;
 * the time from one wake to what the other does then.
 */
final class PingPong {
  private static final int ROUNDS = 20_000;

  /** Where one thread waits for the other. */
  private interface Side {
    void wake();

    void await() throws InterruptedException;

    /** Called by the thread that will wait, before it or the other begins. */
    default void ownedBy(Thread waiter) {}
  }

  private static final class Cell implements Side {
    private final WaitCell cell = new WaitCell();

    @Override
    public void wake() {
      cell.wake();
    }

    @Override
    public void await() throws InterruptedException {
      cell.await();
    }
  }

  /** What is done without a cell, for one waiter that is known and never gives up. */
  private static final class Flag implements Side {
    private volatile boolean woken;
    private volatile Thread waiter = Thread.currentThread();

    @Override
    public void ownedBy(Thread thread) {
      waiter = thread;
    }

    @Override
    public void wake() {
      woken = true;
      LockSupport.unpark(waiter);
    }

    @Override
    public void await() {
      while (!woken) {
        LockSupport.park(this);
      }
      woken = false;
    }
  }

  private final Supplier<Side> sides;
  private final ThreadFactory threads;

  private PingPong(Supplier<Side> sides, ThreadFactory threads) {
    this.sides = sides;
    this.threads = threads;
  }

  static PingPong cells(ThreadFactory threads) {
    return new PingPong(Cell::new, threads);
  }

  static PingPong parks(ThreadFactory threads) {
    return new PingPong(Flag::new, threads);
  }

  Sample measure(Settings settings) throws InterruptedException {
    repeat(settings.warmUpNanos());
    Meter start = Meter.now();
    long wakes = repeat(settings.measureNanos());
    return Meter.now().since(start).each(wakes);
  }

  private long repeat(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    long wakes = 0;
    do {
      once();
      wakes += 2 * ROUNDS;
    } while (System.nanoTime() - start < nanos);
    return wakes;
  }

  private void once() throws InterruptedException {
    Side there = sides.get();
    Side back = sides.get();
    Thread echo = threads.newThread(() -> echo(there, back));
    Thread caller = threads.newThread(() -> call(there, back));
    there.ownedBy(echo);
    back.ownedBy(caller);
    echo.start();
    caller.start();
    caller.join();
    echo.join();
  }

  private static void call(Side there, Side back) {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        there.wake();
        back.await();
      }
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError(nobodyDoes);
    }
  }

  private static void echo(Side there, Side back) {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        there.await();
        back.wake();
      }
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError(nobodyDoes);
    }
  }
}
