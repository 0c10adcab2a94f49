package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.CpuModel;
import dev.wq.sim.Exploration;
import dev.wq.sim.Explorer;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Threads that queue, cancel, flush, freeze and re-time the same works on a simulated kernel, under
 * many seeds: no work runs beside itself, none is lost, and every count balances at the end.
 */
class KernelExplorationTest {
  private static final int SEEDS = Integer.getInteger("wq.explore.seeds", 10_000) / 10;

  /** A work that checks that it is alone and counts. */
  private static final class Probe {
    private final SimMachine machine;
    private final DelayedWork work;
    private boolean inside;
    private int accepted;
    private int ran;
    private int taken;

    Probe(SimMachine machine, String name) {
      this.machine = machine;
      this.work = DelayedWork.of(name, this::run);
    }

    private void run() throws InterruptedException {
      assertFalse(inside, () -> work + " runs beside itself");
      inside = true;
      machine.point();
      if (machine.random().nextBoolean()) {
        machine.sleep(Duration.ofMillis(1));
      } else {
        machine.compute(Duration.ofMillis(1));
      }
      machine.point();
      inside = false;
      ran++;
    }

    void queued(boolean byThisCall) {
      accepted += byThisCall ? 1 : 0;
    }

    void taken(boolean wasPending) {
      taken += wasPending ? 1 : 0;
    }

    void check() {
      assertTrue(work.busy().isEmpty(), work::toString);
      assertEquals(accepted, ran + taken, () -> work + " of " + accepted);
    }
  }

  private static final class Scene {
    private final SimMachine machine;
    private final List<Probe> probes = new ArrayList<>();
    private final List<WorkQueue> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Scene(SimMachine machine) {
      this.machine = machine;
      probes.add(new Probe(machine, "x"));
      probes.add(new Probe(machine, "y"));
      queues.add(machine.queue(QueueAttrs.named("bound").maxActive(1)));
      queues.add(machine.queue(QueueAttrs.named("unbound").unbound().memReclaim()));
      queues.add(machine.queue(QueueAttrs.named("ordered").ordered()));
    }

    private interface Side {
      void run() throws Exception;
    }

    private void go(String name, Side side) {
      threads.add(
          machine.thread(
              name,
              () -> {
                try {
                  side.run();
                } catch (Exception e) {
                  throw new AssertionError(name, e);
                }
              }));
    }

    private WorkQueue anyQueue() {
      return queues.get(machine.random().nextInt(queues.size()));
    }

    private void produce() {
      for (Probe probe : probes) {
        probe.queued(anyQueue().enqueueOn(machine.random().nextInt(machine.cpus()), probe.work));
        probe.queued(anyQueue().enqueueDelayed(probe.work, Duration.ofMillis(3)));
      }
    }

    private void retime() {
      for (Probe probe : probes) {
        probe.queued(anyQueue().modDelayed(probe.work, Duration.ofMillis(2)) == Armed.NEW);
      }
    }

    private void cancel() throws InterruptedException {
      probes.get(0).taken(probes.get(0).work.cancelSync());
      probes.get(1).taken(probes.get(1).work.cancel());
    }

    private void flush() throws InterruptedException {
      probes.get(0).work.flush();
      queues.get(0).flush();
      queues.get(2).awaitIdle();
    }

    private void freeze() throws InterruptedException {
      queues.get(1).freeze();
      machine.point();
      queues.get(1).thaw();
      queues.get(1).setMaxActive(1 + machine.random().nextInt(3));
    }

    void play() throws InterruptedException {
      go("producer", this::produce);
      go("retimer", this::retime);
      go("canceller", this::cancel);
      go("flusher", this::flush);
      go("freezer", this::freeze);
      for (Thread thread : threads) {
        thread.join();
      }
      machine.runUntilIdle();
      probes.forEach(Probe::check);
      queues.forEach(Scene::check);
    }

    private static void check(WorkQueue queue) {
      QueueStats s = queue.stats();
      assertEquals(0, s.pending() + s.inFlight() + s.failed(), s::toString);
      assertEquals(s.queued(), s.completed() + s.cancelled(), s::toString);
      queue.close();
    }
  }

  private static void explore(CpuModel model) {
    Exploration seen =
        Explorer.seeds(SEEDS)
            .kernel(KernelVersion.DEFAULT)
            .cpuModel(model)
            .cpus(2)
            .check(machine -> new Scene(machine).play());
    assertTrue(seen.distinctSchedules() > SEEDS / 4, seen::toString);
  }

  @Test
  void everyInterleaving_balances_whereOnlyDeclaredComputingTakesACpu() {
    explore(CpuModel.DECLARED);
  }

  @Test
  void everyInterleaving_balances_whereEveryStepNeedsACpu() {
    explore(CpuModel.RUN_TO_BLOCK);
  }
}
