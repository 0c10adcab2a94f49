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

/** Works and queues: what an item costs, end to end. */
public final class QueueSuite implements Suite {
  private static final int BURST = 20_000;
  private static final String SELF = "cost per item: ";

  private static final Program ORDERED = burst("ordered", "ordered queue", Peer::ordered);
  private static final Program UNORDERED = burst("unordered", "queue", Peer::unordered);
  private static final Program THREAD_PER_TASK =
      burst("threadPerTask", "virtual thread per task", Peer::threadPerTask);
  private static final Program COMMON_POOL = burst("commonPool", "common pool", Peer::commonPool);
  private static final Program FIXED_POOL = burst("fixedPool", "fixed pool of 2", Peer::fixedPool);
  private static final Program GUAVA = burst("guava", "Guava sequential", Peer::guavaSequential);
  private static final Program NETTY = burst("netty", "Netty event executor", Peer::netty);
  private static final Program KUBERNETES =
      burst("kubernetes", "kubernetes-client queue", KubernetesPeer::new);
  private static final Program DISRUPTOR = burst("disruptor", "Disruptor", DisruptorPeer::new);
  private static final Program RING = burst("ring", "JCTools ring", RingPeer::new);
  private static final Program DRAIN_STATUS =
      burst("drainStatus", "drain status by hand", Peer::drainStatus);

  private static final Program ORDERED_2 = shared("ordered2", "ordered queue", Peer::ordered);
  private static final Program THREAD_PER_TASK_2 =
      shared("threadPerTask2", "virtual thread per task", Peer::threadPerTask);
  private static final Program COMMON_POOL_2 =
      shared("commonPool2", "common pool", Peer::commonPool);
  private static final Program GUAVA_2 =
      shared("guava2", "Guava sequential", Peer::guavaSequential);

  /** Also what a driver queue is compared with. */
  public static final Program PENDING_1_000_000 =
      program("pending1M", "1 M pending", settings -> pending(1_000_000, settings));

  private static final Program PENDING_1_000 =
      program("pending1k", "1 000 pending", settings -> pending(1_000, settings));
  private static final Program QUEUES_1 = burst("queues1", "1 queue", () -> Peer.inTurn(1));
  private static final Program QUEUES_1_000 =
      burst("queues1k", "1 000 queues", () -> Peer.inTurn(1_000));
  private static final Program BLOCKED_1 =
      program("blocked1", "1 blocked worker", settings -> blocked(1, settings));
  private static final Program BLOCKED_10_000 =
      program("blocked10k", "10 000 blocked workers", settings -> blocked(10_000, settings));

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        Comparison.of("ordered, no work, 1 producer, end to end", ORDERED, Reading.NANOS)
            .faster(8, THREAD_PER_TASK)
            .faster(5, GUAVA)
            .faster(5, FIXED_POOL)
            .faster(3, NETTY)
            .faster(1.5, COMMON_POOL)
            .faster(9, KUBERNETES)
            .beside(DISRUPTOR)
            .beside(RING)
            .beside(DRAIN_STATUS),
        Comparison.of("unordered, no work, 1 producer, end to end", UNORDERED, Reading.NANOS)
            .faster(5, THREAD_PER_TASK)
            .faster(1.2, COMMON_POOL)
            .beside(FIXED_POOL),
        Comparison.of("ordered, no work, 2 producers, end to end", ORDERED_2, Reading.NANOS)
            .faster(8, THREAD_PER_TASK_2)
            .faster(4, GUAVA_2)
            .faster(1, COMMON_POOL_2),
        Comparison.of(SELF + "1 000 to 1 M pending", PENDING_1_000_000, Reading.NANOS)
            .ratio(1.5, PENDING_1_000),
        Comparison.of(SELF + "1 to 1 000 queues", QUEUES_1_000, Reading.NANOS).ratio(1.5, QUEUES_1),
        Comparison.of(SELF + "1 to 10 000 blocked workers", BLOCKED_10_000, Reading.NANOS)
            .ratio(1.5, BLOCKED_1));
  }

  private static Program program(String name, String title, Program.Body body) {
    return new Program(QueueSuite.class, name, title, body);
  }

  private static Program burst(String name, String title, Supplier<Peer> peer) {
    return program(name, title, settings -> new Burst(BURST).measure(peer.get(), settings));
  }

  /** With a second producer. */
  private static Program shared(String name, String title, Supplier<Peer> peer) {
    return program(name, title, settings -> new Burst(BURST).measureShared(peer.get(), settings));
  }

  private static Sample pending(int count, Settings settings) {
    return new Burst(count).measure(Peer.ordered(), settings);
  }

  private static Sample blocked(int workers, Settings settings) throws InterruptedException {
    try (Blocked blocked = new Blocked(workers)) {
      return blocked.measure(BURST, settings);
    }
  }
}
