package dev.wq.bench.queue;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Suite;
import java.util.List;

/** Items that block, with a limit and without. */
public final class BlockingSuite implements Suite {
  private static final String LIMITED = "100 000 items that park 10 ms, limit 2048: ";
  private static final String UNLIMITED = "100 000 items that park 10 ms, no limit: ";

  private static final Program QUEUE = program("blockingQueue", "queue of 2048", Blocking::queue);
  private static final Program SEMAPHORE =
      program("blockingSemaphore", "semaphore + virtual thread per task", Blocking::semaphore);
  private static final Program QUEUES =
      program("blockingQueues", "49 queues of 2048", Blocking::queues);
  private static final Program THREADS =
      program("blockingThreads", "virtual thread per task", Blocking::threadPerTask);

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        Comparison.of(LIMITED + "makespan", QUEUE, Reading.MILLIS).ratio(0.75, SEMAPHORE),
        Comparison.of(LIMITED + "heap growth", QUEUE, Reading.HEAP).ratio(0.2, SEMAPHORE),
        Comparison.of(LIMITED + "resident growth", QUEUE, Reading.RESIDENT).beside(SEMAPHORE),
        Comparison.of(UNLIMITED + "makespan", QUEUES, Reading.MILLIS).ratio(1.2, THREADS),
        Comparison.of(UNLIMITED + "heap growth", QUEUES, Reading.HEAP).beside(THREADS),
        Comparison.of(UNLIMITED + "resident growth", QUEUES, Reading.RESIDENT).beside(THREADS));
  }

  private static Program program(String name, String title, Program.Body body) {
    return new Program(BlockingSuite.class, name, title, body);
  }
}
