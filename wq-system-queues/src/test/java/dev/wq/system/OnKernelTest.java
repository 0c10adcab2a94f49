package dev.wq.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.Machine;
import dev.wq.Work;
import dev.wq.WorkContext;
import dev.wq.WorkQueue;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The system queues and the freezer, unchanged, on a simulated kernel. */
class OnKernelTest {
  private static final List<Function<Machine, WorkQueue>> QUEUES =
      List.of(
          SystemQueues::system,
          SystemQueues::systemHighpri,
          SystemQueues::systemUnbound,
          SystemQueues::systemPowerEfficient,
          SystemQueues::systemBh);

  private static List<String> workers(boolean powerEfficient) {
    List<String> workers = new ArrayList<>();
    Simulation.kernel(KernelVersion.DEFAULT)
        .powerEfficient(powerEfficient)
        .run(machine -> {
          for (Function<Machine, WorkQueue> queue : QUEUES) {
            queue
                .apply(machine)
                .enqueue(
                    Work.of("w", () -> workers.add(WorkContext.current().orElseThrow().worker())));
            machine.runUntilIdle();
          }
        });
    return workers;
  }

  @Test
  void systemQueues_areServedByThePoolsOfTheirKind() {
    assertEquals(
        List.of("kworker/0:0", "kworker/0:0H", "kworker/u4:0", "kworker/0:0", "kworker/0:0"),
        workers(false));
  }

  @Test // linux 76
  void powerEfficientQueue_isUnboundWhereSwitchedOn() {
    assertEquals("kworker/u4:0", workers(true).get(3));
  }

  @Test // linux 110-113
  void freezer_holdsFreezableQueues() {
    List<String> lines = new ArrayList<>();
    Simulation.kernel(KernelVersion.DEFAULT)
        .run(machine -> {
          WorkQueue freezable = SystemQueues.systemFreezable(machine);
          freezable.enqueue(
              Work.of(
                  "running",
                  () -> {
                    machine.sleep(Duration.ofMillis(5));
                    lines.add(machine.now().toMillis() + " running ends");
                  }));
          machine.advance(Duration.ZERO);
          try (var _ = Freezer.freeze()) {
            freezable.enqueue(Work.of("held", () -> lines.add(machine.now().toMillis() + " held")));
            machine.advance(Duration.ofMillis(5));
            lines.add(machine.now().toMillis() + " thaws " + freezable.isFrozen());
          }
          machine.runUntilIdle();
        });
    assertEquals(List.of("5 running ends", "10 thaws true", "10 held"), lines);
  }
}
