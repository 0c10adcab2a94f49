package dev.wq.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A recording that is made up: works that run and sleep on workers of pools, with the switches.
 * Times are microseconds, works are numbers, workers are named as the kernel does ({@code 0:1},
 * {@code u8:2}).
 */
final class Scene {
  private record Line(long at, int order, String text) {}

  private final int cpus;
  private final List<Line> lines = new ArrayList<>();

  private final StringBuilder workers = new StringBuilder();

  Scene(int cpus) {
    this.cpus = cpus;
  }

  /** Workers that were there before. */
  Scene workers(String... names) {
    for (String name : names) {
      workers.append(" %d=kworker/%s-x".formatted(pid(name), name));
    }
    return this;
  }

  /** A task that is no worker queues it; {@code poolCpu} -1: to an unbound pool. */
  Scene queued(long at, int work, String queue, int poolCpu) {
    String text =
        "workqueue_queue_work: work struct=%016x function=f%d workqueue=%s req_cpu=256 cpu=%d";
    return line(at, "app-7", 0, text.formatted(work, work, queue, poolCpu));
  }

  Scene activated(long at, int work) {
    return line(at, "app-7", 0, "workqueue_activate_work: work struct %016x".formatted(work));
  }

  /** Woken, switched in, starts the work. */
  Scene starts(long at, int cpu, String worker, int work) {
    return woken(at, cpu, worker)
        .line(
            at,
            task(worker),
            cpu,
            "workqueue_execute_start: work struct %016x: function f%d".formatted(work, work));
  }

  Scene woken(long at, int cpu, String worker) {
    String wakeup = "sched_wakeup: comm=kworker/%s pid=%d prio=120 target_cpu=%03d";
    return line(at, "<idle>-0", cpu, wakeup.formatted(worker, pid(worker), cpu))
        .switches(at, cpu, "swapper", 0, "R", "kworker/" + worker, pid(worker));
  }

  /** Goes to sleep inside its work, and the CPU is idle. */
  Scene sleeps(long at, int cpu, String worker) {
    return switches(at, cpu, "kworker/" + worker, pid(worker), "S", "swapper", 0);
  }

  /** Gives the CPU to another worker, which was woken. */
  Scene givesWay(long at, int cpu, String worker, String to) {
    return switches(at, cpu, "kworker/" + worker, pid(worker), "R", "kworker/" + to, pid(to));
  }

  /** Ends the work, and then is idle. */
  Scene ends(long at, int cpu, String worker, int work) {
    return line(
            at,
            task(worker),
            cpu,
            "workqueue_execute_end: work struct %016x: function f%d".formatted(work, work))
        .switches(at, cpu, "kworker/" + worker, pid(worker), "I", "swapper", 0);
  }

  private Scene switches(
      long at, int cpu, String from, int fromPid, String state, String to, int toPid) {
    String text =
        "sched_switch: prev_comm=%s prev_pid=%d prev_prio=120 prev_state=%s"
            + " ==> next_comm=%s next_pid=%d next_prio=120";
    return line(at, from + "-" + fromPid, cpu, text.formatted(from, fromPid, state, to, toPid));
  }

  private Scene line(long at, String task, int cpu, String event) {
    String text = "%16s [%03d] ..... %d.%06d: %s";
    lines.add(
        new Line(
            at,
            lines.size(),
            text.formatted(task, cpu, 1 + at / 1_000_000, at % 1_000_000, event)));
    return this;
  }

  private static String task(String worker) {
    return "kworker/" + worker + "-" + pid(worker);
  }

  private static int pid(String worker) {
    String[] parts = worker.replace("u", "").split(":");
    return 1_000 + 100 * Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]);
  }

  Recording recording() {
    StringBuilder text =
        new StringBuilder("# wqcap: kernel 6.18.0 x86_64 cpus=" + cpus + " clock=mono full=0\n")
            .append(workers.isEmpty() ? "" : "# wqcap: kworkers-before" + workers + "\n");
    lines.stream()
        .sorted(Comparator.comparingLong(Line::at).thenComparingInt(Line::order))
        .forEach(line -> text.append(line.text).append('\n'));
    return Texts.recording(text.toString());
  }
}
