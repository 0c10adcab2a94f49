package dev.wq.examples;

import dev.wq.Machine;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Runs every example, one after the other, each on a machine of its own. */
public final class AllExamples {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final List<Example> ALL =
      List.of(
          new Example(
              "Coalesced refresh",
              "a change each millisecond, a refresh takes ten",
              CoalescedRefresh::run),
          new Example(
              "Two works in one object",
              "a network card receives by one work and answers by another",
              TwoWorksInOneObject::run),
          new Example(
              "Debounce", "each key moves the search's deadline; two words typed", Debounce::run),
          new Example(
              "Freeze for a backup", "writers stand still while it is made", BackupFreeze::run),
          new Example(
              "Ten thousand blocking calls",
              "at most 64 at once; by spawn, then by supplyAsync",
              TenThousandCalls::run),
          new Example(
              "Dining philosophers",
              "six on one ordered queue; as tasks, then as spawned functions",
              DiningPhilosophers::run),
          new Example(
              "Sensor hub",
              "signals, a queue of values and a bouncing button, on one RTOS-style queue",
              SensorHub::run),
          new Example(
              "Devices with streams",
              "a planner and an engine on each of two devices, four streams, no lock",
              DeviceStreams::run),
          new Example(
              "Kernel timelines",
              "the kernel documentation's, on a simulated kernel with one CPU; milliseconds",
              KernelTimelines::run));

  private AllExamples() {}

  private record Example(String title, String what, Body body) {}

  private interface Body {
    Record run(Machine machine, PrintStream out) throws InterruptedException;
  }

  /** Runs them and answers their results, in README's order. */
  public static List<Record> run(PrintStream out) throws InterruptedException, TimeoutException {
    List<Record> results = new ArrayList<>();
    for (Example example : ALL) {
      out.printf("%d. %s: %s%n", results.size() + 1, example.title, example.what);
      try (Machine machine = Machine.create(example.title)) {
        results.add(example.body.run(machine, out));
        machine.awaitIdle(PATIENCE); // all threads are daemons: wait, or lose what is queued
      }
      out.println();
    }
    out.println("All queues idle.");
    return results;
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException, TimeoutException {
    run(System.out);
  }
}
