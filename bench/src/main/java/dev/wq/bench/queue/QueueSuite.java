package dev.wq.bench.queue;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Operation;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Subject;
import dev.wq.bench.harness.Suite;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Works and queues: what an item costs, end to end and its producer. */
public final class QueueSuite implements Suite {
  private static final int BURST = 20_000;
  private static final String BLOCKING = "100 000 items that park 10 ms, limit 2048: ";

  private static final Program ORDERED = burst("ordered", "ordered queue", Peer::ordered);
  private static final Program UNORDERED = burst("unordered", "queue", Peer::unordered);
  private static final Program THREAD_PER_TASK =
      burst("threadPerTask", "virtual thread per task", Peer::threadPerTask);
  private static final Program GUAVA = burst("guava", "Guava sequential", Peer::guavaSequential);
  private static final Program COMMON_POOL = burst("commonPool", "common pool", Peer::commonPool);
  private static final Program BLOCKING_QUEUE =
      program("blockingQueue", "queue of 2048", Blocking::queue);
  private static final Program BLOCKING_SEMAPHORE =
      program("blockingSemaphore", "semaphore + virtual thread per task", Blocking::semaphore);

  /** What a driver queue is compared with. */
  public static final Program PENDING_1_000_000 =
      program(
          "pending1M",
          "ordered queue, 1 M pending",
          settings -> new Burst(1_000_000).measure(Peer.ordered(), settings));

  private static final Operation REFUSED =
      new Operation("refused", "pending work", EnqueueBenchmark.class, "refused", Map.of());
  private static final Operation ENQUEUE = accepted("enqueue", "ordered queue", "ordered");
  private static final Operation EXECUTE = accepted("execute", "common pool", "common-pool");

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        Comparison.of("ordered, no work, 1 producer, end to end", ORDERED, Reading.NANOS)
            .faster(8, THREAD_PER_TASK)
            .faster(5, GUAVA)
            .faster(1.5, COMMON_POOL),
        Comparison.of("unordered, no work, 1 producer, end to end", UNORDERED, Reading.NANOS)
            .faster(5, THREAD_PER_TASK)
            .faster(1.2, COMMON_POOL),
        Comparison.of("enqueue, producer's share", ENQUEUE, Reading.NANOS).ratio(0.55, EXECUTE),
        Comparison.of("allocation per enqueue and run of a work", ENQUEUE, Reading.BYTES)
            .absolute(0.5),
        Comparison.of("refused (coalesced) enqueue, fenced", REFUSED, Reading.NANOS).absolute(8),
        Comparison.of(BLOCKING + "makespan", BLOCKING_QUEUE, Reading.MILLIS)
            .ratio(0.75, BLOCKING_SEMAPHORE),
        Comparison.of(BLOCKING + "heap growth", BLOCKING_QUEUE, Reading.HEAP)
            .ratio(0.2, BLOCKING_SEMAPHORE));
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

  private static Operation accepted(String name, String title, String runner) {
    return new Operation(name, title, EnqueueBenchmark.class, "accepted", Map.of("runner", runner));
  }
}
