package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many workers a burst of functions that block leaves behind, and how they are listed. */
class IdleWorkersTest {
  private static final int BURST = 2 * WorkerPool.KEEP;
  private static final long BLOCKED = Duration.ofMillis(10).toNanos();

  @Test
  void burstOfBlockingFunctions_leavesSoManyIdleWorkersAndNoMore() {
    Simulation.withCpus(2)
        .run(machine -> {
          World w = new World(machine, Faults.NONE);
          LiveQueue q = w.queue("q", BURST);
          ProbeItem[] x = QueueScenarios.items(w, BURST);
          for (ProbeItem item : x) {
            item.doing(() -> w.host.parkNanos(w, BLOCKED));
          }
          QueueScenarios.enqueueAll(q, x);
          w.host.parkNanos(w, BLOCKED / 2);
          List<Integer> all = ids(w);
          assertEquals(BURST, all.size(), "each function blocks a worker");
          assertEquals(all.stream().sorted().toList(), all, "oldest first");
          w.settle();
          assertEquals(WorkerPool.KEEP, ids(w).size());
        });
  }

  private static List<Integer> ids(World w) {
    return w.dispatch.pool().workers().stream().map(LiveWorker::id).toList();
  }
}
