package dev.wq.examples;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.SimMachine;
import dev.wq.sim.Simulation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel's documentation says of concurrency management, played on a simulated kernel with
 * one CPU: w0 burns 5 ms, sleeps 10, burns 5; w1 and w2 burn 5 ms and sleep 10. Needs the JVM flag
 * {@code --add-opens=java.base/java.lang=ALL-UNNAMED}.
 */
public final class KernelTimelines {
  private static final Duration BURN = Duration.ofMillis(5);
  private static final Duration SLEEP = Duration.ofMillis(10);

  private final SimMachine machine;
  private final List<String> lines = new ArrayList<>();

  private KernelTimelines(SimMachine machine) {
    this.machine = machine;
  }

  /**
   * What happened; each line begins with the milliseconds.
   *
   * @param oneAtATime max_active 1
   * @param threeAtATime max_active 3
   * @param twoAtATime max_active 2
   * @param cpuIntensive w1 and w2 on a CPU-intensive queue
   */
  public record Result(
      List<String> oneAtATime,
      List<String> threeAtATime,
      List<String> twoAtATime,
      List<String> cpuIntensive) {}

  private void say(String line) {
    lines.add(machine.now().toMillis() + " " + line);
  }

  private Work w0() {
    return Work.of(
        "w0",
        () -> {
          say("w0 runs");
          machine.compute(BURN);
          sleep("w0");
          say("w0 runs");
          machine.compute(BURN);
          say("w0 ends");
        });
  }

  private Work other(String name) {
    return Work.of(
        name,
        () -> {
          say(name + " runs");
          machine.compute(BURN);
          sleep(name);
          say(name + " ends");
        });
  }

  private void sleep(String name) throws InterruptedException {
    say(name + " sleeps");
    machine.sleep(SLEEP);
  }

  private static List<String> play(QueueAttrs first, QueueAttrs others) {
    List<String> lines = new ArrayList<>();
    Simulation.kernel(KernelVersion.V6_18)
        .run(machine -> {
          KernelTimelines timeline = new KernelTimelines(machine);
          WorkQueue queue = machine.queue(first);
          WorkQueue second = others.equals(first) ? queue : machine.queue(others);
          queue.enqueue(timeline.w0());
          second.enqueue(timeline.other("w1"));
          second.enqueue(timeline.other("w2"));
          machine.runUntilIdle();
          lines.addAll(timeline.lines);
        });
    return lines;
  }

  private static List<String> play(int maxActive) {
    QueueAttrs attrs = QueueAttrs.named("q").maxActive(maxActive);
    return play(attrs, attrs);
  }

  /** Plays all four and prints them side by side. */
  public static Result run(PrintStream out) {
    QueueAttrs hogs = QueueAttrs.named("hogs").cpuIntensive();
    Result result = new Result(play(1), play(3), play(2), play(QueueAttrs.named("q"), hogs));
    print("max_active 1", result.oneAtATime, out);
    print("max_active 3", result.threeAtATime, out);
    print("max_active 2", result.twoAtATime, out);
    print("w1, w2 CPU-intensive", result.cpuIntensive, out);
    return result;
  }

  private static void print(String title, List<String> lines, PrintStream out) {
    out.printf("   %-20s  %s%n", title, String.join(", ", lines));
  }

  /** Plays them wherever it is called; the machine of the caller is not used. */
  static Result run(Machine unused, PrintStream out) {
    return run(out);
  }

  /** Takes no arguments. */
  public static void main(String[] args) {
    run(System.out);
  }
}
