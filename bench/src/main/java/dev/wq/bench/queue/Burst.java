package dev.wq.bench.queue;

import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A number of ticks that are put one after the other and then waited for, again and again. They are
 * made once, and are old before anything is measured.
 */
public final class Burst {
  private static final long WARM_UP_ITEMS = 1_000_000; // on a busy machine time alone warms nothing
  private static final int YIELDS = 4;
  private static final long PARK_NANOS = 30_000;

  private final Tick[] ticks;
  private int epoch;

  /** So many ticks. */
  public Burst(int size) {
    ticks = Tick.array(size);
    System.gc();
    System.gc();
  }

  /** End to end: from the first put until the last tick has run, averaged over the given time. */
  public Sample measure(Peer peer, Settings settings) {
    repeat(peer, settings.warmUpNanos(), WARM_UP_ITEMS);
    return measure(peer, settings.measureNanos());
  }

  /** The same for one of the points of a curve, in a JVM that is warm already. */
  public Sample measurePoint(Peer peer, Settings settings) {
    if (ticks.length < WARM_UP_ITEMS) {
      repeat(peer, settings.pointWarmUpNanos(), 0);
    }
    return measure(peer, settings.pointNanos());
  }

  private Sample measure(Peer peer, long nanos) {
    Meter start = Meter.now();
    long items = repeat(peer, nanos, 0);
    return Meter.now().since(start).each(items);
  }

  /** For at least so long and so many items; returns how many there were. */
  private long repeat(Peer peer, long nanos, long atLeast) {
    long start = System.nanoTime();
    long items = 0;
    do {
      put(peer);
      await();
      items += ticks.length;
    } while (System.nanoTime() - start < nanos || items < atLeast);
    return items;
  }

  void put(Peer peer) {
    epoch++;
    for (Tick tick : ticks) {
      peer.put(tick);
    }
  }

  /**
   * Waits for the ticks put last; for the last of them first, and seldom looking: a waiter that
   * reads each tick while it is written would slow down whoever runs them.
   */
  void await() {
    for (int i = ticks.length - 1; i >= 0; i--) {
      for (int round = 0; ticks[i].runs() != epoch; round++) {
        pause(round);
      }
    }
  }

  /** How often all ticks together have run. */
  long runs() {
    return Stream.of(ticks).mapToLong(Tick::runs).sum();
  }

  @SuppressWarnings("ThreadPriorityCheck") // a yield is all that is wanted
  private static void pause(int round) {
    if (round < YIELDS) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(PARK_NANOS);
    }
  }
}
