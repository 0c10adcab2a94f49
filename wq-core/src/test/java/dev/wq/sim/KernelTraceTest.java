package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.DelayedWork;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a simulated kernel tells, and what its machine can be set to. */
class KernelTraceTest {
  private static final CpuModel RUN_TO_BLOCK =
      CpuModel.RUN_TO_BLOCK.wakeUpLatency(Duration.ZERO).workerCreation(Duration.ZERO);

  /** Writes a line per event, with tasks by name. */
  private static final class Log implements KernelTrace {
    final List<String> lines = new ArrayList<>();
    private final Map<Integer, String> names = new HashMap<>(Map.of(0, "idle"));
    private final Map<Integer, Integer> on = new HashMap<>();
    private long last;

    private void add(Moment at, String what) {
      assertTrue(at.nanos() >= last, () -> at + " after " + last);
      last = at.nanos();
      assertEquals(on.getOrDefault(at.cpu(), 0), at.pid(), () -> what + " " + lines);
      lines.add(at.nanos() / 1_000_000 + " " + what);
    }

    @Override
    public void task(int pid, String name, boolean atStart) {
      names.put(pid, name);
    }

    @Override
    public void queueWork(
        Moment at, long work, String function, String queue, int requiredCpu, int poolCpu) {
      add(at, "queue %s on %s %d %d".formatted(function, queue, requiredCpu, poolCpu));
    }

    @Override
    public void activateWork(Moment at, long work, String function) {
      add(at, "activate " + function);
    }

    @Override
    public void executeStart(Moment at, long work, String function) {
      add(at, "start " + function);
    }

    @Override
    public void executeEnd(Moment at, long work, String function) {
      add(at, "end " + function);
    }

    @Override
    public void switched(
        Moment at,
        int previousPid,
        int previousPriority,
        char state,
        int nextPid,
        int nextPriority) {
      assertEquals(at.pid(), previousPid);
      assertFalse(nextPid != 0 && on.containsValue(nextPid), () -> "twice: " + lines);
      add(at, "%s %c %s".formatted(names.get(previousPid), state, names.get(nextPid)));
      on.put(at.cpu(), nextPid);
    }

    @Override
    public void wakeup(Moment at, int wokenPid, int priority, int targetCpu, boolean isNew) {
      add(at, "wake " + names.get(wokenPid) + (isNew ? " new" : ""));
    }

    @Override
    public void migrated(Moment at, int movedPid, int priority, int fromCpu, int toCpu) {
      add(at, "migrate " + names.get(movedPid));
    }

    @Override
    public void timerStart(Moment at, long timer, long ticks) {
      add(at, "timer " + ticks);
    }

    @Override
    public void timerExpire(Moment at, long timer) {
      add(at, "expire");
    }
  }

  private static void load(SimMachine machine) {
    WorkQueue queue = machine.queue(QueueAttrs.named("q").maxActive(2));
    WorkQueue high = machine.queue(QueueAttrs.named("h").highPriority());
    WorkQueue unbound = machine.queue(QueueAttrs.named("u").unbound());
    for (int i = 0; i < 4; i++) {
      Work chained = Work.of("chained", () -> machine.compute(Duration.ofMillis(1)));
      Work sleeper =
          Work.of(
              "sleeper",
              () -> {
                machine.compute(Duration.ofMillis(2));
                machine.sleep(Duration.ofMillis(3));
                unbound.enqueue(chained);
                machine.compute(Duration.ofMillis(1));
              });
      queue.enqueueOn(i % machine.cpus(), sleeper);
      high.enqueueDelayed(
          DelayedWork.of("late", () -> machine.compute(Duration.ofMillis(1))),
          Duration.ofMillis(3L * i));
      machine.advance(Duration.ofMillis(1));
    }
    machine.runUntilIdle();
  }

  private static RunReport run(Simulation simulation) {
    return simulation.cpus(2).run(KernelTraceTest::load);
  }

  @Test
  void aTrace_changesNothing() {
    for (CpuModel model : List.of(CpuModel.DECLARED, RUN_TO_BLOCK, CpuModel.RUN_TO_BLOCK)) {
      Simulation simulation =
          Simulation.kernel(KernelVersion.V6_18).cpus(2).cpuModel(model).seed(5);
      Log log = new Log();
      assertEquals(run(simulation).hash(), run(simulation.trace(log)).hash());
      assertEquals(count(log, "start "), count(log, "end "));
      assertEquals(12, count(log, "start "));
    }
  }

  private static long count(Log log, String what) {
    return log.lines.stream().filter(line -> line.contains(" " + what)).count();
  }

  @Test
  void events_comeInTheKernelsOrder() {
    Log log = new Log();
    Simulation.kernel(KernelVersion.V6_18)
        .trace(log)
        .run(machine -> {
          WorkQueue queue = machine.queue("q");
          queue.enqueueDelayed(
              DelayedWork.of(
                  "w",
                  () -> {
                    machine.compute(Duration.ofMillis(1));
                    machine.sleep(Duration.ofMillis(2));
                  }),
              Duration.ofMillis(4));
          machine.runUntilIdle();
        });
    assertEquals(
        List.of(
            "0 timer 1",
            "8 expire",
            "8 queue w on q -1 0",
            "8 activate w",
            "8 wake kworker/0:0",
            "8 idle R kworker/0:0",
            "8 start w",
            "9 kworker/0:0 S idle",
            "11 wake kworker/0:0",
            "11 idle R kworker/0:0",
            "11 end w",
            "11 kworker/0:0 I idle"),
        log.lines.stream().filter(line -> !line.contains("0:1")).toList());
  }

  @Test
  void interrupts_needNoCpu_andTheRunDoesNotWaitForThem() {
    List<String> lines = new ArrayList<>();
    Simulation.kernel(KernelVersion.V6_18)
        .cpuModel(RUN_TO_BLOCK)
        .run(machine -> {
          machine.interrupts(
              "clock",
              () -> {
                for (int i = 0; i < 100; i++) {
                  lines.add("tick " + machine.now().toMillis());
                  sleep(machine, 2);
                }
              });
          machine.compute(Duration.ofMillis(5));
          lines.add("main " + machine.now().toMillis());
        });
    assertEquals(List.of("tick 0", "tick 2", "tick 4", "main 5"), lines);
  }

  private static void sleep(SimMachine machine, int millis) {
    try {
      machine.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void withoutNewWorkers_aSleeperHoldsUpItsPool() {
    assertEquals(List.of("w0", "w1"), started(true));
    assertEquals(List.of(), started(false));
  }

  private static List<String> started(boolean newWorkers) {
    List<String> started = new ArrayList<>();
    Simulation.kernel(KernelVersion.V6_18)
        .newWorkers(newWorkers)
        .run(machine -> {
          WorkQueue queue = machine.queue("q");
          for (String name : List.of("w0", "w1")) {
            queue.enqueue(
                Work.of(
                    name,
                    () -> {
                      started.add(name);
                      machine.sleep(Duration.ofMillis(1));
                    }));
          }
          machine.advance(Duration.ofMillis(100));
        });
    return started;
  }

  @Test
  void theThreshold_decidesWhenAHogLetsOthersStart() {
    assertEquals(12, startBehindHog(Duration.ofMillis(10)));
    assertEquals(20, startBehindHog(Duration.ofMillis(20)));
    assertEquals(40, startBehindHog(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> startBehindHog(Duration.ofMillis(-1)));
  }

  private static long startBehindHog(Duration threshold) {
    long[] start = {-1};
    Simulation.kernel(KernelVersion.V6_18)
        .cpuIntensiveThreshold(threshold)
        .run(machine -> {
          WorkQueue queue = machine.queue("q");
          queue.enqueue(Work.of("hog", () -> machine.compute(Duration.ofMillis(40))));
          queue.enqueue(Work.of("other", () -> start[0] = machine.now().toMillis()));
          machine.runUntilIdle();
        });
    return start[0];
  }
}
