package dev.wq.bench.scale;

import com.google.common.util.concurrent.MoreExecutors;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.queue.Burst;
import dev.wq.bench.queue.Peer;
import dev.wq.bench.queue.Tick;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** What an item of a burst costs, end to end, at each point of a curve. */
final class Bursts {
  private static final int BURST = 20_000;

  private Bursts() {}

  /** Over the size of the burst. */
  static Sample ofSizes(List<Long> sizes, Peer peer, Settings settings) {
    warmUp(peer, settings);
    Sample all = Sample.EMPTY;
    for (long size : sizes) {
      all = all.with(new Burst((int) size).measurePoint(peer, settings).at(size));
    }
    return all;
  }

  /** Over the number of queues, or the like, that {@code peers} makes a peer of. */
  static Sample ofPeers(List<Long> counts, LongFunction<Peer> peers, Settings settings) {
    warmUp(peers.apply(counts.getFirst()), settings);
    Burst burst = new Burst(BURST);
    Sample all = Sample.EMPTY;
    for (long count : counts) {
      all = all.with(burst.measurePoint(peers.apply(count), settings).at(count));
    }
    return all;
  }

  /** Over the number of works or threads that block meanwhile. */
  static Sample ofBlocked(List<Long> counts, Blocked blocked, Settings settings)
      throws InterruptedException {
    try (blocked) {
      warmUp(blocked.peer(), settings);
      Burst burst = new Burst(BURST);
      Sample all = Sample.EMPTY;
      for (long count : counts) {
        blocked.growTo((int) count);
        all = all.with(burst.measurePoint(blocked.peer(), settings).at(count));
      }
      return all;
    }
  }

  private static void warmUp(Peer peer, Settings settings) {
    Burst burst = new Burst(BURST);
    burst.measurePoint(peer, settings);
    burst.measurePoint(peer, settings);
  }

  /** So many Guava sequential executors on the common pool, in turn. */
  static Peer guavaInTurn(int count) {
    Executor[] executors =
        Stream.generate(() -> MoreExecutors.newSequentialExecutor(ForkJoinPool.commonPool()))
            .limit(count)
            .toArray(Executor[]::new);
    return new Peer() {
      private int next;

      @Override
      public void put(Tick item) {
        executors[next].execute(item);
        next = next + 1 == executors.length ? 0 : next + 1;
      }
    };
  }
}
