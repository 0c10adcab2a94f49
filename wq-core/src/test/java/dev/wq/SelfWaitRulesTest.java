package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Waits that can never end throw at once, and only those: linux 100 and 101, the safe way. */
class SelfWaitRulesTest {
  private static final String ITSELF = ", which is itself or its own queue";

  /** Runs {@code wait} as the function of a work of a queue, and says how it is refused. */
  private static void refusedInside(Script s, WorkQueue q, String name, Executable wait) {
    q.enqueue(Work.of(name, () -> s.say(refusal(IllegalStateException.class, wait))));
    s.settle();
  }

  @Test // linux 100
  void waitingForOneself_throws() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work[] w = new Work[1];
          w[0] =
              Work.of(
                  "w",
                  () -> {
                    s.say(refusal(IllegalStateException.class, () -> w[0].flush()));
                    s.say(refusal(IllegalStateException.class, () -> w[0].cancelSync()));
                    s.say(refusal(IllegalStateException.class, () -> w[0].disableSync()));
                    s.say(refusal(IllegalStateException.class, () -> w[0].flush(ms(5))));
                    s.say(w[0].disableDepth() + " " + q.enqueue(w[0]) + " " + w[0].cancel());
                  });
          q.enqueue(w[0]);
        },
        "0ms work 'w' would wait for ever for work 'w'" + ITSELF,
        "0ms work 'w' would wait for ever for its own run to end",
        "0ms work 'w' would wait for ever for its own run to end",
        "0ms work 'w' would wait for ever for work 'w'" + ITSELF,
        "0ms 0 true true");
  }

  @Test // linux 101
  void waitingForTheOwnQueue_throws() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          refusedInside(s, q, "flush", q::flush);
          refusedInside(s, q, "drain", q::drain);
          refusedInside(s, q, "freeze", q::freeze);
          refusedInside(s, q, "close", q::close);
          refusedInside(s, q, "await", () -> q.awaitIdle(ms(5)));
          s.say(q + ", enqueue: " + q.enqueue(s.work("x")));
        },
        "0ms work 'flush' would wait for ever for queue 'q'" + ITSELF,
        "0ms work 'drain' would wait for ever for queue 'q'" + ITSELF,
        "0ms work 'freeze' would wait for ever for queue 'q'" + ITSELF,
        "0ms work 'close' would wait for ever for queue 'q'" + ITSELF,
        "0ms work 'await' would wait for ever for queue 'q'" + ITSELF,
        "0ms q running=0/1024 pending=0, enqueue: true",
        "0ms x runs");
  }

  @Test // linux 101: the one slot is ours, so what waits behind us can't start
  void onAnOrderedQueue_waitingForAWorkQueuedBehindOneself_throws() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work behind = s.work("behind");
          q.enqueue(
              Work.of(
                  "w",
                  () -> {
                    s.sleep(5);
                    s.say(refusal(IllegalStateException.class, behind::flush));
                  }));
          q.enqueue(behind);
        },
        "5ms work 'w' would wait for ever for work 'behind', which waits for it",
        "5ms behind runs");
  }

  @Test // the same, queued by the function itself a moment ago
  void onAnOrderedQueue_waitingForAWorkOneHasJustQueued_throws() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work behind = s.work("behind");
          refusedInside(
              s,
              q,
              "w",
              () -> {
                q.enqueue(behind);
                behind.flush();
              });
        },
        "0ms work 'w' would wait for ever for work 'behind', which waits for it",
        "0ms behind runs");
  }

  @Test
  void onAnOrderedQueue_joiningAFunctionOneHasJustSpawned_throws() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          refusedInside(s, q, "w", () -> q.spawn("child", () -> 1).join());
        },
        "0ms work 'w' would wait for ever for work 'child', which waits for it");
  }

  @Test
  void onAnUnorderedQueue_waitingForAWorkQueuedBehindOneself_works() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work behind = s.work("behind", 5);
          q.enqueue(
              s.work(
                  "w",
                  () -> {
                    q.enqueue(behind);
                    s.say("flush: " + behind.flush());
                  }));
        },
        "0ms w runs",
        "0ms behind runs",
        "5ms behind ends",
        "5ms flush: true");
  }

  @Test
  void twoWorksThatWaitForEachOther_theSecondThrows() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work[] w = new Work[2];
          w[0] = Work.of("first", () -> s.say("first: " + w[1].flush()));
          w[1] =
              Work.of(
                  "second",
                  () -> {
                    s.sleep(5);
                    s.say(refusal(IllegalStateException.class, () -> w[0].flush()));
                  });
          q.enqueue(w[1]);
          s.at(1);
          q.enqueue(w[0]);
        },
        "5ms work 'second' would wait for ever for work 'first', which waits for it",
        "5ms first: true");
  }

  @Test // A's work waits for B's queue, whose work waits for A's queue
  void chainOverTwoQueues_throws() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          a.enqueue(
              Work.of(
                  "of A",
                  () -> {
                    s.sleep(1);
                    b.flush();
                    s.say("of A goes on");
                  }));
          b.enqueue(
              Work.of(
                  "of B",
                  () -> {
                    s.sleep(5);
                    s.say(refusal(IllegalStateException.class, a::flush));
                  }));
        },
        "5ms work 'of B' would wait for ever for queue 'A', which waits for it",
        "5ms of A goes on");
  }

  @Test // three ordered queues in a ring, each running work waits for one queued on the next
  void ringOfOrderedQueues_throwsWhereItCloses() {
    Script.anySchedule(
        s -> {
          WorkQueue[] q = {s.ordered("q0"), s.ordered("q1"), s.ordered("q2")};
          Work[] next = {s.work("n0"), s.work("n1"), s.work("n2")};
          for (int i = 0; i < 3; i++) {
            int me = i;
            q[i].enqueue(Work.of("w" + i, () -> waitForNext(s, me, next[(me + 1) % 3])));
          }
          s.settle();
          for (int i = 0; i < 3; i++) {
            q[i].enqueue(next[i]);
          }
        },
        "3ms work 'w2' would wait for ever for work 'n0', which waits for it",
        "3ms n2 runs",
        "3ms w1 goes on",
        "3ms n1 runs",
        "3ms w0 goes on",
        "3ms n0 runs");
  }

  private static void waitForNext(Script s, int me, Work next) throws InterruptedException {
    s.sleep(me + 1);
    try {
      next.flush();
      s.say("w" + me + " goes on");
    } catch (IllegalStateException refused) {
      s.say(refused.getMessage());
    }
  }

  @Test // not certain: a deadline ends it
  void timedWaitInAChain_isLetThroughAndTimesOut() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work behind = s.work("behind");
          q.enqueue(
              Work.of(
                  "w",
                  () -> {
                    q.enqueue(behind);
                    assertThrows(TimeoutException.class, () -> behind.flush(ms(5)));
                    s.say("timed out");
                  }));
        },
        "5ms timed out",
        "5ms behind runs");
  }

  @Test // nobody waits for the waiter: a plain thread between does not count
  void waitForAWorkThatWaitsForAnotherThread_isLetThrough() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          WorkQueue other = s.queue("other");
          Work slow = s.work("slow", 10);
          Work middle = Work.of("middle", () -> s.say("middle: " + slow.flush()));
          q.enqueue(slow);
          other.enqueue(middle);
          s.at(1);
          q.enqueue(Work.of("last", () -> s.say("last: " + middle.flush())));
        },
        "0ms slow runs",
        "10ms slow ends",
        "10ms middle: true",
        "10ms last: true");
  }

  @Test // linux 79: a bh work must not wait, whatever for
  void waitByABhWork_throws() {
    Script.anySchedule(
        s -> {
          WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
          WorkQueue q = s.queue("q");
          Work slow = s.work("slow", 10);
          q.enqueue(slow);
          s.at(1);
          refusedInside(s, bh, "w", slow::flush);
          refusedInside(s, bh, "w", slow::cancelSync);
          refusedInside(s, bh, "w", q::flush);
        },
        "0ms slow runs",
        "1ms work 'w' of bh queue 'bh' must not wait (for slow running)",
        "1ms work 'w' of bh queue 'bh' must not wait (for slow running)",
        "1ms work 'w' of bh queue 'bh' must not wait (for queue 'q')",
        "10ms slow ends");
  }

  /** Lets a work of {@code q} wait for ever for the work that runs {@code inside} at 5 ms. */
  private static void whileSomebodyWaitsForMe(Script s, WorkQueue q, Work[] w, Script.Step inside) {
    w[0] = Work.of("first", () -> s.say("first: " + w[1].flush()));
    w[1] =
        Work.of(
            "second",
            () -> {
              s.sleep(5);
              inside.run();
            });
    q.enqueue(w[1]);
    s.at(1);
    q.enqueue(w[0]);
  }

  @Test // linux 100: refused at once, and nothing has changed
  void refusedCancelSync_leavesTheWorkAsItWas() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work[] w = new Work[2];
          whileSomebodyWaitsForMe(
              s,
              q,
              w,
              () -> {
                s.say(refusal(IllegalStateException.class, () -> w[0].cancelSync()));
                s.say(w[0] + ", " + q.submit(w[0]) + ", " + w[0].cancel());
              });
        },
        "5ms work 'second' would wait for ever for work 'first', which waits for it",
        "5ms first running, REQUEUED, true",
        "5ms first: true");
  }

  @Test // linux 100
  void refusedDisableSync_leavesTheWorkEnabled() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work[] w = new Work[2];
          whileSomebodyWaitsForMe(
              s,
              q,
              w,
              () -> {
                s.say(refusal(IllegalStateException.class, () -> w[0].disableSync()));
                s.say("depth " + w[0].disableDepth());
              });
        },
        "5ms work 'second' would wait for ever for work 'first', which waits for it",
        "5ms depth 0",
        "5ms first: true");
  }

  @Test
  void waitForTheIdlenessOfTheMachine_byAWork_throws() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").freezable());
          refusedInside(s, q, "idle", () -> s.machine().awaitIdle(ms(5)));
          refusedInside(s, q, "freezer", () -> s.machine().freezeQueues(ms(5)));
          s.say("frozen: " + q.isFrozen());
        },
        "0ms work 'idle' would wait for ever for queue 'q'" + ITSELF,
        "0ms work 'freezer' would wait for ever for queue 'q'" + ITSELF,
        "0ms frozen: false");
  }
}
