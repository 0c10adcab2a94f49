package dev.wq.system;

import static dev.wq.system.SystemQueues.system;
import static dev.wq.system.SystemQueues.systemFreezable;
import static dev.wq.system.SystemQueues.systemFreezablePowerEfficient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.DelayedWork;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.sim.Explorer;
import dev.wq.sim.SimMachine;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The freezer's rules (linux 110-115), each a script in virtual time. */
class FreezerTest {
  private static final Simulation SIMULATION = Simulation.withCpus(2);

  private static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }

  /** What happened, with the virtual time in milliseconds at which it did. */
  private static final class Log {
    private final SimMachine machine;
    private final List<String> lines = new ArrayList<>();

    Log(SimMachine machine) {
      this.machine = machine;
    }

    void add(String what) {
      lines.add(machine.now().toMillis() + " " + what);
    }

    Work work(String name) {
      return Work.of(name, () -> add(name));
    }

    Work slowWork(String name, int millis) {
      return Work.of(
          name,
          () -> {
            add(name + " begins");
            machine.sleep(ms(millis));
            add(name + " ends");
          });
    }

    void is(String... expected) {
      assertEquals(List.of(expected), lines);
    }
  }

  @Test
  void freeze_waitsForRunningWorks() { // linux 110, 112
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      systemFreezable().enqueue(log.slowWork("slow", 30));
      machine.sleep(ms(10));
      try (var _ = Freezer.freeze()) {
        log.add("frozen");
      }
      log.is("0 slow begins", "30 slow ends", "30 frozen");
    });
  }

  @Test
  void freeze_holdsNewWorks_untilTheThaw() { // linux 111
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      try (var _ = Freezer.freeze()) {
        assertTrue(systemFreezable().enqueue(log.work("held")));
        assertTrue(systemFreezablePowerEfficient().enqueue(log.work("held too")));
        machine.sleep(ms(50));
        log.add("thaw");
      }
      machine.runUntilIdle();
      log.is("50 thaw", "50 held", "50 held too");
    });
  }

  @Test
  void otherQueues_goOn() {
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      system().enqueue(log.slowWork("other", 30));
      machine.sleep(ms(10));
      try (var _ = Freezer.freeze()) {
        log.add("frozen");
        system().enqueue(log.work("more"));
        machine.sleep(ms(50));
      }
      log.is("0 other begins", "10 frozen", "10 more", "30 other ends");
    });
  }

  @Test
  void selfRequeue_isHeld() { // linux 111
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      AtomicInteger left = new AtomicInteger(2);
      Work[] again = new Work[1];
      again[0] =
          Work.of(
              "again",
              () -> {
                log.add("run");
                machine.sleep(ms(20));
                if (left.decrementAndGet() > 0) {
                  systemFreezable().enqueue(again[0]);
                }
              });
      systemFreezable().enqueue(again[0]);
      machine.sleep(ms(10));
      try (var _ = Freezer.freeze()) {
        log.add("frozen");
        machine.sleep(ms(30));
      }
      machine.runUntilIdle();
      log.is("0 run", "20 frozen", "50 run");
    });
  }

  @Test
  void firedTimer_isHeld() { // linux 111
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      DelayedWork late = DelayedWork.of("late", () -> log.add("late"));
      systemFreezable().enqueueDelayed(late, ms(10));
      try (var _ = Freezer.freeze()) {
        machine.sleep(ms(30));
        assertTrue(late.isPending());
        assertFalse(late.isArmed());
        log.add("thaw");
      }
      machine.runUntilIdle();
      log.is("30 thaw", "30 late");
    });
  }

  @Test
  void thaw_startsHeldWorksInOrder() { // linux 113
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      WorkQueue one = machine.queue(QueueAttrs.named("one").ordered().freezable());
      try (var _ = Freezer.freeze()) {
        one.enqueue(log.work("a"));
        one.enqueueDelayed(DelayedWork.of("b", () -> log.add("b")), ms(5));
        machine.sleep(ms(10));
        one.enqueue(log.work("c"));
      }
      one.flush();
      log.is("10 a", "10 b", "10 c");
    });
  }

  @Test
  void flush_ofHeldWork_waitsForTheThaw() { // linux 114
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      Work held = log.work("held");
      Freezer.Frozen frozen = Freezer.freeze();
      systemFreezable().enqueue(held);
      Thread flusher =
          machine.thread(
              "flusher",
              () -> {
                assertTrue(flush(held));
                log.add("flushed");
              });
      machine.sleep(ms(20));
      frozen.close();
      flusher.join();
      log.is("20 held", "20 flushed");
    });
  }

  private static boolean flush(Work work) {
    try {
      return work.flush();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void cancelSync_ofHeldWork_doesNotBlock() { // linux 114
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      Work held = log.work("held");
      try (var _ = Freezer.freeze()) {
        systemFreezable().enqueue(held);
        assertTrue(held.cancelSync());
        assertEquals(Duration.ZERO, machine.now());
      }
      machine.runUntilIdle();
      log.is();
      assertEquals(1, systemFreezable().stats().cancelled());
    });
  }

  @Test
  void queueMadeDuringFreeze_startsFrozen() {
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      try (var _ = Freezer.freeze()) {
        WorkQueue late = machine.queue(QueueAttrs.named("late").freezable());
        assertTrue(late.isFrozen());
        assertTrue(systemFreezable().isFrozen(), "made by this call");
        assertFalse(system().isFrozen());
        late.enqueue(log.work("held"));
        machine.sleep(ms(10));
      }
      machine.runUntilIdle();
      log.is("10 held");
    });
  }

  @Test
  void nestedFreezes_thawWithTheLast() {
    SIMULATION.run(machine -> {
      Freezer.Frozen outer = Freezer.freeze();
      Freezer.Frozen inner = Freezer.freeze();
      outer.close();
      assertTrue(systemFreezable().isFrozen());
      inner.close();
      assertFalse(systemFreezable().isFrozen());
    });
  }

  @Test
  void closeTwice_thawsOnce() {
    SIMULATION.run(machine -> {
      try (var _ = Freezer.freeze()) {
        Freezer.Frozen inner = Freezer.freeze();
        assertEquals("freeze of " + machine, inner.toString());
        inner.close();
        inner.close();
        assertEquals("ended freeze of " + machine, inner.toString());
        assertTrue(systemFreezable().isFrozen());
      }
      assertFalse(systemFreezable().isFrozen());
    });
  }

  @Test
  void thaw_undoesTheLatestFreeze_andItsHandleDoesNothing() {
    SIMULATION.run(machine -> {
      Freezer.Frozen outer = Freezer.freeze();
      Freezer.Frozen inner = Freezer.freeze(ms(1));
      Freezer.thaw();
      inner.close();
      assertTrue(systemFreezable().isFrozen());
      outer.close();
      assertFalse(systemFreezable().isFrozen());
    });
  }

  @Test
  void thaw_ofUnfrozenMachine_throws() { // linux 113 does nothing
    SIMULATION.run(machine -> {
      assertThrows(IllegalStateException.class, Freezer::thaw);
      Freezer.freeze();
      Freezer.thaw();
      String text = assertThrows(IllegalStateException.class, Freezer::thaw).getMessage();
      assertTrue(text.contains(machine.name()), text);
    });
  }

  @Test
  void timedOutFreeze_thawsAndNamesTheWorks() {
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      systemFreezable().enqueue(log.slowWork("slow", 30));
      systemFreezablePowerEfficient().enqueue(log.slowWork("slower", 90));
      machine.sleep(ms(10));
      String text = assertThrows(TimeoutException.class, () -> Freezer.freeze(ms(40))).getMessage();
      assertEquals(ms(50), machine.now());
      assertTrue(
          text.contains("'slower'") && text.contains("events_freezable_pwr_efficient"), text);
      assertFalse(text.contains("'slow'"), text);
      assertFalse(systemFreezable().isFrozen());
      systemFreezable().enqueue(log.work("after"));
      machine.runUntilIdle();
      log.is("0 slow begins", "0 slower begins", "30 slow ends", "50 after", "90 slower ends");
    });
  }

  @Test
  void zeroTimeout_freezesWhatStandsStill() {
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      Freezer.freeze(Duration.ZERO).close();
      systemFreezable().enqueue(log.slowWork("slow", 30));
      machine.sleep(ms(10));
      assertThrows(TimeoutException.class, () -> Freezer.freeze(Duration.ZERO));
      assertEquals(ms(10), machine.now());
    });
  }

  @Test
  void interruptedFreeze_thaws() {
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      systemFreezable().enqueue(log.slowWork("slow", 30));
      Thread freezer =
          machine.thread(
              "freezer", () -> assertThrows(InterruptedException.class, Freezer::freeze));
      machine.sleep(ms(10));
      assertTrue(systemFreezable().isFrozen());
      freezer.interrupt();
      freezer.join();
      assertFalse(systemFreezable().isFrozen());
      assertEquals(ms(10), machine.now());
    });
  }

  @Test
  void freezeByWorkOfFreezableQueue_throwsAtOnceAndThaws() {
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      Work self =
          Work.of(
              "self",
              () -> {
                String text =
                    assertThrows(IllegalStateException.class, Freezer::freeze).getMessage();
                log.add(text.contains("'self'") ? "refused, named" : text);
              });
      systemFreezable().enqueue(self);
      self.flush();
      assertFalse(systemFreezable().isFrozen());
      log.is("0 refused, named");
    });
  }

  @Test
  void freezeByWorkOfOtherQueue_isFine() {
    SIMULATION.run(machine -> {
      Log log = new Log(machine);
      systemFreezable().enqueue(log.slowWork("slow", 30));
      Work backup =
          Work.of(
              "backup",
              () -> {
                try (var _ = Freezer.freeze()) {
                  log.add("backup");
                }
              });
      system().enqueue(backup);
      backup.flush();
      log.is("0 slow begins", "30 slow ends", "30 backup");
    });
  }

  @Test
  void badArguments_throwBeforeAnythingIsFrozen() {
    SIMULATION.run(machine -> {
      String text =
          assertThrows(IllegalArgumentException.class, () -> Freezer.freeze(ms(-1))).getMessage();
      assertTrue(text.contains("PT-0.001S"), text);
      assertThrows(NullPointerException.class, () -> Freezer.freeze((Duration) null));
      assertThrows(NullPointerException.class, () -> Freezer.freeze(null, ms(1)));
      assertThrows(NullPointerException.class, () -> Freezer.thaw(null));
      assertFalse(systemFreezable().isFrozen());
    });
  }

  @Test
  void noWorkRunsBetweenFreezeAndThaw_underAnySchedule() {
    Explorer.seeds(500).cpus(2).check(FreezerTest::freezeAgainstProducers);
  }

  private static void freezeAgainstProducers(SimMachine machine) throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger ran = new AtomicInteger();
    Work work =
        Work.of(
            "work",
            () -> {
              running.incrementAndGet();
              machine.sleep(Duration.ofNanos(100));
              running.decrementAndGet();
              ran.incrementAndGet();
            });
    AtomicInteger accepted = new AtomicInteger();
    Runnable producer =
        () -> {
          for (int i = 0; i < 4; i++) {
            accepted.addAndGet(systemFreezable().enqueue(work) ? 1 : 0);
          }
        };
    List<Thread> producers =
        List.of(machine.thread("p1", producer), machine.thread("p2", producer));
    for (int i = 0; i < 3; i++) {
      try (var _ = Freezer.freeze()) {
        assertEquals(0, running.get());
        int before = ran.get();
        machine.sleep(Duration.ofNanos(1_000));
        assertEquals(before, ran.get());
      }
    }
    for (Thread thread : producers) {
      thread.join();
    }
    machine.runUntilIdle();
    assertEquals(accepted.get(), ran.get());
  }
}
