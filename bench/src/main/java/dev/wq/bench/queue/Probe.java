package dev.wq.bench.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Asks a peer for the run of one small item after the other, a new one each time whether the ones
 * before have begun or not, and tells how late they began.
 */
final class Probe {
  private static final int DIGITS = 3;
  private static final long PAUSE_NANOS = 100_000;

  private final Peer peer;
  private final List<TimedTick> ticks = new ArrayList<>();

  private Probe(Peer peer) {
    this.peer = peer;
  }

  private void ask() {
    TimedTick tick = new TimedTick(Spin.NONE);
    ticks.add(tick);
    tick.setDue(System.nanoTime());
    peer.put(tick);
  }

  /** Each of {@code peers} in turn, one after each pause, for so long; a probe for each of them. */
  static List<Probe> ask(List<Peer> peers, long pauseNanos, long nanos) {
    List<Probe> probes = peers.stream().map(Probe::new).toList();
    long start = System.nanoTime();
    for (int i = 0; System.nanoTime() - start < nanos; i++) {
      LockSupport.parkNanos(pauseNanos);
      probes.get(i % probes.size()).ask();
    }
    return probes;
  }

  /** Waits for those that are still to begin. */
  Histogram latencies() {
    Histogram latencies = new Histogram(DIGITS);
    for (TimedTick tick : ticks) {
      while (tick.runs() == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      tick.recordTo(latencies);
    }
    return latencies;
  }
}
