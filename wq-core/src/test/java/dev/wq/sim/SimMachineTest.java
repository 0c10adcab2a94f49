package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.DelayedWork;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The library itself on a simulated machine. */
class SimMachineTest {
  private static final Simulation SIMULATION = Simulation.withCpus(2).seed(42);

  @Test
  void works_runInVirtualTime_andNothingIsLeft() {
    RunReport run =
        SIMULATION.run(machine -> {
          WorkQueue queue = machine.queue(QueueAttrs.named("events"));
          Work work =
              Work.of(
                  "slow",
                  () -> {
                    machine.sleep(Duration.ofMillis(50));
                    machine.log("done");
                  });
          assertTrue(queue.enqueue(work));
          work.flush();
          assertEquals(Duration.ofMillis(50), machine.now());
        });
    assertEquals(Duration.ofMillis(50), run.elapsed());
    assertEquals(List.of(), run.leftBehind());
  }

  @Test
  void delayedWork_startsAtExactlyItsDelay() {
    RunReport run =
        SIMULATION.run(machine -> {
          WorkQueue queue = machine.queue(QueueAttrs.named("events"));
          queue.enqueueDelayed(
              DelayedWork.of("late", () -> machine.log("late ran")), Duration.ofMillis(50));
          machine.runUntilIdle();
          assertEquals(Duration.ofMillis(50), machine.now());
        });
    assertTrue(
        run.log().stream().anyMatch(line -> line.matches("\\s+50 ms\\s.*late ran")),
        run.log()::toString);
  }

  private static void busyMachine(SimMachine machine) {
    WorkQueue wide = machine.queue(QueueAttrs.named("wide").maxActive(2));
    List<Work> works =
        IntStream.range(0, 5)
            .mapToObj(i -> Work.of("w" + i, () -> machine.sleep(Duration.ofNanos(100 + i))))
            .toList();
    for (int t = 0; t < 3; t++) {
      machine.thread("app-" + t, () -> works.forEach(wide::enqueue));
    }
    wide.enqueueDelayed(DelayedWork.of("late", () -> machine.log("late")), Duration.ofNanos(150));
    machine.runUntilIdle();
  }

  @Test
  void hundredRunsOfOneSeed_areOneHash() {
    assertEquals(
        1,
        IntStream.range(0, 100)
            .mapToObj(i -> SIMULATION.run(SimMachineTest::busyMachine).hash())
            .distinct()
            .count());
  }

  @Test
  void currentMachine_isTheSimulatedOne_onItsThreadsAndWorkers() {
    SIMULATION.run(machine -> {
      assertSame(machine, Machine.current());
      Thread thread = machine.thread("app", () -> assertSame(machine, Machine.current()));
      thread.join();
      machine
          .queue(QueueAttrs.named("q"))
          .enqueue(Work.of("asks", () -> assertSame(machine, Machine.current())));
      machine.runUntilIdle();
    });
  }

  @Test
  void clock_beginsAt1970_andFollowsVirtualTime() {
    SIMULATION.run(machine -> {
      machine.advance(Duration.ofMillis(7));
      assertEquals(Instant.ofEpochMilli(7), machine.clock().instant());
    });
  }

  @Test
  void applicationThreadBlockedForEver_isReported() {
    String message =
        assertThrows(
                SimulationFailure.class,
                () ->
                    SIMULATION.run(machine ->
                        machine.thread("lost", java.util.concurrent.locks.LockSupport::park)))
            .getMessage();
    assertTrue(message.contains("'lost' PARKED"), message);
  }

  @Test
  void explorer_runsTheSameScenarioUnderManySchedules() {
    Exploration seen =
        Explorer.seeds(500)
            .cpus(2)
            .check(machine -> {
              WorkQueue queue = machine.queue(QueueAttrs.named("events"));
              int[] runs = {0};
              Work work = Work.of("once", () -> runs[0]++);
              Thread other = machine.thread("other", () -> queue.enqueue(work));
              queue.enqueue(work);
              other.join();
              machine.runUntilIdle();
              assertTrue(runs[0] == 1 || runs[0] == 2);
            });
    assertTrue(seen.distinctSchedules() > 50, seen::toString);
  }
}
