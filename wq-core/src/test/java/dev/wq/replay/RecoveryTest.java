package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is recovered from the events, rule by rule. */
class RecoveryTest {
  private static final String DD = "dd-1";
  private static final String IDLE = "<idle>-0";
  private static final String W0 = "kworker/0:1-10";
  private static final String W1 = "kworker/1:1H-11";
  private static final String U8 = "kworker/u8:2-12";

  /** Each execution as work, queueing, start, end and segments, in microseconds. */
  private static String executions(Recording recording) {
    return recording.executions().stream()
        .map(e ->
            "%x queued %d started %d ended %d %s%n"
                .formatted(
                    e.work().pointer(),
                    e.queuedAt() / 1000,
                    e.startedAt() / 1000,
                    e.endedAt() / 1000,
                    segments(e)))
        .collect(Collectors.joining());
  }

  private static String segments(Execution e) {
    return Arrays.stream(e.segments())
        .mapToObj(nanos -> Long.toString(nanos / 1000))
        .collect(Collectors.joining("/"));
  }

  private static Queueing queueing(Execution e) {
    return Objects.requireNonNull(e.queueing());
  }

  private static String queueings(List<Queueing> queueings) {
    return queueings.stream()
        .map(q ->
            "%x at %d until %d%n"
                .formatted(q.work().pointer(), q.at() / 1000, q.takenBackAt() / 1000))
        .collect(Collectors.joining());
  }

  @Test
  void start_answersItsQueueing() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .activate(2, DD, 0, 1)
            .start(5, W0, 0, 1, "f")
            .end(9, W0, 0, 1)
            .recording();
    Execution e = recording.executions().getFirst();
    assertEquals("1 queued 0 started 5 ended 9 4\n", executions(recording));
    assertEquals(2_000, e.activatedAt());
    assertEquals(5_000, e.latency());
    assertEquals("q", e.queue());
    assertEquals("f", e.function());
    assertEquals("0", e.pool().toString());
    assertEquals(10, e.worker());
    assertEquals(3, e.startLine());
    assertEquals(1, queueing(e).line());
    assertEquals(1, queueing(e).pid());
    assertEquals(-1, queueing(e).requiredCpu());
    assertEquals(0, queueing(e).poolCpu());
    assertEquals("[]", recording.diagnoses().toString());
  }

  @Test
  void queuedAgainWhilePending_earlierOnesWereTakenBack() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .queue(2, DD, 0, 1, "f", 0)
            .queue(4, DD, 0, 1, "f", 0)
            .start(5, W0, 0, 1, "f")
            .end(9, W0, 0, 1)
            .recording();
    assertEquals("1 queued 4 started 5 ended 9 4\n", executions(recording));
    assertEquals("1 at 0 until 2\n1 at 2 until 4\n", queueings(recording.takenBack()));
  }

  @Test
  void queuedBetweenTakingAndStart_isSortedOutAtTheSecondStart() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .queue(4, DD, 1, 1, "f", 0)
            .start(5, W0, 0, 1, "f")
            .end(9, W0, 0, 1)
            .start(10, W0, 0, 1, "f")
            .end(12, W0, 0, 1)
            .recording();
    assertEquals(
        "1 queued 0 started 5 ended 9 4\n1 queued 4 started 10 ended 12 2\n",
        executions(recording));
    assertEquals(1, recording.swapped());
    assertEquals("", queueings(recording.takenBack()));
  }

  @Test
  void samePointerWithAnotherFunction_isAnotherWork() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .start(1, W0, 0, 1, "g")
            .end(2, W0, 0, 1)
            .start(3, W0, 0, 1, "f")
            .end(4, W0, 0, 1)
            .recording();
    assertEquals(0, recording.executions().getLast().queuedAt());
    assertEquals(-1, recording.executions().getFirst().queuedAt());
    assertNull(recording.executions().getFirst().queueing());
    assertEquals(1, recording.startsWithoutQueueing());
  }

  @Test
  void neverStarted_isPending() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .queue(1, DD, 0, 2, "f", 0)
            .start(2, W0, 0, 2, "f")
            .recording();
    assertEquals("1 at 0 until 0\n", queueings(recording.pending()));
    assertEquals(-1, recording.pending().getFirst().takenBackAt());
    assertEquals(1, recording.unfinished().size());
    assertEquals(-1, recording.unfinished().getFirst().endedAt());
  }

  @Test
  void barrier_isAnExecutionThatNobodyQueued() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .start(1, W0, 0, 1, "f")
            .end(2, W0, 0, 1)
            .start(3, W0, 0, 7, "wq_barrier_func")
            .end(4, W0, 0, 7)
            .recording();
    Execution barrier = recording.barriers().getFirst();
    assertSame(recording.executions().getFirst(), barrier.previous());
    assertEquals(0, recording.startsWithoutQueueing());
    assertEquals("[]", recording.diagnoses().toString());
  }

  @Test
  void sleep_lastsUntilTheWakeUp_thenItWaits() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .start(10, W0, 0, 1, "f")
            .change(30, 0, W0, "D", DD)
            .wake(100, DD, 0, W0, 0)
            .change(107, 0, DD, "R", W0)
            .end(110, W0, 0, 1)
            .recording();
    assertEquals("1 queued 0 started 10 ended 110 20/70/3\n", executions(recording));
    assertEquals(7_000, recording.executions().getFirst().waited());
    assertEquals(23_000, recording.executions().getFirst().cpuTime());
    assertEquals(70_000, recording.executions().getFirst().slept());
  }

  @Test
  void preemption_isInNoSegment() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .start(10, W0, 0, 1, "f")
            .change(30, 0, W0, "R+", DD)
            .change(50, 0, DD, "S", W0)
            .end(60, W0, 0, 1)
            .recording();
    assertEquals("1 queued 0 started 10 ended 60 30\n", executions(recording));
    assertEquals(20_000, recording.executions().getFirst().preempted());
  }

  @Test
  void switchInThatWasNotRecorded_isThreeMicrosecondsAfterTheWakeUp() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .start(10, W0, 0, 1, "f")
            .change(30, 0, W0, "D", IDLE)
            .wake(100, IDLE, 0, W0, 0)
            .end(110, W0, 0, 1)
            .recording();
    assertEquals("1 queued 0 started 10 ended 110 20/70/7\n", executions(recording));
    assertEquals(3_000, recording.executions().getFirst().waited());
    assertEquals(1, recording.inferredSwitches());
  }

  @Test
  void eventRightAfterTheWakeUp_endsTheWaitEarlier() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .start(10, W0, 0, 1, "f")
            .change(30, 0, W0, "D", IDLE)
            .wake(100, IDLE, 0, W0, 0)
            .end(101, W0, 0, 1)
            .recording();
    assertEquals("1 queued 0 started 10 ended 101 20/70/0\n", executions(recording));
  }

  @Test
  void workQueuedByAWork_hasItAsCause_withTheCpuTimeUsed() {
    Recording recording =
        new Lines()
            .queue(0, DD, 0, 1, "f", 0)
            .start(10, W0, 0, 1, "f")
            .change(20, 0, W0, "D", DD)
            .wake(50, DD, 0, W0, 0)
            .change(55, 0, DD, "S", W0)
            .queue(57, W0, 0, 2, "g", -1)
            .end(60, W0, 0, 1)
            .start(70, U8, 1, 2, "g")
            .end(71, U8, 1, 2)
            .recording();
    Queueing caused = queueing(recording.executions().get(1));
    assertSame(recording.executions().getFirst(), caused.cause());
    assertEquals(12_000, caused.causeOffset());
    assertEquals("u8", recording.executions().get(1).pool().toString());
  }

  @Test
  void interruptOnTopOfAWork_isNoCause() {
    Recording recording =
        new Lines()
            .start(10, W0, 0, 1, "f")
            .hardirq()
            .queue(11, W0, 0, 2, "g", 0)
            .softirq()
            .queue(12, W0, 0, 3, "g", 0)
            .end(13, W0, 0, 1)
            .recording();
    assertNull(recording.pending().get(0).cause());
    assertNull(recording.pending().get(1).cause());
    assertEquals(Context.HARDIRQ, recording.pending().get(0).context());
  }

  @Test
  void queueingRightAfterAnExpiry_isADelayedWorks() {
    Recording recording =
        new Lines()
            .arm(0, DD, 0, 0xa, 5)
            .softirq()
            .expire(100, IDLE, 0, 0xa)
            .softirq()
            .queue(120, IDLE, 0, 1, "f", 0)
            .softirq()
            .queue(121, IDLE, 0, 2, "f", 0)
            .recording();
    Queueing first = recording.pending().get(0);
    assertEquals(true, first.isDelayed());
    assertEquals(5, Objects.requireNonNull(first.timer()).ticks());
    assertEquals(false, recording.pending().get(1).isDelayed());
  }

  @Test
  void queueingFromATaskOrElsewhereOrLate_isNoDelayedWorks() {
    Recording recording =
        new Lines()
            .softirq()
            .expire(100, IDLE, 0, 0xa)
            .queue(101, DD, 0, 1, "f", 0)
            .softirq()
            .queue(102, IDLE, 1, 2, "f", 0)
            .softirq()
            .queue(121, IDLE, 0, 3, "f", 0)
            .recording();
    assertEquals(0, recording.pending().stream().filter(Queueing::isDelayed).count());
  }

  @Test
  void timers_endByFiringReArmingOrCancelling() {
    Recording recording =
        new Lines()
            .arm(0, DD, 0, 0xa, 5)
            .arm(1, DD, 0, 0xa, 6)
            .arm(2, DD, 0, 0xb, 7)
            .cancel(3, DD, 0, 0xb)
            .arm(4, DD, 0, 0xc, 8)
            .softirq()
            .expire(5, IDLE, 0, 0xa)
            .softirq()
            .queue(6, IDLE, 0, 1, "f", 0)
            .recording();
    assertEquals(
        "a RE_ARMED 1, a FIRED 5, b CANCELLED 3, c PENDING 0",
        recording.timers().stream()
            .map(t -> "%x %s %d".formatted(t.timer(), t.outcome(), t.until() / 1000))
            .collect(Collectors.joining(", ")));
    assertEquals(1, recording.timersExpired());
  }

  @Test
  void wakeUps_countOnlyIdleWorkers() {
    Recording recording =
        new Lines()
            .queue(0, IDLE, 1, 1, "f", 1)
            .wake(1, IDLE, 1, W1, 1)
            .start(4, W1, 1, 1, "f")
            .change(5, 1, W1, "D", IDLE)
            .wake(9, IDLE, 1, W1, 1)
            .wake(9, IDLE, 1, "sshd-99", 1)
            .end(20, W1, 1, 1)
            .wake(30, DD, 0, W1, 1)
            .recording();
    assertEquals("{1H=2}", recording.wakeUpsByPool().toString());
    WakeUp first = recording.wakeUps().get(0);
    WakeUp second = recording.wakeUps().get(1);
    assertEquals(new WakeUp(2, 1_000, 11, first.pool(), 1, 1, 0, true), first);
    assertEquals(new WakeUp(8, 30_000, 11, first.pool(), 1, 0, 1, false), second);
    assertEquals(1_000, recording.executions().getFirst().wokenAt());
  }

  @Test
  void workers_areThoseOfTheHeaderAndThoseSeen() {
    Recording recording =
        new Lines()
            .raw("# wqcap: kworkers-before 10=kworker/0:1-events 13=kworker/R-mld")
            .raw("# wqcap: kworkers-after 10=kworker/0:1 12=kworker/u8:2-events_unbound")
            .fork(1, "kthreadd-2", 0, U8)
            .start(2, U8, 1, 1, "f")
            .end(3, U8, 1, 1)
            .exit(4, W1, 1)
            .recording();
    assertEquals(
        """
        0 10 true -1 -1 true
        1H 11 false -1 3000 false
        u8 12 false 0 -1 true
        R-mld 13 true -1 -1 false
        """,
        recording.workers().stream()
            .map(w ->
                "%s %d %s %d %d %s%n"
                    .formatted(
                        w.pool(), w.pid(), w.atStart(), w.forkedAt(), w.exitedAt(), w.atEnd()))
            .collect(Collectors.joining()));
  }

  @Test
  void workInSoftirq_isOfABhPool_whateverWasInterrupted() {
    Recording recording =
        new Lines()
            .start(0, W0, 0, 1, "f")
            .softirq()
            .start(1, W0, 0, 2, "g")
            .softirq()
            .queue(2, W0, 0, 3, "h", 0)
            .softirq()
            .end(3, W0, 0, 2)
            .end(4, W0, 0, 1)
            .recording();
    assertEquals(
        "0 bh0",
        recording.executions().stream()
            .map(e -> e.pool().toString())
            .collect(Collectors.joining(" ")));
    assertSame(recording.executions().get(1), recording.pending().getFirst().cause());
  }

  @Test
  void rescuer_isNamedInOldAndNewKernels() {
    Recording recording =
        new Lines()
            .start(0, "kworker/R-mld-20", 0, 1, "f")
            .end(1, "kworker/R-mld-20", 0, 1)
            .start(2, "xfs-log/sda-21", 0, 1, "f")
            .end(3, "xfs-log/sda-21", 0, 1)
            .recording();
    assertEquals("R-mld", recording.executions().get(0).pool().toString());
    assertEquals("R-xfs-log/sda", recording.executions().get(1).pool().toString());
  }

  @Test
  void startWithoutEndBefore_isFoundAndSaid() {
    Recording recording =
        new Lines()
            .start(0, W0, 0, 1, "wq_barrier_func")
            .start(5, W0, 0, 2, "wq_barrier_func")
            .end(6, W0, 0, 2)
            .recording();
    assertEquals(1, recording.executions().size());
    assertEquals(1, recording.unfinished().size());
    assertEquals(
        "line 1: 1 execution without an end, left unfinished\n",
        Texts.lines(recording.diagnoses()));
  }

  @Test
  void endWithoutStart_isCountedAndSaid() {
    Recording recording = new Lines().end(6, W0, 0, 2).recording();
    assertEquals(1, recording.endsWithoutStart());
    assertEquals(
        "line 1: 1 execution without a start, left out: begun before or lost\n",
        Texts.lines(recording.diagnoses()));
  }

  @Test
  void migration_isCounted() {
    Recording recording =
        new Lines()
            .start(10, U8, 0, 1, "wq_barrier_func")
            .change(20, 0, U8, "D", DD)
            .wake(30, DD, 0, U8, 1)
            .change(31, 1, IDLE, "R", U8)
            .end(40, U8, 1, 1)
            .recording();
    assertEquals(1, recording.executions().getFirst().migrations());
  }

  @Test
  void header_isKept() {
    Recording recording =
        new Lines()
            .raw("# wqcap: kernel 6.18.44 x86_64 cpus=2 clock=mono full=1")
            .raw("# wqcap: label 4 writers, dd")
            .raw("# wqcap: workqueue.default_affinity_scope=cache")
            .raw("# wqcap: entries=1 lost=0")
            .raw("# tracer: nop")
            .end(6, W0, 0, 2)
            .recording();
    TraceHeader header = recording.report().header();
    assertEquals("6.18.44", header.kernel());
    assertEquals(2, header.cpus());
    assertEquals("mono", header.clock());
    assertEquals(true, header.full());
    assertEquals("4 writers, dd", header.label());
    assertEquals("cache", header.parameters().get("workqueue.default_affinity_scope"));
    assertEquals(1, header.entries());
    assertEquals(0, header.lost());
    assertEquals("nop", header.tracer());
    assertEquals(2, recording.cpus());
  }

  @Test
  void cpus_areThoseSeen_whereTheHeaderIsSilent() {
    assertEquals(4, new Lines().end(6, "kworker/3:0-9", 3, 2).recording().cpus());
  }
}
