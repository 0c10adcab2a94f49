package dev.wq;

import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Explorer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A queue with a life cycle that has a thread for itself. */
class OwnThreadTest {
  private static RtosQueue owned(Machine machine, String name) {
    return machine.rtosQueue(RtosAttrs.named(name).ownThread(ThreadKind.VIRTUAL));
  }

  private static Work tells(Script s, String name) {
    return Work.of(name, () -> s.say(name + " on " + Thread.currentThread().getName()));
  }

  @Test
  void allWorks_runOnOneThread_namedLikeTheQueue() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = owned(s.machine(), "motor");
          q.enqueue(tells(s, "before"));
          s.at(1);
          q.start();
          s.settle();
          s.say(q.toString());
          s.at(2);
          q.enqueue(tells(s, "one"));
          q.enqueue(tells(s, "two"));
          s.at(3);
          q.enqueue(tells(s, "three"));
          s.settle();
          s.say(refusal(IllegalStateException.class, q::start));
          q.close();
          s.say(q.toString());
        },
        "1ms before on motor",
        "1ms motor running=0/1 pending=0 started",
        "2ms one on motor",
        "2ms two on motor",
        "3ms three on motor",
        "3ms queue 'motor' has been started already, refused to start it",
        "3ms motor running=0/1 pending=0 closed started");
  }

  @Test
  void onASimulatedKernel_itsWorkersRunTheWorks() {
    Script.anySchedule(
        s -> {
          RtosQueue q = owned(s.machine(), "motor");
          q.enqueue(s.work("kept"));
          s.at(1);
          q.start();
          s.settle();
          q.close();
          s.say(q.isClosed() + "");
        },
        "1ms kept runs",
        "1ms true");
  }

  @Test
  void stop_endsTheThread_andStartBringsAnother() {
    Script.anyScheduleLive(s -> {
      RtosQueue q = owned(s.machine(), "motor");
      Thread[] ran = new Thread[2];
      q.start();
      q.enqueue(Work.of("first", () -> ran[0] = Thread.currentThread()));
      q.drainAndPlug();
      q.stop();
      s.settle();
      assertTrue(!ran[0].isAlive());
      q.start();
      q.enqueue(Work.of("second", () -> ran[1] = Thread.currentThread()));
      q.awaitIdle();
      assertTrue(ran[1] != ran[0] && ran[1].isAlive());
      q.close();
      s.settle();
      assertTrue(!ran[1].isAlive());
    });
  }

  @Test
  void interrupts_areNobodys_andEndNothing() {
    Script.anyScheduleLive(s -> {
      RtosQueue q = owned(s.machine(), "motor");
      Thread[] ran = new Thread[1];
      boolean[] interrupted = new boolean[1];
      q.start();
      q.enqueue(
          Work.of(
              "interrupts itself",
              () -> {
                ran[0] = Thread.currentThread();
                ran[0].interrupt();
              }));
      q.awaitIdle();
      s.settle();
      ran[0].interrupt();
      s.settle();
      q.enqueue(Work.of("looks", () -> interrupted[0] = Thread.interrupted()));
      q.awaitIdle();
      assertEquals(false, interrupted[0]);
      assertTrue(ran[0].isAlive());
    });
  }

  @Test
  void startAgainstClose_leavesNoThreadAndNoWork() {
    Explorer.seeds(500)
        .cpus(2)
        .switchOneIn(4)
        .check(machine -> {
          RtosQueue q = owned(machine, "motor");
          int[] ended = new int[2];
          q.onDiscard((_, _) -> ended[0]++);
          q.enqueue(Work.of("work", () -> ended[1]++));
          Thread starter =
              machine.thread(
                  "starter",
                  () -> {
                    try {
                      q.start();
                    } catch (IllegalStateException closing) {
                      machine.log("refused");
                    }
                  });
          q.close();
          starter.join();
          machine.runUntilIdle();
          assertEquals(1, ended[0] + ended[1]);
          assertTrue(q.isClosed());
        });
  }

  @Test
  void contradictions_areRefused() {
    RtosAttrs owned = RtosAttrs.named("motor").ownThread(ThreadKind.PLATFORM);
    assertEquals(
        "queue 'motor' with a thread of its own has one worker, was 2",
        refusal(IllegalArgumentException.class, () -> owned.workers(2)));
    assertEquals(
        "the own thread of queue 'motor' can't be replaced: REPLACE_WORKER",
        refusal(
            IllegalArgumentException.class,
            () -> owned.itemTimeout(Duration.ofMillis(1), ItemTimeoutPolicy.REPLACE_WORKER)));
  }

  @ParameterizedTest
  @EnumSource
  void live_theThreadIsOfTheKindAsked(ThreadKind kind) throws Exception {
    try (Machine machine = Machine.create("own")) {
      RtosQueue q = machine.rtosQueue(RtosAttrs.named("motor").ownThread(kind));
      q.start();
      Thread thread = q.spawn(Thread::currentThread).join();
      assertEquals(kind == ThreadKind.VIRTUAL, thread.isVirtual());
      assertTrue(thread.isDaemon());
      assertEquals("motor", thread.getName());
    }
  }
}
