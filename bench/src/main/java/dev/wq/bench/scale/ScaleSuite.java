package dev.wq.bench.scale;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Curve;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Suite;
import dev.wq.bench.queue.Peer;
import dev.wq.bench.timer.TimerPeer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How the cost of an item grows with what else there is. */
public final class ScaleSuite implements Suite {
  private static final String COST = "cost per item: ";
  private static final double FLAT = 1.5;

  private static final List<Long> PENDING = decades(1, 1_000_000);
  private static final List<Long> QUEUES = decades(1, 10_000);
  private static final List<Long> BLOCKED = fromNothing(decades(1, 10_000));
  private static final List<Long> WAITING = decades(1_000, 1_000_000);
  private static final List<Long> WAITING_THREADS = decades(1_000, 100_000);
  private static final List<Long> TIMERS = fromNothing(decades(1_000, 1_000_000));

  private static final Program PENDING_ORDERED =
      pending("pendingOrdered", "ordered queue", Peer::ordered);
  private static final Program PENDING_POOL =
      pending("pendingPool", "common pool", Peer::commonPool);
  private static final Program PENDING_THREADS =
      pending("pendingThreads", "virtual thread per task", Peer::threadPerTask);
  private static final Program IN_TURN =
      program(
          "inTurn",
          "ordered queues in turn",
          settings -> Bursts.ofPeers(QUEUES, count -> Peer.inTurn((int) count), settings));
  private static final Program IN_TURN_GUAVA =
      program(
          "inTurnGuava",
          "Guava sequential executors in turn",
          settings -> Bursts.ofPeers(QUEUES, count -> Bursts.guavaInTurn((int) count), settings));
  private static final Program BLOCKED_WORKS =
      program(
          "blockedWorks",
          "queue with blocked works",
          settings -> Bursts.ofBlocked(BLOCKED, new Blocked.Works(), settings));
  private static final Program BLOCKED_THREADS =
      program(
          "blockedThreads",
          "virtual thread per task, blocked ones",
          settings -> Bursts.ofBlocked(BLOCKED, new Blocked.Threads(), settings));
  private static final Program WAITING_WORKS =
      program(
          "waitingWorks",
          "armed works",
          settings -> new Waiting.Works(1_000_000).measure(WAITING, settings));
  private static final Program WAITING_PARKED =
      program(
          "waitingParked",
          "virtual threads on a semaphore each",
          settings -> new Waiting.Threads(100_000).measure(WAITING_THREADS, settings));
  private static final Program TIMERS_OURS = timers("Ours", TimerPeer.Kind.WHEEL);
  private static final Program TIMERS_STPE = timers("Stpe", TimerPeer.Kind.SCHEDULED_POOL);
  private static final Program TIMERS_FORK_JOIN = timers("ForkJoin", TimerPeer.Kind.FORK_JOIN_POOL);
  private static final Program TIMERS_NETTY = timers("Netty", TimerPeer.Kind.NETTY_WHEEL);

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        flat("1 000 to 1 M pending", PENDING_ORDERED, 1_000, 1_000_000),
        flat("1 to 1 000 queues", IN_TURN, 1, 1_000),
        flat("1 to 10 000 blocked works", BLOCKED_WORKS, 1, 10_000));
  }

  @Override
  public List<Curve> curves() {
    return List.of(
        curve(
                "pending",
                "Cost per item: size of a burst",
                "items of a burst",
                Reading.NANOS,
                PENDING)
            .with(PENDING_ORDERED, PENDING_POOL, PENDING_THREADS),
        curve(
                "queues",
                "Cost per item: bursts of 20 000, several queues in turn",
                "queues",
                Reading.NANOS,
                QUEUES)
            .with(IN_TURN, IN_TURN_GUAVA),
        curve(
                "blocked",
                "Cost per item: bursts of 20 000, others block meanwhile",
                "others that block",
                Reading.NANOS,
                BLOCKED)
            .with(BLOCKED_WORKS, BLOCKED_THREADS),
        curve(
                "armed",
                "Cost per waiter: wait, be signalled, be served",
                "waiters",
                Reading.NANOS,
                WAITING)
            .with(WAITING_WORKS, WAITING_PARKED),
        curve("armed-heap", "Heap per waiter", "waiters", Reading.BYTES, WAITING)
            .with(WAITING_WORKS, WAITING_PARKED),
        curve("timers", "Schedule and cancel, others armed", "others armed", Reading.NANOS, TIMERS)
            .with(TIMERS_OURS, TIMERS_STPE, TIMERS_FORK_JOIN, TIMERS_NETTY));
  }

  private static Curve curve(
      String name, String title, String across, Reading reading, List<Long> points) {
    return new Curve("scale-" + name, title, across, reading, points, List.of());
  }

  /** What an item costs at the second point is near what it costs at the first, in one JVM. */
  private static Comparison flat(String title, Program program, long from, long to) {
    return Comparison.of(COST + title, program, Reading.NANOS.at(to))
        .ratio(FLAT, program, Reading.NANOS.at(from));
  }

  private static Program pending(String name, String title, Supplier<Peer> peer) {
    return program(name, title, settings -> Bursts.ofSizes(PENDING, peer.get(), settings));
  }

  private static Program timers(String name, TimerPeer.Kind kind) {
    return program(
        "armedTimers" + name,
        kind.title(),
        settings -> ArmedTimers.measure(TIMERS, kind, settings));
  }

  private static Program program(String name, String title, Program.Body body) {
    return new Program(ScaleSuite.class, name, title, body).withHeap("1g");
  }

  /** {@code from}, ten times as much, and so on up to {@code to}. */
  private static List<Long> decades(long from, long to) {
    return Stream.iterate(from, x -> x <= to, x -> 10 * x).toList();
  }

  private static List<Long> fromNothing(List<Long> points) {
    return Stream.concat(Stream.of(0L), points.stream()).toList();
  }
}
