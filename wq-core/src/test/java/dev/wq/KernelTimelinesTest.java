package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.sim.CpuModel;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.SimMachine;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The four timelines of the kernel's documentation, on one CPU: w0 burns 5 ms, sleeps 10 ms, burns
 * 5 ms; w1 and w2 burn 5 ms and sleep 10 ms. linux 46-48.
 */
class KernelTimelinesTest {
  /** Without the times that the documentation leaves out. */
  private static final CpuModel RUN_TO_BLOCK =
      CpuModel.RUN_TO_BLOCK.wakeUpLatency(Duration.ZERO).workerCreation(Duration.ZERO);

  private static final class Timeline {
    private final SimMachine machine;
    private final List<String> lines = new ArrayList<>();

    Timeline(SimMachine machine) {
      this.machine = machine;
    }

    private void say(String line) {
      lines.add(machine.now().toMillis() + " " + line);
    }

    private void burn(int millis) {
      machine.compute(Duration.ofMillis(millis));
    }

    private void sleep(String name) throws InterruptedException {
      say(name + " sleeps");
      machine.sleep(Duration.ofMillis(10));
    }

    Work w0() {
      return Work.of(
          "w0",
          () -> {
            say("w0 runs");
            burn(5);
            sleep("w0");
            say("w0 runs");
            burn(5);
            say("w0 ends");
          });
    }

    Work other(String name) {
      return Work.of(
          name,
          () -> {
            say(name + " runs");
            burn(5);
            sleep(name);
            say(name + " ends");
          });
    }
  }

  private static void assertTimeline(
      CpuModel model, QueueAttrs first, QueueAttrs others, String... expected) {
    List<String> lines = new ArrayList<>();
    Simulation.kernel(KernelVersion.DEFAULT)
        .cpuModel(model)
        .run(machine -> {
          Timeline timeline = new Timeline(machine);
          WorkQueue q0 = machine.queue(first);
          WorkQueue q1 = others.equals(first) ? q0 : machine.queue(others);
          q0.enqueue(timeline.w0());
          q1.enqueue(timeline.other("w1"));
          q1.enqueue(timeline.other("w2"));
          machine.runUntilIdle();
          lines.addAll(timeline.lines);
        });
    assertEquals(String.join("\n", expected), String.join("\n", lines));
  }

  private static void assertTimeline(QueueAttrs attrs, String... expected) {
    assertTimeline(CpuModel.DECLARED, attrs, attrs, expected);
    assertTimeline(RUN_TO_BLOCK, attrs, attrs, expected);
  }

  @Test
  @DisplayName("linux 48: one at a time, as before concurrency management")
  void oneAtATime() {
    assertTimeline(
        QueueAttrs.named("q").maxActive(1),
        "0 w0 runs",
        "5 w0 sleeps",
        "15 w0 runs",
        "20 w0 ends",
        "20 w1 runs",
        "25 w1 sleeps",
        "35 w1 ends",
        "35 w2 runs",
        "40 w2 sleeps",
        "50 w2 ends");
  }

  @Test
  @DisplayName("linux 46: max_active 3")
  void threeAtATime() {
    assertTimeline(
        QueueAttrs.named("q").maxActive(3),
        "0 w0 runs",
        "5 w0 sleeps",
        "5 w1 runs",
        "10 w1 sleeps",
        "10 w2 runs",
        "15 w2 sleeps",
        "15 w0 runs",
        "20 w0 ends",
        "20 w1 ends",
        "25 w2 ends");
  }

  @Test
  @DisplayName("linux 47: max_active 2")
  void twoAtATime() {
    assertTimeline(
        QueueAttrs.named("q").maxActive(2),
        "0 w0 runs",
        "5 w0 sleeps",
        "5 w1 runs",
        "10 w1 sleeps",
        "15 w0 runs",
        "20 w0 ends",
        "20 w1 ends",
        "20 w2 runs",
        "25 w2 sleeps",
        "35 w2 ends");
  }

  @Test
  @DisplayName("linux 48: w1 and w2 on a CPU_INTENSIVE queue")
  void cpuIntensive() {
    assertTimeline(
        CpuModel.DECLARED,
        QueueAttrs.named("q").maxActive(3),
        QueueAttrs.named("hogs").cpuIntensive(),
        "0 w0 runs",
        "5 w0 sleeps",
        "5 w1 runs",
        "5 w2 runs",
        "10 w1 sleeps",
        "15 w2 sleeps",
        "15 w0 runs",
        "20 w0 ends",
        "20 w1 ends",
        "25 w2 ends");
  }

  @Test
  @DisplayName("w1 and w2 can't both begin at 5 where a step needs the CPU")
  void cpuIntensive_startsOneByOneWhereAStepNeedsTheCpu() {
    assertTimeline(
        RUN_TO_BLOCK,
        QueueAttrs.named("q").maxActive(3),
        QueueAttrs.named("hogs").cpuIntensive(),
        "0 w0 runs",
        "5 w0 sleeps",
        "5 w1 runs",
        "10 w1 sleeps",
        "10 w2 runs",
        "15 w2 sleeps",
        "15 w0 runs",
        "20 w0 ends",
        "20 w1 ends",
        "25 w2 ends");
  }
}
