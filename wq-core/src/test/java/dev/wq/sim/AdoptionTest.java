package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.host.SimulatedThreads;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Virtual threads that simulated threads make by themselves are part of the simulation. */
class AdoptionTest {
  private static final Simulation SIMULATION = Simulation.withCpus(1).seed(3);

  @Test
  void child_livesInVirtualTime_andCanBeJoined() {
    SIMULATION.runHost(host -> {
      Thread child = Thread.startVirtualThread(() -> host.parkNanos(host, 5_000));
      child.join();
      assertEquals(5_000, host.nanoTime());
    });
  }

  @Test
  void grandchild_isAdoptedToo() {
    SIMULATION.runHost(host -> {
      var seen = new Object[1];
      Thread child =
          Thread.startVirtualThread(() -> {
            Thread grandchild =
                Thread.startVirtualThread(() -> seen[0] = SimulatedThreads.currentHost());
            LockSupport.park(grandchild);
          });
      host.runUntilIdle();
      assertSame(host, seen[0]);
      LockSupport.unpark(child);
    });
  }

  @Test
  void executorPerTask_runsItsTasksInside() {
    RunReport run =
        SIMULATION.runHost(host -> {
          try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Long> task =
                () -> {
                  host.parkNanos(host, 1_000);
                  return host.nanoTime();
                };
            List<Future<Long>> all = executor.invokeAll(List.of(task, task, task));
            for (Future<Long> one : all) {
              assertEquals(1_000, one.get());
            }
          }
        });
    assertEquals(1_000, run.elapsed().toNanos());
  }

  @Test
  void childBlockedForEver_isReported() {
    String message =
        assertThrows(
                SimulationFailure.class,
                () ->
                    SIMULATION.runHost(
                        _ -> Thread.ofVirtual().name("lost child").start(LockSupport::park)))
            .getMessage();
    assertTrue(message.contains("'lost child' PARKED"), message);
  }

  @Test
  void childThatDies_failsTheRun() {
    var thrown = new IllegalStateException("child");
    var failure =
        assertThrows(
            SimulationFailure.class,
            () ->
                SIMULATION.runHost(host -> {
                  Runnable dies =
                      () -> {
                        throw thrown;
                      };
                  Thread.startVirtualThread(dies).join();
                }));
    assertSame(thrown, failure.getCause());
  }
}
