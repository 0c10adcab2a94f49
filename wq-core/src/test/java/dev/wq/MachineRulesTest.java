package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a machine does besides owning queues. */
class MachineRulesTest {
  @Test // also for what works of one queue put on another
  void awaitIdle_waitsForChainsOverSeveralQueues() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work third = s.work("third", 10);
          Work second =
              s.work(
                  "second",
                  () -> {
                    s.sleep(10);
                    a.enqueue(third);
                  });
          a.enqueue(
              s.work(
                  "first",
                  () -> {
                    s.sleep(10);
                    b.enqueue(second);
                  }));
          s.machine().awaitIdle(ms(100));
          s.say("idle");
        },
        "0ms first runs",
        "10ms second runs",
        "20ms third runs",
        "30ms third ends",
        "30ms idle");
  }

  @Test
  void awaitIdle_timesOutOverAllQueuesTogether() {
    Script.anySchedule(
        s -> {
          s.occupy(s.queue("A"), 8);
          s.occupy(s.queue("B"), 16);
          assertThrows(TimeoutException.class, () -> s.machine().awaitIdle(ms(12)));
          s.say("timed out");
        },
        "12ms timed out");
  }

  @Test
  void awaitIdle_ofAnIdleMachineReturnsAtOnce() {
    Script.anyScheduleLive(
        s -> {
          s.machine().awaitIdle(ms(0));
          s.queue("q").enqueueDelayed(s.delayed("armed"), ms(50));
          s.machine().awaitIdle(ms(0));
          s.say("idle");
        },
        "0ms idle",
        "50ms armed runs");
  }

  @Test
  void sleep_isInterruptible() {
    Script.anySchedule(
        s -> {
          Thread sleeper = s.await("sleep", () -> s.sleep(1000));
          s.at(5);
          sleeper.interrupt();
          s.at(6);
          Thread.currentThread().interrupt();
          assertThrows(InterruptedException.class, () -> s.sleep(0));
        },
        "5ms sleep: InterruptedException");
  }

  @Test
  void part_isMadeOncePerMachine() {
    Script.anySchedule(s -> {
      StringBuilder part = s.machine().part(StringBuilder.class, m -> new StringBuilder("p"));
      assertSame(part, s.machine().part(StringBuilder.class, m -> new StringBuilder("q")));
      Machine other = WrappedHost.machine("other", new WrappedHost());
      assertNotSame(part, other.part(StringBuilder.class, m -> new StringBuilder("r")));
    });
  }

  /** Can't be closed. */
  private record Stuck(String name) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      throw new IOException(name);
    }
  }

  /** As {@link Stuck}, of a class of its own. */
  private record StuckToo(Stuck inner) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      inner.close();
    }
  }

  @Test
  void partsThatCanNotBeClosed_keepNothingOpen() {
    Script.anySchedule(
        s -> {
          Machine machine = WrappedHost.machine("other", new WrappedHost());
          WorkQueue queue = machine.queue(QueueAttrs.named("open"));
          machine.part(Stuck.class, _ -> new Stuck("first made"));
          machine.part(StuckToo.class, _ -> new StuckToo(new Stuck("last made")));
          queue.enqueue(s.work("queued"));
          IllegalStateException thrown = assertThrows(IllegalStateException.class, machine::close);
          assertEquals("last made", thrown.getCause().getMessage());
          assertEquals("first made", thrown.getSuppressed()[0].getCause().getMessage());
          assertTrue(queue.isClosed());
        },
        "0ms queued runs");
  }

  @Test
  void machinesOfOneSimulation_shareNoFreezeAndNoQueues() {
    Script.anySchedule(
        s -> {
          Machine other = WrappedHost.machine("other", new WrappedHost());
          WorkQueue mine = s.queue(QueueAttrs.named("mine").freezable());
          WorkQueue its = other.queue(QueueAttrs.named("its").freezable());
          other.freezeQueues(ms(1));
          mine.enqueue(s.work("of mine"));
          its.enqueue(s.work("of its"));
          s.at(5);
          other.thawQueues();
          assertEquals(List.of(its), other.queues());
        },
        "0ms of mine runs",
        "5ms of its runs");
  }

  @Test // one work can go from machine to machine, but not while it is busy
  void workThatRunsOnAnotherMachine_isRefusedUntilItIsIdle() {
    Script.anySchedule(
        s -> {
          Machine other = WrappedHost.machine("other", new WrappedHost());
          WorkQueue a = s.queue("A");
          WorkQueue b = other.queue(QueueAttrs.named("B"));
          Work w = s.work("w", 10);
          a.enqueue(w);
          s.at(5);
          s.say(refusal(IllegalStateException.class, () -> b.enqueue(w)));
          s.say(w + ", B " + b.stats().queued());
          s.at(15);
          s.sayAfterAll("B: " + b.enqueue(w));
          s.at(16);
          s.say("flush: " + w.flush());
        },
        "0ms w runs",
        "5ms work 'w' runs on another machine (queue 'A'), refused by queue 'B'",
        "5ms w running, B 0",
        "10ms w ends",
        "15ms w runs",
        "15ms B: true",
        "25ms w ends",
        "25ms flush: true");
  }

  @Test
  void closeOfAMachine_closesAllQueuesPermanentOnesToo() {
    Script.anySchedule(
        s -> {
          Machine other = WrappedHost.machine("other", new WrappedHost());
          WorkQueue permanent = other.queue(QueueAttrs.named("p").permanent());
          WorkQueue q = other.queue(QueueAttrs.named("q"));
          q.enqueue(s.work("w", 10));
          s.at(1);
          other.close();
          s.say("closed " + permanent.isClosed() + " " + q.isClosed());
          s.say(refusal(IllegalStateException.class, () -> other.queue(QueueAttrs.named("late"))));
          other.close();
        },
        "0ms w runs",
        "10ms w ends",
        "10ms closed true true",
        "10ms machine 'other' is closed, refused queue 'late'");
  }

  @Test
  void aQueueThatIsMadeAndClosedAgainAndAgain_leavesNothing() {
    Script.inTurn(s -> {
      for (int i = 0; i < 100; i++) {
        try (WorkQueue q = s.machine().queue(QueueAttrs.named("q").highPriority())) {
          assertTrue(q.trySpawn(() -> {}));
        }
      }
      assertEquals(0, s.machine().queues().size());
    });
  }

  @Test // table of QueueAttrs: without effect on works and counts
  void unboundAndPowerEfficient_changeNothingHere() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").unbound().powerEfficient().maxActive(1));
          assertTrue(q.attrs().isUnbound() && q.attrs().isPowerEfficient());
          q.enqueueOn(1, s.work("a", 5));
          q.enqueueOn(0, s.work("b"));
        },
        "0ms a runs",
        "5ms a ends",
        "5ms b runs");
  }
}
