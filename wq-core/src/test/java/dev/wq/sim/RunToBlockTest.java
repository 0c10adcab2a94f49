package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.DelayedWork;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CPUs that a thread needs for any step. Times in microseconds. */
class RunToBlockTest {
  private static final CpuModel EXACT =
      CpuModel.RUN_TO_BLOCK.wakeUpLatency(Duration.ZERO).workerCreation(Duration.ZERO);

  private static final class Log {
    final SimMachine machine;
    final List<String> lines = new ArrayList<>();

    Log(SimMachine machine) {
      this.machine = machine;
    }

    void say(String line) {
      lines.add(machine.now().toNanos() / 1_000 + " " + line);
    }

    /** Says that it runs, computes, says that it ends. */
    void burn(String name, long micros) {
      say(name + " runs");
      machine.compute(Duration.ofNanos(micros * 1_000));
      say(name + " ends");
    }

    Work burner(String name, long micros) {
      return Work.of(name, () -> burn(name, micros));
    }

    Thread thread(String name, long micros) {
      return machine.thread(name, () -> burn(name, micros));
    }
  }

  private interface Body {
    void run(Log log) throws Exception;
  }

  private static void assertLog(CpuModel model, Body body, String... expected) {
    List<String> lines = new ArrayList<>();
    Simulation.kernel(KernelVersion.DEFAULT)
        .cpuModel(model)
        .run(machine -> {
          Log log = new Log(machine);
          body.run(log);
          machine.runUntilIdle();
          lines.addAll(log.lines);
        });
    assertEquals(String.join("\n", expected), String.join("\n", lines));
  }

  @Test
  void step_waitsForTheCpu() {
    assertLog(
        EXACT,
        log -> {
          WorkQueue q = log.machine.queue("q");
          WorkQueue high = log.machine.queue(QueueAttrs.named("high").highPriority());
          q.enqueue(log.burner("normal", 1_000));
          log.machine.advance(Duration.ZERO);
          high.enqueue(Work.of("high", () -> log.say("high runs")));
        },
        "0 normal runs",
        "1000 normal ends",
        "1000 high runs");
  }

  @Test
  void highPriority_goesFirst() {
    assertLog(
        EXACT,
        log -> {
          WorkQueue q = log.machine.queue("q");
          WorkQueue high = log.machine.queue(QueueAttrs.named("high").highPriority());
          q.enqueue(log.burner("normal", 10));
          high.enqueue(log.burner("high", 10));
        },
        "0 high runs",
        "10 high ends",
        "10 normal runs",
        "20 normal ends");
  }

  @Test
  void softirq_preemptsAWorker() {
    assertLog(
        EXACT,
        log -> {
          WorkQueue q = log.machine.queue("q");
          WorkQueue bh = log.machine.queue(QueueAttrs.named("bh").bh());
          bh.enqueueDelayed(
              DelayedWork.of("softirq", () -> log.burn("softirq", 100)), Duration.ofMillis(1));
          q.enqueue(log.burner("worker", 20_000));
        },
        "0 worker runs",
        "8000 softirq runs",
        "8100 softirq ends",
        "20100 worker ends");
  }

  @Test
  void application_sharesItsCpuInSlices() {
    assertLog(
        EXACT,
        log -> {
          log.thread("a", 6_000);
          log.thread("b", 6_000);
        },
        "0 a runs",
        "4000 b runs",
        "10000 a ends",
        "12000 b ends");
  }

  @Test
  void worker_keepsItsCpuUntilItOffersIt() {
    assertLog(
        EXACT,
        log -> {
          WorkQueue q = log.machine.queue("q");
          q.enqueue(log.burner("first", 6_000));
          q.enqueue(log.burner("second", 100));
          log.thread("user", 100);
        },
        "0 first runs",
        "6000 first ends",
        "6000 user runs",
        "6100 user ends",
        "6100 second runs",
        "6200 second ends");
  }

  @Test
  void wakeUp_takesItsLatency() {
    assertLog(
        EXACT.wakeUpLatency(Duration.ofNanos(5_000)),
        log -> log.machine.queue("q").enqueue(log.burner("w", 10)),
        "5 w runs",
        "15 w ends");
  }

  @Test
  void liveMachine_canRunSoAsWell() {
    List<String> lines = new ArrayList<>();
    Simulation.withCpus(1)
        .cpuModel(EXACT)
        .run(machine -> {
          Log log = new Log(machine);
          WorkQueue q = machine.queue("q");
          q.enqueue(log.burner("a", 10));
          q.flush();
          lines.addAll(log.lines);
        });
    assertEquals(List.of("0 a runs", "10 a ends"), lines);
  }
}
