package dev.wq.bench;

import dev.wq.wait.WaitCell;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two virtual threads that wake each other in turn; the time from a wake to the next one, which is
 * made by whoever was woken.
 */
final class Cells {
  private static final int ROUNDS = 20_000;

  /** Where one of the two waits. */
  private interface Place {
    void wake();

    /** Until the next wake. */
    void await() throws InterruptedException;

    /** Called once, before anything else, by whoever is to wait here. */
    default void enter() {}
  }

  private final Supplier<Place> places;

  private Cells(Supplier<Place> places) {
    this.places = places;
  }

  static Cells ours() {
    return new Cells(OfCell::new);
  }

  static Cells jdk() {
    return new Cells(OfPark::new);
  }

  private static final class OfCell implements Place {
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

  private static final class OfPark implements Place {
    private volatile @Nullable Thread waiter;
    private volatile boolean woken;

    @Override
    public void enter() {
      waiter = Thread.currentThread();
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
    Place here = places.get();
    Place there = places.get();
    Thread first = Thread.startVirtualThread(() -> alternate(here, there));
    Thread second = Thread.startVirtualThread(() -> alternate(there, here));
    here.wake();
    first.join();
    second.join();
  }

  private static void alternate(Place mine, Place other) {
    mine.enter();
    try {
      for (int i = 0; i < ROUNDS; i++) {
        mine.await();
        other.wake();
      }
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError(nobodyDoes);
    }
  }
}
