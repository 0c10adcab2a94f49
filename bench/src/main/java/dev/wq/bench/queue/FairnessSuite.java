package dev.wq.bench.queue;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Suite;
import java.util.List;

/** How long others wait while items of 10 us take both CPUs. */
public final class FairnessSuite implements Suite {
  private static final String FOUR = "4 saturated queues, p99 start of ";
  private static final double MOST_NANOS = 5_000_000;

  private static final Program HIGH_PRIORITY =
      program("highPriority", "high-priority queue", Saturated::highPriority);
  private static final Program FIXED_POOL =
      program("highPriorityFixedPool", "fixed pool of 2, backlog of 64", Saturated::fixedPool);
  private static final Program QUEUES =
      program(
          "fairQueues",
          "4 queues",
          settings -> Saturated.several(4, Peer::unordered, Saturated.freshQueues(), settings));
  private static final Program GUAVA =
      program(
          "fairGuava",
          "4 Guava sequential",
          settings ->
              Saturated.several(
                  4, Peer::guavaSequential, item -> Peer.guavaSequential().put(item), settings));
  private static final Program THREADS =
      program(
          "fairThreads",
          "virtual thread per task",
          settings ->
              Saturated.several(1, Peer::threadPerTask, Thread::startVirtualThread, settings));

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        Comparison.of("high priority beside saturation, p50 start", HIGH_PRIORITY, Reading.P50)
            .beside(FIXED_POOL),
        Comparison.of("high priority beside saturation, p99 start", HIGH_PRIORITY, Reading.P99)
            .ratio(0.15, FIXED_POOL),
        Comparison.of(FOUR + "a foreign virtual thread", QUEUES, Saturated.FOREIGN_P99)
            .absolute(MOST_NANOS)
            .beside(GUAVA)
            .beside(THREADS),
        Comparison.of(FOUR + "the first item of a fresh queue", QUEUES, Saturated.FRESH_P99)
            .absolute(MOST_NANOS)
            .beside(GUAVA)
            .beside(THREADS));
  }

  private static Program program(String name, String title, Program.Body body) {
    return new Program(FairnessSuite.class, name, title, body);
  }
}
