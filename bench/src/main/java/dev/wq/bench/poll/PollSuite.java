package dev.wq.bench.poll;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Operation;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Suite;
import dev.wq.bench.queue.StartLatency;
import java.util.List;
import java.util.Map;

/** Triggers, semaphores, queues of values, wait cells. */
public final class PollSuite implements Suite {
  private static final String WAITERS = "100 000 waiters, 2 signals each: ";
  private static final String AWAIT = "virtual threads in Poll.await";
  private static final String PARK = "park and unpark, a flag";

  private static final Program ARM_WORKS =
      program("armWorks", "armed works", settings -> new Waiters.Works().arm(settings));
  private static final Program ARM_THREADS =
      program("armThreads", AWAIT, settings -> new Waiters.Threads().arm(settings));
  private static final Program FIRE_WORKS =
      program("fireWorks", "armed works", settings -> new Waiters.Works().fire(settings));
  private static final Program FIRE_THREADS =
      program("fireThreads", AWAIT, settings -> new Waiters.Threads().fire(settings));
  private static final Program HEAP_WORKS =
      program("heapWorks", "armed works", _ -> new Waiters.Works().heap());
  private static final Program HEAP_THREADS =
      program("heapThreads", AWAIT, _ -> new Waiters.Threads().heap());
  private static final Program HAND_OVER_OURS =
      program("handOverOurs", "message queue", settings -> HandOver.ours().measure(settings));
  private static final Program HAND_OVER_JDK =
      program("handOverJdk", "ArrayBlockingQueue", settings -> HandOver.jdk().measure(settings));
  private static final Program WAKE_CELL =
      program(
          "wakeCell",
          "WaitCell",
          settings -> PingPong.cells(Thread.ofVirtual().factory()).measure(settings));
  private static final Program WAKE_PARK =
      program(
          "wakePark",
          PARK,
          settings -> PingPong.parks(Thread.ofVirtual().factory()).measure(settings));
  private static final Program WAKE_CELL_PLATFORM =
      program(
          "wakeCellPlatform",
          "WaitCell",
          settings -> PingPong.cells(Thread.ofPlatform().factory()).measure(settings));
  private static final Program WAKE_PARK_PLATFORM =
      program(
          "wakeParkPlatform",
          PARK,
          settings -> PingPong.parks(Thread.ofPlatform().factory()).measure(settings));
  private static final Program START_RAISED =
      program(
          "startRaised",
          "raise of a signal",
          settings -> new StartLatency.Raised().measure(settings));
  private static final Program START_ENQUEUED =
      program(
          "startEnqueued", "enqueue", settings -> new StartLatency.Enqueued().measure(settings));
  private static final Operation SEMAPHORE_OURS =
      new Operation(
          "semaphoreOurs", "counting semaphore", SemaphoreBenchmark.class, "ours", Map.of());
  private static final Operation SEMAPHORE_JDK =
      new Operation("semaphoreJdk", "j.u.c. Semaphore", SemaphoreBenchmark.class, "jdk", Map.of());

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        Comparison.of(WAITERS + "arming", ARM_WORKS, Reading.NANOS).faster(6, ARM_THREADS),
        Comparison.of(WAITERS + "first raise to last handler", FIRE_WORKS, Reading.NANOS)
            .faster(4, FIRE_THREADS),
        Comparison.of(WAITERS + "heap", HEAP_WORKS, Reading.BYTES)
            .absolute(150)
            .beside(HEAP_THREADS),
        Comparison.of("give + take, uncontended", SEMAPHORE_OURS, Reading.NANOS)
            .ratio(1.2, SEMAPHORE_JDK),
        Comparison.of("hand-over between two virtual threads", HAND_OVER_OURS, Reading.NANOS)
            .ratio(1.2, HAND_OVER_JDK),
        Comparison.of("request to start of the function, median", START_RAISED, Reading.P50)
            .ratio(1.3, START_ENQUEUED),
        Comparison.of(
                "wait cell, wake to run, two platform threads", WAKE_CELL_PLATFORM, Reading.NANOS)
            .ratio(1.1, WAKE_PARK_PLATFORM),
        Comparison.of("wait cell, wake to run, two virtual threads", WAKE_CELL, Reading.NANOS)
            .ratio(1.1, WAKE_PARK),
        Comparison.of("wait cell, allocation per wake and run", WAKE_CELL, Reading.BYTES)
            .above(0.5, WAKE_PARK));
  }

  private static Program program(String name, String title, Program.Body body) {
    return new Program(PollSuite.class, name, title, body);
  }
}
