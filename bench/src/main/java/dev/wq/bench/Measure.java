package dev.wq.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param ours what is measured
 * @param peer what it is compared with; null for an absolute figure
 */
record Measure(String title, Subject ours, @Nullable Subject peer, Reading reading, Goal goal) {

  private static final String ORDERED = "ordered, no work, 1 producer, end to end";
  private static final String UNORDERED = "unordered, no work, 1 producer, end to end";
  private static final String BLOCKING = "100 000 items that park 10 ms, limit 2048";
  private static final String WAITERS = "100 000 waiters, 2 signals each";
  private static final String SIGN = "ECDSA P-256 signature, depth 4, 2 engines or threads";
  private static final double UNBOUND = Double.NaN;
  private static final String SELF = "cost per item: ";

  /** Subjects are measured in the order in which they appear here first. */
  static final List<Measure> ALL =
      List.of(
          faster(ORDERED, Program.ORDERED, Program.THREAD_PER_TASK, 6),
          faster(ORDERED, Program.ORDERED, Program.GUAVA_SEQUENTIAL, 4.5),
          faster(ORDERED, Program.ORDERED, Program.COMMON_POOL, 1.3),
          faster(UNORDERED, Program.UNORDERED, Program.THREAD_PER_TASK, 4),
          faster(UNORDERED, Program.UNORDERED, Program.COMMON_POOL, UNBOUND),
          faster("enqueue, producer's share", Operation.ENQUEUE, Operation.EXECUTE, UNBOUND),
          absolute(
              "allocation per enqueue and run of a work", Operation.ENQUEUE, Reading.BYTES, 0.5),
          absolute("refused (coalesced) enqueue, fenced", Operation.REFUSED, Reading.NANOS, 8),
          timer("nothing else", Operation.TIMER_OURS_0, Operation.TIMER_POOL_0, 0.3),
          timer("1 000 others", Operation.TIMER_OURS_1_000, Operation.TIMER_POOL_1_000, 0.3),
          timer("1 000 others", Operation.TIMER_OURS_1_000, Operation.TIMER_FORK_JOIN, UNBOUND),
          timer("1 000 others", Operation.TIMER_OURS_1_000, Operation.TIMER_NETTY, UNBOUND),
          timer("1 M others", Operation.TIMER_OURS_1_000_000, Operation.TIMER_POOL_1_000_000, 0.3),
          ratio(
              BLOCKING + ": makespan",
              Program.BLOCKING_QUEUE,
              Program.BLOCKING_SEMAPHORE,
              Reading.MILLIS,
              0.75),
          ratio(
              BLOCKING + ": heap growth",
              Program.BLOCKING_QUEUE,
              Program.BLOCKING_SEMAPHORE,
              Reading.HEAP,
              0.2),
          ratio(
              SELF + "1 000 to 1 M pending",
              Program.PENDING_1_000_000,
              Program.PENDING_1_000,
              Reading.NANOS,
              1.5),
          ratio(
              SELF + "1 to 1 000 queues",
              Program.QUEUES_1_000,
              Program.QUEUES_1,
              Reading.NANOS,
              1.5),
          ratio(
              SELF + "1 to 10 000 blocked workers",
              Program.BLOCKED_10_000,
              Program.BLOCKED_1,
              Reading.NANOS,
              1.5),
          faster(WAITERS + ": arming", Program.ARM_WORKS, Program.ARM_THREADS, 6),
          faster(
              WAITERS + ": first raise to last handler",
              Program.FIRE_WORKS,
              Program.FIRE_THREADS,
              4),
          absolute(WAITERS + ": heap", Program.HEAP_WORKS, Reading.BYTES, 150),
          ratio(
              WAITERS + ": heap", Program.HEAP_WORKS, Program.HEAP_THREADS, Reading.BYTES, UNBOUND),
          ratio(
              "give + take, uncontended",
              Operation.SEMAPHORE_OURS,
              Operation.SEMAPHORE_JDK,
              Reading.NANOS,
              1.2),
          ratio(
              "hand-over between two virtual threads",
              Program.HAND_OVER_OURS,
              Program.HAND_OVER_JDK,
              Reading.NANOS,
              1.2),
          ratio(
              "request to start of the function, median",
              Program.START_RAISED,
              Program.START_ENQUEUED,
              Reading.NANOS,
              1.3),
          ratio(
              "wait cell, wake to run, two platform threads",
              Program.WAKE_CELL_PLATFORM,
              Program.WAKE_PARK_PLATFORM,
              Reading.NANOS,
              1.1),
          faster(SIGN, Program.SIGN_QUEUED_JDK, Program.SIGN_DIRECT_JDK, 0.95),
          faster(SIGN, Program.SIGN_QUEUED_CORRETTO, Program.SIGN_DIRECT_CORRETTO, 0.95),
          ratio(
              "driver queue, null driver, depth 1, 1 M pending",
              Program.DRIVER_QUEUE,
              Program.PENDING_1_000_000,
              Reading.NANOS,
              1.5),
          ratio(
              "device submit, 1 producer",
              Program.DEVICE_SUBMIT_OURS_1,
              Program.DEVICE_SUBMIT_RING,
              Reading.NANOS,
              1.3),
          ratio(
              "device submit, 2 producers",
              Program.DEVICE_SUBMIT_OURS_2,
              Program.DEVICE_SUBMIT_EXECUTOR,
              Reading.NANOS,
              1.3),
          ratio(
              "device submit, saturated, 99th percentile",
              Program.DEVICE_SLOW_OURS,
              Program.DEVICE_SLOW_EXECUTOR,
              Reading.NANOS,
              3),
          ratio(
              "device call by a virtual thread, median",
              Program.DEVICE_CALL_OURS,
              Program.DEVICE_CALL_RING,
              Reading.NANOS,
              1.2),
          new Measure(
              "idle device runner",
              Program.DEVICE_IDLE_OURS,
              Program.DEVICE_IDLE_JVM,
              Reading.CPU,
              Goal.above(0.2)),
          ratio(
              "wait cell, wake to run, two virtual threads",
              Program.WAKE_CELL,
              Program.WAKE_PARK,
              Reading.NANOS,
              1.1),
          new Measure(
              "wait cell, allocation per wake and run",
              Program.WAKE_CELL,
              Program.WAKE_PARK,
              Reading.BYTES,
              Goal.above(0.5)),
          absolute(
              "read ftrace text, a byte (6.67 ns are 150 MB/s)",
              Program.TRACE_READER,
              Reading.NANOS,
              6.67),
          absolute(
              "simulated kernel, 4 CPUs, 6 segment patterns",
              Program.SIMULATED_EVENTS,
              Reading.NANOS,
              500),
          absolute(
              "simulated kernel, 10 000 blocked works: heap",
              Program.SIMULATED_BLOCKED,
              Reading.HEAP,
              30));

  private static Measure faster(String title, Subject ours, Subject peer, double times) {
    return new Measure(title, ours, peer, Reading.NANOS, Goal.faster(times));
  }

  private static Measure ratio(
      String title, Subject ours, Subject peer, Reading reading, double atMost) {
    return new Measure(title, ours, peer, reading, Goal.ratio(atMost));
  }

  private static Measure timer(String armed, Subject ours, Subject peer, double atMost) {
    return ratio("schedule + cancel, " + armed + " armed", ours, peer, Reading.NANOS, atMost);
  }

  private static Measure absolute(String title, Subject ours, Reading reading, double atMost) {
    return new Measure(title, ours, null, reading, Goal.absolute(atMost));
  }

  /** Whether what it measures exists on this platform. */
  boolean isPossible() {
    return ours != Program.SIGN_QUEUED_CORRETTO || Signing.hasCorretto();
  }

  /** What has to be sampled for it. */
  Stream<Subject> subjects() {
    return peer == null ? Stream.of(ours) : Stream.of(ours, peer);
  }

  /** Whether its title or a subject contains {@code text}, whatever the case. */
  boolean mentions(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.concat(Stream.of(title), subjects().map(Subject::name))
        .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
