package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How the works of a queue with a life cycle follow each other, and the numbers of the answers. */
class RtosQueueTest {
  /** Item 0 lets a thread of the same CPU go on; says who comes when. */
  private static void competition(RtosAttrs attrs, String... expected) {
    Script.inTurnLive(
        s -> {
          RtosQueue q = s.rtos(attrs);
          q.start();
          Semaphore turn = new Semaphore(0);
          s.thread(
              "competitor",
              () -> {
                turn.acquire();
                s.say("C");
              });
          s.settle();
          q.enqueue(
              Work.of(
                  "0",
                  () -> {
                    s.say("0");
                    turn.release();
                  }));
          q.enqueue(Work.of("1", () -> s.say("1")));
          q.drainAndPlug();
          q.stop();
        },
        expected);
  }

  @Test
  @DisplayName("zephyr 35, Q4: a thread that a work has let go on runs before the next work")
  void yield_letsOthersRunBetweenTwoWorks() {
    competition(RtosAttrs.named("q"), "0ms 0", "0ms C", "0ms 1");
  }

  @Test
  @DisplayName("zephyr 30, Q5: without yield two works run back to back")
  void noYield_runsBackToBack() {
    competition(RtosAttrs.named("q").noYield(), "0ms 0", "0ms 1", "0ms C");
  }

  @Test
  @DisplayName("zephyr 30: on each of two queues a work and a delayed one without delay run")
  void plainAndDelayedWithoutDelay_run() {
    Script.inTurnLive(
        s -> {
          for (String name : new String[] {"hi", "lo"}) {
            RtosQueue q = s.rtos(RtosAttrs.named(name).noYield());
            q.start();
            DelayedWork d = s.delayed(name + " delayed");
            Work w = s.work(name + " plain");
            s.say(q.submit(w) + " " + q.enqueueDelayed(d, Script.ms(0)));
            s.say(w.isPending() + " " + d.isPending());
            s.settle();
            s.say(w.busy() + " " + d.busy());
          }
        },
        "0ms QUEUED true",
        "0ms true true",
        "0ms hi plain runs",
        "0ms hi delayed runs",
        "0ms [] []",
        "0ms QUEUED true",
        "0ms true true",
        "0ms lo plain runs",
        "0ms lo delayed runs",
        "0ms [] []");
  }

  @Test
  @DisplayName("zephyr Q3, 7: a frozen queue keeps accepting, and runs when it is thawed")
  void frozen_keepsAccepting() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.started("hi");
          q.freeze();
          Work w = s.work("w");
          s.say(q.submit(w) + " " + w.busy());
          s.at(100);
          s.say(w.busy() + " " + q.stats().completed());
          q.thaw();
          s.settle();
          s.say(w.busy() + " " + q.stats().completed());
        },
        "0ms QUEUED [QUEUED]",
        "100ms [QUEUED] 0",
        "100ms w runs",
        "100ms [] 1");
  }

  @Test
  @DisplayName("zephyr 2.9: the machine's freezer holds a freezable one, before its start as well")
  void freezable_isHeldByTheMachine() {
    Script.anySchedule(
        s -> {
          RtosQueue q = s.rtos(RtosAttrs.named("q").freezable());
          s.machine().freezeQueues(Script.ms(10));
          q.enqueue(s.work("w"));
          q.start();
          s.at(10);
          s.say(q.isFrozen() + " " + q.isStarted());
          s.machine().thawQueues();
        },
        "10ms true true",
        "10ms w runs");
  }

  @Test
  @DisplayName("zephyr W1, W7, W9: the numbers of the answers")
  void errno_parity() {
    assertEquals(1, SubmitResult.QUEUED.errno());
    assertEquals(2, SubmitResult.REQUEUED.errno());
    assertEquals(0, SubmitResult.ALREADY_QUEUED.errno());
    for (SubmitResult result : SubmitResult.values()) {
      boolean refused = result.name().startsWith("REJECTED");
      assertTrue(refused ? result.errno() < 0 : result.errno() >= 0, result::name);
      assertTrue(result.isQueued() == result.errno() > 0, result::name);
    }
  }
}
