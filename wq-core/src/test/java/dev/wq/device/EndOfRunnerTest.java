package dev.wq.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Explorer;
import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Submitters, creators and shutdowns of one runner against each other, under many schedules. */
class EndOfRunnerTest {
  private static final DeviceId GPU = new DeviceId("sim", 0);
  private static final ServiceType<Lamp> LAMP =
      ServiceType.of(Lamp.class, DeviceStage.UPSTREAM, _ -> new Lamp());

  /** Fails where it is used after its end. */
  static final class Lamp implements DeviceService, AutoCloseable {
    int tasks;
    int closes;

    int use() {
      if (closes > 0) {
        throw new IllegalStateException("used after its end");
      }
      return ++tasks;
    }

    @Override
    public void close() {
      closes++;
    }
  }

  private static Explorer explorer() {
    return Explorer.seeds(3_000).cpus(2).switchOneIn(4);
  }

  /** Submits {@code count} times; how many were accepted is added to {@code accepted}. */
  private static Thread submitter(
      SimMachine machine, DeviceHandle<Lamp> lamp, int count, int[] accepted) {
    return machine.thread(
        "submitter",
        () -> {
          try {
            for (int i = 0; i < count; i++) {
              lamp.submit(Lamp::use);
              accepted[0]++;
            }
          } catch (RejectedExecutionException shutDown) {
            machine.log("refused");
          }
        });
  }

  @Test
  void submittersAgainstShutdown_noTaskAfterTheEnd_noneLost() {
    explorer()
        .check(machine -> {
          Devices devices = Devices.of(machine);
          devices.configure(GPU, RunnerAttrs.defaults().capacity(2));
          int[] errors = new int[1];
          devices.onFailure((_, _) -> errors[0]++);
          Lamp lamp = new Lamp();
          DeviceHandle<Lamp> handle = DeviceHandle.insert(machine, GPU, LAMP, lamp);
          int[] accepted = new int[1];
          Thread one = submitter(machine, handle, 3, accepted);
          Thread other = submitter(machine, handle, 3, accepted);
          devices.shutdown(GPU);
          assertEquals(1, lamp.closes);
          one.join();
          other.join();
          machine.runUntilIdle();
          assertEquals(accepted[0], lamp.tasks);
          assertEquals(0, errors[0]);
        });
  }

  @Test
  void creatorsAgainstShutdowns_eachServiceEndsOnce() {
    explorer()
        .check(machine -> {
          Devices devices = Devices.of(machine);
          int[] made = new int[1];
          int[] closed = new int[1];
          ServiceType<Counted> type =
              ServiceType.of(
                  Counted.class,
                  DeviceStage.UPSTREAM,
                  _ -> {
                    made[0]++;
                    return new Counted(closed);
                  });
          Thread[] threads = new Thread[4];
          for (int i = 0; i < 2; i++) {
            threads[i] = machine.thread("creator", () -> DeviceHandle.of(machine, GPU, type));
            threads[i + 2] = machine.thread("closer", () -> devices.shutdown(GPU));
          }
          for (Thread thread : threads) {
            thread.join();
          }
          devices.shutdown(GPU);
          assertEquals(made[0], closed[0]);
        });
  }

  record Counted(int[] closed) implements DeviceService, AutoCloseable {
    @Override
    public void close() {
      closed[0]++;
    }
  }

  @Test
  void forcedShutdownAgainstTheEndOfTheTask_servicesAreClosedOnce() {
    explorer()
        .check(machine -> {
          Devices devices = Devices.of(machine);
          Lamp lamp = new Lamp();
          DeviceHandle<Lamp> handle = DeviceHandle.insert(machine, GPU, LAMP, lamp);
          handle.submit(_ -> machine.point());
          handle.submit(_ -> machine.point());
          ShutdownReport report = devices.shutdown(GPU, Duration.ZERO);
          machine.runUntilIdle();
          assertEquals(1, lamp.closes);
          assertTrue(report.cancelled() <= 2 && report.running() <= 1, report::toString);
        });
  }

  @Test
  void forcedShutdownAgainstAsyncCalls_allAreTold() {
    explorer()
        .check(machine -> {
          Devices devices = Devices.of(machine);
          DeviceHandle<Lamp> handle = DeviceHandle.insert(machine, GPU, LAMP, new Lamp());
          List<CompletableFuture<Integer>> posted = new ArrayList<>();
          Thread poster =
              machine.thread(
                  "poster",
                  () -> {
                    try {
                      for (int i = 0; i < 3; i++) {
                        posted.add(handle.submitAsync(Lamp::use).toCompletableFuture());
                      }
                    } catch (RejectedExecutionException shutDown) {
                      machine.log("refused");
                    }
                  });
          ShutdownReport report = devices.shutdown(GPU, Duration.ZERO);
          poster.join();
          machine.runUntilIdle();
          assertTrue(posted.stream().allMatch(CompletableFuture::isDone));
          assertEquals(
              report.cancelled(), posted.stream().filter(CompletableFuture::isCancelled).count());
        });
  }

  @Test
  void refusedShutdown_leavesTheRunnerAsItWas() {
    explorer()
        .check(machine -> {
          Devices devices = Devices.of(machine);
          DeviceId other = new DeviceId("sim", 1);
          DeviceHandle<Lamp> gpu = DeviceHandle.of(machine, GPU, LAMP);
          DeviceHandle<Lamp> second = DeviceHandle.of(machine, other, LAMP);
          boolean[] refused = new boolean[1];
          gpu.submitBlocking(_ ->
              second.submitBlocking(_ -> {
                try {
                  devices.shutdown(GPU);
                } catch (IllegalStateException endless) {
                  refused[0] = true;
                }
                return true;
              }));
          assertTrue(refused[0]);
          assertEquals(1, gpu.submitBlocking(Lamp::use));
          devices.shutdown(GPU);
          devices.shutdown(other);
          assertFalse(machine.queues().stream().anyMatch(q -> q.name().startsWith("sim")));
        });
  }

  @Test
  void refusedShutdowns_leaveNoRoomBehind() {
    explorer()
        .check(machine -> {
          Devices devices = Devices.of(machine);
          DeviceId other = new DeviceId("sim", 1);
          devices.configure(GPU, RunnerAttrs.defaults().capacity(2));
          DeviceHandle<Lamp> gpu = DeviceHandle.of(machine, GPU, LAMP);
          DeviceHandle<Lamp> second = DeviceHandle.of(machine, other, LAMP);
          int[] room = new int[1];
          gpu.submitBlocking(_ ->
              second.submitBlocking(_ -> {
                for (int i = 0; i < 3; i++) {
                  assertThrows(IllegalStateException.class, () -> devices.shutdown(GPU));
                }
                while (room[0] < 10 && gpu.trySubmit(Lamp::use)) {
                  room[0]++;
                }
                return true;
              }));
          assertEquals(2, room[0]);
        });
  }
}
