package dev.wq;

import static dev.wq.Script.ms;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Submission. Where an entry has a cooperative test thread, the script is run on one CPU, first
 * come, first served, and lets the queues run by {@code settle}.
 */
class ZephyrSubmitTest {
  private static String states(Work work) {
    return work.busy() + (work.isPending() ? " pending" : "");
  }

  @Test
  @DisplayName("zephyr 1: both ways to make a work give the same one")
  void bothWaysToMakeAWork_giveAnIdleOne() {
    Script.inTurn(
        s -> {
          WorkQueue q = s.queue("q");
          for (Work w : List.of(new Work("field"), Work.of("alone", () -> {}))) {
            s.say(states(w) + " " + w.disableDepth() + " " + w.cancel() + " " + w.flush());
          }
          s.say("queued: " + q.stats().queued());
        },
        "0ms [] 0 false false",
        "0ms [] 0 false false",
        "0ms queued: 0");
  }

  @Test
  @DisplayName("zephyr 2, 52: both ways to make a delayed work give the same one")
  void bothWaysToMakeADelayedWork_giveAnIdleOne() {
    Script.inTurn(
        s -> {
          for (DelayedWork w : List.of(new DelayedWork("f"), DelayedWork.of("a", () -> {}))) {
            s.say(states(w) + " " + w.isArmed() + " " + w.remaining() + " " + w.deadline());
          }
        },
        "0ms [] false PT0S Optional.empty",
        "0ms [] false PT0S Optional.empty");
  }

  @Test
  @DisplayName("zephyr 6, W1: an idle work is queued, runs and is idle again")
  void idleWork_isQueuedRunsAndIsIdleAgain() {
    Script.inTurn(
        s -> submitOnce(s, s.ordered("hi")),
        "0ms submit: QUEUED [QUEUED] pending",
        "0ms w runs on hi",
        "0ms then: []");
  }

  @Test
  @DisplayName("zephyr 31: the same on a queue of the machine")
  void workOnAPermanentQueue_isQueuedRunsAndIsIdleAgain() {
    Script.inTurn(
        s -> submitOnce(s, s.queue(QueueAttrs.named("system").permanent())),
        "0ms submit: QUEUED [QUEUED] pending",
        "0ms w runs on system",
        "0ms then: []");
  }

  private static void submitOnce(Script s, WorkQueue q) {
    Work w = Work.of("w", s::sayWhere);
    s.say("submit: " + q.submit(w) + " " + states(w));
    s.settle();
    s.say("then: " + states(w));
  }

  @Test
  @DisplayName("zephyr 7, Q3: a queue that is held keeps what it is given")
  void workOnAFrozenQueue_staysQueuedUntilTheThaw() {
    Script.inTurn(
        s -> {
          WorkQueue hi = s.ordered("hi");
          Work w = Work.of("w", s::sayWhere);
          hi.freeze();
          s.say("submit: " + hi.submit(w) + " " + w.busy());
          s.at(100);
          s.say("started " + hi.stats().started() + " " + w.busy());
          hi.thaw();
          s.settle();
          s.say("started " + hi.stats().started() + " " + w.busy());
        },
        "0ms submit: QUEUED [QUEUED]",
        "100ms started 0 [QUEUED]",
        "100ms w runs on hi",
        "100ms started 1 []");
  }

  @Test
  @DisplayName("zephyr 8: on several CPUs, seen by a thread that only looks")
  void workSeenByAThreadThatSpins_ends() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("hi");
          Work w = s.work("w");
          s.say("submit: " + q.submit(w));
          while (!w.busy().isEmpty()) {
            s.machine().compute(ms(1));
          }
          s.say(s.millis() <= 2 ? "soon idle" : "late");
        },
        "0ms submit: QUEUED",
        "0ms w runs",
        "1ms soon idle");
  }

  @Test
  @DisplayName("zephyr 9: queued, then running, then idle")
  void workBehindAGate_isQueuedThenRunningThenIdle() {
    Script.inTurn(
        s -> {
          WorkQueue q = s.ordered("hi");
          Gate gate = new Gate(s);
          Work w = gate.work("w");
          s.say("submit: " + q.submit(w) + " " + w.busy());
          s.settle();
          s.say("later: " + w.busy());
          gate.release();
          s.say("released: " + w.busy());
          s.settle();
          s.say("at the end: " + w.busy());
        },
        "0ms submit: QUEUED [QUEUED]",
        "0ms w runs on hi",
        "0ms later: [RUNNING]",
        "0ms released: [RUNNING]",
        "0ms w ends",
        "0ms at the end: []");
  }

  @Test
  @DisplayName("zephyr 10, W4: submitted to another queue while it runs")
  void workSubmittedToAnotherQueueWhileItRuns_runsThereAfterwards() {
    Script.anySchedule(
        s -> {
          WorkQueue hi = s.ordered("hi");
          WorkQueue pre = s.ordered("pre");
          Gate gate = new Gate(s);
          Work w = gate.work("w");
          hi.submit(w);
          s.settle();
          s.say("to pre: " + pre.submit(w));
          s.settle();
          s.say(w.busy().toString());
          gate.release();
          s.settle();
          s.say("hi completed " + hi.stats().completed());
          gate.release();
          s.settle();
          s.say("pre completed " + pre.stats().completed() + " " + w.busy());
        },
        "0ms w runs on hi",
        "0ms to pre: REQUEUED",
        "0ms [QUEUED, RUNNING]",
        "0ms w ends",
        "0ms w runs on pre",
        "0ms hi completed 1",
        "0ms w ends",
        "0ms pre completed 1 []");
  }

  @Test
  @DisplayName("zephyr 62, 68, W2: a queued work that is submitted again keeps its place")
  void queuedWorkSubmittedAgain_keepsItsPlaceAndRunsOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 10);
          Work first = s.work("first");
          q.submit(first);
          q.submit(s.work("second"));
          s.say("again: " + q.submit(first) + " " + first.busy());
        },
        "0ms again: ALREADY_QUEUED [QUEUED]",
        "10ms first runs",
        "10ms second runs");
  }

  @Test
  @DisplayName("zephyr 69, W2: submitted to two queues it stays on the first")
  void queuedWorkSubmittedToAnotherQueue_staysOnTheFirst() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.ordered("A");
          WorkQueue b = s.ordered("B");
          s.occupy(a, 10);
          Work w = Work.of("w", s::sayWhere);
          a.submit(w);
          s.say("to B: " + b.submit(w));
        },
        "0ms to B: ALREADY_QUEUED",
        "10ms w runs on A");
  }

  @Test
  @DisplayName("zephyr W3, W5: submitted from its function it runs once more, however often")
  void workSubmittedByItself_runsOnceMore() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          List<Work> w = new ArrayList<>();
          w.add(
              s.work(
                  "w",
                  () -> {
                    s.say(w.get(0).busy().toString());
                    if (q.stats().started() == 1) {
                      s.say(q.submit(w.get(0)) + " " + q.submit(w.get(0)) + " " + w.get(0).busy());
                    }
                  }));
          q.submit(w.get(0));
        },
        "0ms w runs",
        "0ms [RUNNING]",
        "0ms REQUEUED ALREADY_QUEUED [QUEUED, RUNNING]",
        "0ms w runs",
        "0ms [RUNNING]");
  }

  @Test
  @DisplayName("zephyr W3, W5: submitted by another thread while it runs")
  void workSubmittedByAnotherThreadWhileItRuns_runsOnceMore() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w", 10);
          q.submit(w);
          s.at(5);
          s.say(q.submit(w) + " " + q.submit(w) + " " + w.busy());
          s.at(15);
          s.say(w.busy().toString());
        },
        "0ms w runs",
        "5ms REQUEUED ALREADY_QUEUED [QUEUED, RUNNING]",
        "10ms w ends",
        "10ms w runs",
        "15ms [RUNNING]",
        "20ms w ends");
  }

  @Test
  @DisplayName("zephyr W7: the work is asked before the queue")
  void refusals_areAskedInTheirOrder() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work running = s.work("running", 10);
          Work queued = Work.of("queued", () -> s.sleep(10));
          q.submit(running);
          s.settle();
          q.submit(queued);
          s.ask(
              "drain",
              () -> {
                q.drain();
                return "over";
              });
          s.ask("cancelSync", running::cancelSync);
          s.settle();
          s.say("running: " + q.submit(running));
          s.say("queued: " + q.submit(queued));
          s.say("idle: " + q.submit(s.work("idle")));
        },
        "0ms running runs",
        "0ms running: REJECTED_CANCELING",
        "0ms queued: ALREADY_QUEUED",
        "0ms idle: REJECTED_DRAINING",
        "10ms running ends",
        "10ms cancelSync: false",
        "20ms drain: over");
  }

  @Test
  @DisplayName("zephyr W8: chained is the caller, and the queue that was asked decides")
  void runningWorkOfADrainingQueue_isTakenFromItsOwnWorksOnly() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.ordered("A");
          WorkQueue b = s.ordered("B");
          List<Work> w = new ArrayList<>();
          w.add(
              s.work(
                  "w",
                  () -> {
                    if (a.stats().started() == 1) {
                      s.sleep(10);
                      s.say("itself, A: " + a.submit(w.get(0)));
                    }
                  }));
          a.submit(w.get(0));
          s.settle();
          s.thread("drain", a::drain);
          s.at(5);
          s.say("another, A: " + a.submit(w.get(0)));
          s.at(20);
          Work v = s.work("v", 10);
          a.submit(v);
          s.settle();
          s.thread("drain again", a::drain);
          s.at(25);
          s.say("another, B: " + b.submit(v));
        },
        "0ms w runs",
        "5ms another, A: REJECTED_DRAINING",
        "10ms itself, A: REQUEUED",
        "10ms w runs",
        "20ms v runs",
        "25ms another, B: REQUEUED",
        "30ms v ends",
        "30ms v runs",
        "40ms v ends");
  }

  @Test
  @DisplayName("zephyr 37, W10: two threads in turn, a work every 25 ms that takes 100 ms")
  void worksOfTwoThreads_runInTheOrderOfTheirSubmission() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.thread("odd", () -> submitEvery50(s, q, 1));
          s.thread("even", () -> submitEvery50(s, q, 2));
          s.at(700);
        },
        "100ms 1",
        "200ms 2",
        "300ms 3",
        "400ms 4",
        "500ms 5",
        "600ms 6");
  }

  private static void submitEvery50(Script s, WorkQueue q, int first) throws Exception {
    s.sleep(first == 2 ? 25 : 0);
    for (int key = first; key <= 6; key += 2) {
      int said = key;
      q.submit(
          Work.of(
              "w" + key,
              () -> {
                s.sleep(100);
                s.say("" + said);
              }));
      s.sleep(50);
    }
  }

  @Test
  @DisplayName("zephyr 38: a work that submits itself until six")
  void workThatSubmitsItself_runsUntilItStops() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          List<Work> w = new ArrayList<>();
          int[] key = {0};
          w.add(
              Work.of(
                  "w",
                  () -> {
                    s.say("" + ++key[0]);
                    if (key[0] < 6) {
                      q.submit(w.get(0));
                    }
                  }));
          q.submit(w.get(0));
        },
        "0ms 1",
        "0ms 2",
        "0ms 3",
        "0ms 4",
        "0ms 5",
        "0ms 6");
  }

  @Test
  @DisplayName("zephyr 61: works of one queue exclude each other")
  void worksOfOneQueue_areACriticalSection() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          int[] counter = {0};
          int[] submitted = {0, 0};
          for (int thread = 0; thread < 2; thread++) {
            int me = thread;
            s.thread(
                "t" + me,
                () -> {
                  while (s.millis() < 50) {
                    q.submit(
                        Work.of(
                            "inc",
                            () -> {
                              int seen = counter[0];
                              s.machine().point();
                              counter[0] = seen + 1;
                            }));
                    submitted[me]++;
                    s.machine().compute(ms(1));
                  }
                });
          }
          s.at(60);
          s.say(counter[0] == submitted[0] + submitted[1] ? "none lost" : "lost");
          s.say("enough: " + (counter[0] >= 50));
        },
        "60ms none lost",
        "60ms enough: true");
  }

  @Test
  @DisplayName("zephyr 63: the second waits for what the first gives")
  void ordered_theFirstIsDoneBeforeTheSecondWaits() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Semaphore one = new Semaphore(1);
          Semaphore two = new Semaphore(0);
          q.submit(
              s.work(
                  "first",
                  () -> {
                    one.acquire();
                    two.release();
                  }));
          q.submit(s.work("second", two::acquire));
        },
        "0ms first runs",
        "0ms second runs");
  }

  @Test
  @DisplayName("zephyr 64: ten queues, each with its own turn")
  void tenQueues_runTheirWorksBesideEachOther() {
    Script.anySchedule(
        s -> {
          List<WorkQueue> queues = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            WorkQueue q = s.ordered("q" + i);
            queues.add(q);
            q.submit(Work.of("w" + i, () -> s.sleep(10)));
          }
          s.machine().awaitIdle();
          s.say(queues.stream().mapToLong(q -> q.stats().completed()).sum() + " have run");
        },
        "10ms 10 have run");
  }

  @Test
  @DisplayName("zephyr 66: from a thread and from a timer, two queues, plain and delayed")
  void submission_fromThreadAndTimer_onBothQueues_plainAndDelayed() {
    Script.inTurnLive(
        s -> {
          WorkQueue own = s.ordered("own");
          WorkQueue system = s.queue(QueueAttrs.named("system").permanent());
          WorkQueue timers = s.queue("timers");
          for (WorkQueue q : List.of(own, system)) {
            submitBoth(s, q, "thread");
            timers.enqueueDelayed(
                DelayedWork.of("timer", () -> submitBoth(s, q, "timer")), ms(10 - s.millis() % 10));
            s.sleep(20);
          }
        },
        "0ms thread: false true true",
        "0ms plain of thread runs on own",
        "5ms delayed of thread runs on own",
        "10ms timer: false true true",
        "10ms plain of timer runs on own",
        "15ms delayed of timer runs on own",
        "20ms thread: false true true",
        "20ms plain of thread runs on system",
        "25ms delayed of thread runs on system",
        "30ms timer: false true true",
        "30ms plain of timer runs on system",
        "35ms delayed of timer runs on system");
  }

  private static void submitBoth(Script s, WorkQueue q, String who) {
    Work plain = Work.of("plain of " + who, s::sayWhere);
    DelayedWork delayed = DelayedWork.of("delayed of " + who, s::sayWhere);
    boolean before = plain.isPending() || delayed.isPending();
    q.submit(plain);
    q.enqueueDelayed(delayed, ms(5));
    s.say(who + ": " + before + " " + plain.isPending() + " " + delayed.isPending());
  }

  @Test
  @DisplayName("zephyr W13: under a lock that the function takes too")
  void submissionUnderALockThatTheFunctionTakes_isSafe() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          ReentrantLock lock = new ReentrantLock();
          lock.lock();
          q.submit(
              s.work(
                  "w",
                  () -> {
                    lock.lock();
                    s.say("locked");
                    lock.unlock();
                  }));
          s.at(5);
          s.say("unlock");
          lock.unlock();
        },
        "0ms w runs",
        "5ms unlock",
        "5ms locked");
  }
}
