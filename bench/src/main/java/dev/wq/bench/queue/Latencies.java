package dev.wq.bench.queue;

import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.WarmUp;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** How late the functions of a peer's items begin. */
final class Latencies {
  private static final int DIGITS = 3;
  private static final int WARM_UP_BURST = 1_000;
  private static final long PAUSE_NANOS = 300_000;
  private static final long ITEM_NANOS = 10_000;

  private final Peer peer;

  Latencies(Peer peer) {
    this.peer = peer;
  }

  /** Has both ways compiled: to somebody who is busy, and to somebody who sleeps. */
  void warmUp(long nanos) {
    new Burst(WARM_UP_BURST).measure(peer, nanos / 4, 0);
    new Burst(1).measure(peer, nanos, 0);
  }

  // ---- idle

  /** One item at a time, put after whoever runs them has gone to sleep; nobody spins meanwhile. */
  Sample idle(long nanos) {
    idleFor(nanos / 4);
    return sample(idleFor(nanos));
  }

  private Histogram idleFor(long nanos) {
    Histogram latencies = new Histogram(DIGITS);
    TimedTick tick = new TimedTick(Spin.NONE);
    long start = System.nanoTime();
    for (int runs = 1; System.nanoTime() - start < nanos; runs++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      tick.setDue(System.nanoTime());
      peer.put(tick);
      while (tick.runs() < runs) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      tick.recordTo(latencies);
    }
    return latencies;
  }

  // ---- under load

  /**
   * Items of 10 us that come at a schedule of their own, for so many percent of what the CPUs could
   * do. A latency counts from the scheduled moment, so an item that is put late, because something
   * was slow, is as late as it would have been: nothing has to be corrected for coordinated
   * omission.
   */
  Sample loaded(int percent, long nanos) {
    Spin spin = Spin.of(ITEM_NANOS);
    double gap = 100.0 * ITEM_NANOS / percent / Runtime.getRuntime().availableProcessors();
    WarmUp.untilCompiled(() -> arrive(nanos, gap, spin));
    return sample(arrive(nanos, gap, spin));
  }

  private Histogram arrive(long nanos, double gap, Spin spin) {
    long[] schedule = Arrivals.schedule((int) (nanos / gap), gap);
    TimedTick[] ticks =
        Stream.generate(() -> new TimedTick(spin)).limit(schedule.length).toArray(TimedTick[]::new);
    putAtTheirTimes(ticks, schedule);
    Histogram latencies = new Histogram(DIGITS);
    for (TimedTick tick : ticks) {
      while (tick.runs() == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      tick.recordTo(latencies);
    }
    return latencies;
  }

  /**
   * Sleeps between two arrivals and puts all that are due when it wakes, some 60 us late. One that
   * spins is exact, but takes a CPU: of three threads on two CPUs, one would always wait for the
   * end of another's time slice, and milliseconds of the scheduler would be all there is to see.
   */
  private void putAtTheirTimes(TimedTick[] ticks, long[] schedule) {
    long start = System.nanoTime();
    for (int i = 0; i < ticks.length; i++) {
      long due = start + schedule[i];
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      ticks[i].setDue(due);
      peer.put(ticks[i]);
    }
  }

  static Sample sample(Histogram latencies) {
    return Sample.of(Reading.P50, percentile(50, latencies))
        .with(Reading.P99, percentile(99, latencies));
  }

  static double percentile(double percent, Histogram latencies) {
    return (double) latencies.getValueAtPercentile(percent);
  }
}
