package dev.wq.bench.queue;

import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.harness.WarmUp;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A number of ticks that are put one after the other and then waited for, again and again. They are
 * made once, and are old before anything is measured.
 */
public final class Burst {
  private static final int YIELDS = 4;
  private static final long PARK_NANOS = 30_000;

  private final Tick[] ticks;
  private int epoch;

  /** So many ticks. */
  public Burst(int size) {
    this(size, Tick::new);
  }

  Burst(int size, Supplier<? extends Tick> maker) {
    ticks = Stream.generate(maker).limit(size).toArray(Tick[]::new);
    System.gc();
    System.gc();
  }

  /** End to end: from the first put until the last tick has run, averaged over the given time. */
  public Sample measure(Peer peer, Settings settings) {
    warmUp(() -> put(peer), settings);
    return measure(() -> put(peer), settings.measureNanos());
  }

  /** The same for one of the points of a curve, in a JVM that is warm already. */
  public Sample measurePoint(Peer peer, Settings settings) {
    repeat(() -> put(peer), settings.pointWarmUpNanos());
    return measure(() -> put(peer), settings.pointNanos());
  }

  /** The same where this thread and one more put half of the ticks each. */
  Sample measureShared(Peer peer, Settings settings) {
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      warmUp(() -> putShared(peer, other), settings);
      return measure(() -> putShared(peer, other), settings.measureNanos());
    }
  }

  private void warmUp(Runnable put, Settings settings) {
    WarmUp.untilCompiled(() -> repeat(put, settings.warmUpNanos() / 3));
  }

  private Sample measure(Runnable put, long nanos) {
    Meter start = Meter.now();
    long items = repeat(put, nanos);
    return Meter.now().since(start).each(items);
  }

  /** As by {@link #measure(Peer, Settings)}, for so long; only time decides. */
  Sample measure(Peer peer, long warmUpNanos, long nanos) {
    repeat(() -> put(peer), warmUpNanos);
    return measure(() -> put(peer), nanos);
  }

  /** For at least so long; returns how many items there were. */
  private long repeat(Runnable put, long nanos) {
    long start = System.nanoTime();
    long items = 0;
    do {
      put.run();
      await();
      items += ticks.length;
    } while (System.nanoTime() - start < nanos);
    return items;
  }

  void put(Peer peer) {
    epoch++;
    put(peer, 0, ticks.length);
  }

  void putShared(Peer peer, Executor other) {
    epoch++;
    int half = ticks.length / 2;
    other.execute(() -> put(peer, half, ticks.length));
    put(peer, 0, half);
  }

  private void put(Peer peer, int from, int to) {
    for (int i = from; i < to; i++) {
      peer.put(ticks[i]);
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
