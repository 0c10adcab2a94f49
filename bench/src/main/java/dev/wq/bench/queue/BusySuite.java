package dev.wq.bench.queue;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.harness.Suite;
import java.util.List;
import java.util.function.Supplier;

/** Items of some CPU work on all CPUs. */
public final class BusySuite implements Suite {
  private static final int BURST_MICROS = 20_000;

  private static final Program QUEUE = busy("busyQueue", "queue", Peer::unordered);
  private static final Program FIXED_POOL =
      busy("busyFixedPool", "fixed pool of 2", Peer::fixedPool);
  private static final Program THREADS =
      busy("busyThreads", "virtual thread per task", Peer::threadPerTask);
  private static final Program NETTY =
      busy("busyNetty", "2 Netty event executors", Peer::nettyGroup);
  private static final Program COMMON_POOL =
      busy("busyCommonPool", "common pool", Peer::commonPool);

  @Override
  public List<Measure> measures() {
    return Comparison.rows(items(1), items(10));
  }

  private static Comparison items(int micros) {
    return Comparison.of(
            "unordered, items of " + micros + " us, end to end", QUEUE, Reading.NANOS.at(micros))
        .faster(0.95, FIXED_POOL)
        .faster(0.95, THREADS)
        .faster(0.95, NETTY)
        .beside(COMMON_POOL);
  }

  private static Program busy(String name, String title, Supplier<Peer> peer) {
    return new Program(BusySuite.class, name, title, settings -> busy(peer.get(), settings));
  }

  private static Sample busy(Peer peer, Settings settings) {
    return busy(1, peer, settings.warmUpNanos(), settings.measureNanos() / 2)
        .with(busy(10, peer, settings.warmUpNanos() / 4, settings.measureNanos()));
  }

  private static Sample busy(int micros, Peer peer, long warmUpNanos, long nanos) {
    Spin spin = Spin.of(1_000L * micros);
    return new Burst(BURST_MICROS / micros, () -> new BusyTick(spin))
        .measure(peer, warmUpNanos, nanos)
        .at(micros);
  }
}
