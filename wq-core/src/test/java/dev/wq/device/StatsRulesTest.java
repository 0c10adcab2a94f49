package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static dev.wq.device.Rig.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import dev.wq.sim.RunReport;
import dev.wq.sim.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a runner counts, what it costs while idle, and that a simulation repeats. */
class StatsRulesTest {
  private static RunnerStats upstream(Rig rig) {
    return rig.devices.stats(GPU, DeviceStage.UPSTREAM);
  }

  @Test
  @DisplayName("drivers C46: tasks, errors and producers that found no room are counted")
  void tasksErrorsAndFullWaits_areCounted() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      rig.devices.configure(GPU, RunnerAttrs.defaults().capacity(1));
      rig.devices.onFailure((_, _) -> {});
      DeviceHandle<Rig.Counter> handle = rig.counter();
      rig.occupy(handle, 10);
      while (handle.trySubmit(Rig.Counter::add)) {
        s.settle();
      }
      long before = upstream(rig).queued();
      long waits = upstream(rig).fullWaits();
      s.thread("blocked", () -> handle.submit(Rig.Counter::add));
      s.thread("blocked", () -> handle.submit(Rig.Counter::add));
      s.at(20);
      handle.submit(_ -> {
        throw new IOException("counted");
      });
      s.at(30);
      RunnerStats stats = upstream(rig);
      assertEquals(before + 3, stats.queued(), stats::toString);
      assertEquals(waits + 2, stats.fullWaits(), stats::toString);
      assertEquals(1, stats.errors(), stats::toString);
    });
  }

  @Test
  @DisplayName("drivers C46: a batch is what runs between two parks; its size goes to a histogram")
  void batches_areCountedBySize() {
    Script.anyScheduleLive(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> handle = rig.counter();
      s.at(10);
      RunnerStats before = upstream(rig);
      handle.submit(Rig.Counter::add); // a batch of one
      s.at(20);
      rig.occupy(handle, 30); // a batch of 1 + 9
      for (int i = 0; i < 9; i++) {
        handle.submit(Rig.Counter::add);
      }
      s.at(40);
      RunnerStats after = upstream(rig);
      assertEquals(2, after.batches() - before.batches(), after::toString);
      assertEquals(2, after.parks() - before.parks(), after::toString);
      assertEquals(11, after.queued() - before.queued(), after::toString);
      long[] sizes = after.batchSizes();
      long[] sizesBefore = before.batchSizes();
      assertEquals(after.batches(), Arrays.stream(sizes).sum(), after::toString);
      assertEquals(1, sizes[0] - sizesBefore[0], after::toString);
      assertEquals(1, sizes[3] - sizesBefore[3], after::toString); // 8 to 15
    });
  }

  @Test
  @DisplayName("drivers C46: each runner counts for itself")
  void eachRunner_countsForItself() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      rig.counter(SECOND).submitBlocking(Rig.Counter::add);
      rig.engine();
      long before = upstream(rig, GPU, DeviceStage.DOWNSTREAM).queued();
      rig.counter(SECOND).submitBlocking(Rig.Counter::add);
      assertEquals(before, upstream(rig, GPU, DeviceStage.DOWNSTREAM).queued());
      rig.engine().submitBlocking(_ -> 1);
      assertTrue(upstream(rig, GPU, DeviceStage.DOWNSTREAM).queued() > before);
    });
  }

  private static RunnerStats upstream(Rig rig, DeviceId id, DeviceStage stage) {
    return rig.devices.stats(id, stage);
  }

  // ---- idle

  @Test
  @DisplayName("drivers C28: idle runners wait for nothing but tasks: time does not even move")
  void idleRunners_awaitNoInstant() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.counter();
          rig.counter(SECOND).submitBlocking(Rig.Counter::add);
          rig.engine().submit(_ -> {});
          s.machine().runUntilIdle();
          s.say("idle");
        },
        "0ms idle");
  }

  @Test
  @DisplayName("drivers C28: idle runners take no step, however long")
  void idleRunners_takeNoStep() {
    assertEquals(steps(Duration.ofMillis(1)), steps(Duration.ofDays(365)));
  }

  /** The steps of a run with two idle runners and a thread that sleeps. */
  private static long steps(Duration idle) {
    RunReport report =
        Simulation.withCpus(2)
            .run(machine -> {
              DeviceHandle.of(GPU, Rig.Counter.TYPE).submitBlocking(Rig.Counter::add);
              DeviceHandle.of(GPU, Rig.Engine.TYPE);
              machine.advance(idle);
            });
    return report.steps();
  }

  // ---- simulated

  @Test
  @DisplayName("drivers C48: with one seed a run with runners repeats, step by step")
  void runWithOneSeed_repeats() {
    for (long seed = 0; seed < 10; seed++) {
      assertEquals(hash(seed), hash(seed));
    }
  }

  private static String hash(long seed) {
    RunReport report =
        Simulation.withCpus(2)
            .seed(seed)
            .run(machine -> {
              DeviceHandle<Rig.Counter> a = DeviceHandle.of(GPU, Rig.Counter.TYPE);
              DeviceHandle<Rig.Counter> b = DeviceHandle.of(SECOND, Rig.Counter.TYPE);
              for (int i = 0; i < 3; i++) {
                machine.thread(
                    "producer",
                    () -> {
                      a.submit(c -> machine.log("a " + c.add()));
                      b.submit(c -> machine.log("b " + c.add()));
                      a.submitBlocking(c -> b.submitBlocking(Rig.Counter::add) + c.add());
                    });
              }
              machine.runUntilIdle();
            });
    return report.hash() + " " + report.log();
  }
}
