package dev.wq.bench.timer;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** The delays of {@link TimerPeer}: one for each slot, and any number of others. */
final class Delays {
  private static final long FROM = TimeUnit.SECONDS.toNanos(100);
  private static final long TO = TimeUnit.SECONDS.toNanos(150);

  private final SplittableRandom random = new SplittableRandom(1);
  private final long[] slots = random.longs(TimerPeer.SLOTS, FROM, TO).toArray();

  long ofSlot(int slot) {
    return slots[slot];
  }

  long next() {
    return random.nextLong(FROM, TO);
  }
}
