package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Drain and idleness: linux 8, the safe variants of 7 and 9. */
class DrainRulesTest {
  @Test // safe variant of linux 7: no silent drop with an answer of true
  void enqueueFromOutsideWhileDraining_isRefusedAloudAndTheWorkStaysIdle() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          s.occupy(q, 10);
          s.await("drain", q::drain);
          s.at(5);
          s.say(refusal(RejectedExecutionException.class, () -> q.enqueue(w)));
          s.say(q.submit(w) + " " + w.busy() + " " + q.trySpawn(() -> {}));
          s.at(11);
          s.say("afterwards: " + q.enqueue(w));
        },
        "5ms queue 'q' is draining, refused work 'w'",
        "5ms REJECTED_DRAINING [] false",
        "10ms drain: returns",
        "11ms afterwards: true",
        "11ms w runs");
  }

  @Test // linux 8
  void chainedWork_isAcceptedWhileDrainingAndWaitedFor() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work second = s.work("second", 10);
          q.enqueue(
              s.work(
                  "first",
                  () -> {
                    s.sleep(5);
                    q.enqueue(second);
                  }));
          s.at(1);
          q.drain();
          s.say("drained");
        },
        "0ms first runs",
        "5ms second runs",
        "15ms second ends",
        "15ms drained");
  }

  @Test // linux 8: only the queue's own works are chained
  void workOfAnotherQueue_isNotChained() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          s.await("drain", q::drain);
          s.at(1);
          s.queue("other").enqueue(s.work("w", () -> s.say(q.submit(s.work("x")).name())));
        },
        "1ms w runs",
        "1ms REJECTED_DRAINING",
        "10ms drain: returns");
  }

  @Test // safe variant of linux 9: what was accepted when armed gets in
  void timerThatFiresWhileDraining_getsItsWorkIn() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          q.enqueueDelayed(s.delayed("w", 10), ms(5));
          s.occupy(q, 8);
          q.drain();
          s.say("drained");
        },
        "8ms w runs",
        "18ms w ends",
        "18ms drained");
  }

  @Test
  void drainsNest_theQueueOpensWithTheLast() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          s.await("long drain", q::drain);
          s.await("short drain", () -> q.drain(ms(3)));
          s.at(5);
          s.say(q.submit(s.work("w")).name());
        },
        "3ms short drain: TimeoutException",
        "5ms REJECTED_DRAINING",
        "10ms long drain: returns");
  }

  @Test // linux 7: a request for a pending work coalesces, whatever the gate says
  void enqueueOfAPendingWorkWhileDraining_coalesces() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = s.work("w");
          s.occupy(q, 10);
          q.enqueue(w);
          s.await("drain", q::drain);
          s.at(5);
          s.say(q.submit(w).name());
        },
        "5ms ALREADY_QUEUED",
        "10ms w runs",
        "10ms drain: returns");
  }

  @Test
  void drain_ofASelfRequeuerDoesNotEnd() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          var stop = new boolean[1];
          Work[] w = new Work[1];
          w[0] =
              Work.of(
                  "w",
                  () -> {
                    s.sleep(2);
                    if (!stop[0]) {
                      q.enqueue(w[0]);
                    }
                  });
          q.enqueue(w[0]);
          String why = assertThrows(TimeoutException.class, () -> q.drain(ms(51))).getMessage();
          s.say(why);
          stop[0] = true;
          q.drain();
          s.say("drained");
        },
        "51ms idleness of queue 'q' timed out",
        "52ms drained");
  }

  @Test
  void awaitIdle_acceptsQueueingsMeanwhileAndIgnoresArmedWorks() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          s.occupy(q, 10);
          q.enqueueDelayed(s.delayed("armed"), ms(100));
          s.await("queue", () -> q.awaitIdle(ms(50)));
          s.at(5);
          assertTrue(q.enqueue(Work.of("w", () -> s.sleep(7))));
          s.at(20);
          s.machine().awaitIdle(ms(1));
          assertFalse(q.isClosed());
        },
        "12ms queue: returns",
        "100ms armed runs");
  }
}
