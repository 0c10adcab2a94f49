package dev.wq.bench.timer;

import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Timers that all expire within half a second: the CPU time of the process for each, from just
 * before the first is due until the last has run, and by how much they are late. Many timers, and
 * few.
 */
final class Expiry {
  static final int MANY = 1_000_000;
  static final int FEW = 1_000;

  /** Half of the timers are late by this at most. */
  static final Reading LATE_P50 = new Reading("lateP50", "ms");

  /** 99 % of the timers are late by this at most. */
  static final Reading LATE_P99 = new Reading("lateP99", "ms");

  private static final double MILLI = 1e6;
  private static final long LEAD = TimeUnit.SECONDS.toNanos(1);
  private static final long SHORT_LEAD = LEAD / 4;
  private static final long SPREAD = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long BEFORE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int DIGITS = 3;

  private final TimerPeer timer;
  private final Due[] dues;

  /** {@code count}: at most so many at once. */
  Expiry(TimerPeer timer, int count) {
    this.timer = timer;
    this.dues = Stream.generate(Due::new).limit(count).toArray(Due[]::new);
  }

  /** Once to warm up, then both numbers. */
  static Sample measure(TimerPeer.Kind kind, Settings settings) throws InterruptedException {
    try (TimerPeer timer = kind.open()) {
      Expiry expiry = new Expiry(timer, MANY);
      if (!settings.quick()) {
        expiry.expire(MANY / 4, SHORT_LEAD, SPREAD / 4);
      }
      return expiry
          .expire(FEW, SHORT_LEAD, SPREAD)
          .at(FEW)
          .with(expiry.expire(MANY, LEAD, SPREAD).at(MANY));
    }
  }

  /** So many timers, due from {@code lead} until {@code spread} later. */
  Sample expire(int count, long lead, long spread) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(count);
    System.gc();
    long first = System.nanoTime() + lead;
    schedule(count, first, spread, done);
    timer.serve();
    awaitTime(first - BEFORE);
    Meter start = Meter.now();
    done.await();
    return Meter.now().since(start).costs(count).with(lateness(count));
  }

  private void schedule(int count, long first, long spread, CountDownLatch done) {
    SplittableRandom random = new SplittableRandom(count);
    for (int i = 0; i < count; i++) {
      Due due = dues[i];
      due.prepare(first + random.nextLong(spread), done);
      timer.schedule(due, due.deadline() - System.nanoTime());
    }
  }

  /** How many of the last ones have run. */
  int runs() {
    return (int) Stream.of(dues).filter(Due::hasRun).count();
  }

  private static void awaitTime(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private Sample lateness(int count) {
    Histogram nanos = new Histogram(DIGITS);
    for (int i = 0; i < count; i++) {
      nanos.recordValue(Math.max(0, dues[i].late()));
    }
    return Sample.of(LATE_P50, nanos.getValueAtPercentile(50) / MILLI)
        .with(LATE_P99, nanos.getValueAtPercentile(99) / MILLI);
  }
}
