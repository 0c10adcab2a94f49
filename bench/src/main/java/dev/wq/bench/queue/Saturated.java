package dev.wq.bench.queue;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.harness.WarmUp;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who else gets a turn while items of 10 us that never end take all CPUs. */
final class Saturated {
  /** Of a virtual thread that has nothing to do with the load. */
  static final Reading FOREIGN_P99 = new Reading("foreignP99", "ns");

  /** Of the first item of a peer just made. */
  static final Reading FRESH_P99 = new Reading("freshP99", "ns");

  private static final int ITEMS = 64;
  private static final long ITEM_NANOS = 10_000;
  private static final long PAUSE_NANOS = 400_000;

  private Saturated() {}

  /** High-priority items beside normal ones. */
  static Sample highPriority(Settings settings) throws InterruptedException {
    return backlog(
        Peer.unordered(), Peer.queue(QueueAttrs.named("urgent").highPriority()), settings);
  }

  /** Items behind those of the load, as all are alike. */
  static Sample fixedPool(Settings settings) throws InterruptedException {
    Peer pool = Peer.fixedPool();
    return backlog(pool, pool, settings);
  }

  private static Sample backlog(Peer loaded, Peer asked, Settings settings)
      throws InterruptedException {
    List<Probe> probes = measure(List.of(loaded), List.of(asked), settings);
    return Latencies.sample(probes.getFirst().latencies());
  }

  /** Of several peers, each with its share of the load. */
  static Sample several(int count, Supplier<Peer> maker, Peer fresh, Settings settings)
      throws InterruptedException {
    List<Probe> probes =
        measure(
            Stream.generate(maker).limit(count).toList(),
            List.of(Thread::startVirtualThread, fresh),
            settings);
    return Sample.of(FOREIGN_P99, Latencies.percentile(99, probes.getFirst().latencies()))
        .with(FRESH_P99, Latencies.percentile(99, probes.getLast().latencies()));
  }

  /** Puts each item to a queue made for it. */
  static Peer freshQueues() {
    return item -> Machine.live().queue(QueueAttrs.named("fresh")).enqueue(item);
  }

  /** Asks {@code asked} in turn; the probes are in the same order. */
  private static List<Probe> measure(List<Peer> loaded, List<Peer> asked, Settings settings)
      throws InterruptedException {
    Saturation load = new Saturation(loaded, ITEMS / loaded.size(), Spin.of(ITEM_NANOS));
    WarmUp.untilCompiled(() -> Probe.ask(asked, PAUSE_NANOS, settings.warmUpNanos() / 2));
    List<Probe> probes = Probe.ask(asked, PAUSE_NANOS, settings.measureNanos());
    load.stop();
    return probes;
  }
}
