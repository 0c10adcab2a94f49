package dev.wq.bench;

import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A number of ticks that are put one after the other and then waited for, again and again. They are
 * made once, and are old before anything is measured.
 */
final class Burst {
  private static final long WARM_UP_ITEMS = 1_000_000; // on a busy machine time alone warms nothing
  private static final int SPINS = 1000;
  private static final long PARK_NANOS = 30_000;

  private final Tick[] ticks;
  private int epoch;

  Burst(int size) {
    ticks = Tick.array(size);
    System.gc();
    System.gc();
  }

  /** End to end: from the first put until the last tick has run, averaged over the given time. */
  Sample measure(Peer peer, Settings settings) {
    repeat(peer, settings.warmUpNanos(), WARM_UP_ITEMS);
    Meter start = Meter.now();
    long items = repeat(peer, settings.measureNanos(), 0);
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

  /** Waits for the ticks put last. */
  void await() {
    for (Tick tick : ticks) {
      for (int round = 0; tick.runs() != epoch; round++) {
        pause(round);
      }
    }
  }

  /** How often all ticks together have run. */
  long runs() {
    return Stream.of(ticks).mapToLong(Tick::runs).sum();
  }

  private static void pause(int round) {
    if (round < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(PARK_NANOS);
    }
  }
}
