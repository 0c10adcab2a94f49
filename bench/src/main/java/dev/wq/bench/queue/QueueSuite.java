package dev.wq.bench.queue;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Subject;
import dev.wq.bench.harness.Suite;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Works and queues: what an item costs, end to end. */
public final class QueueSuite implements Suite {
  private static final int BURST = 20_000;

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

  /** What a driver queue is compared with. */
  public static final Program PENDING_1_000_000 =
      program(
          "pending1M",
          "ordered queue, 1 M pending",
          settings -> new Burst(1_000_000).measure(Peer.ordered(), settings));

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
            .faster(1, COMMON_POOL_2));
  }

  /** Those of the rows, and one that only a row of another suite has. */
  @Override
  public Stream<Subject> subjects() {
    return Stream.concat(Suite.super.subjects(), Stream.of(PENDING_1_000_000));
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
}
