package dev.wq.replay;

import java.util.Map;

/**
 * What the lines with {@code #} say about a recording.
 *
 * @param kernel the kernel's version, empty if not said
 * @param cpus the number of CPUs, 0 if not said
 * @param clock the name of the clock, empty if not said
 * @param full whether switches and wake-ups of every task were recorded
 * @param label what ran, empty if not said
 * @param tracer ftrace's current tracer, empty if not said
 * @param parameters parameters of the kernel, by name ({@code workqueue.power_efficient})
 * @param workersBefore names of the workers that lived before the recording, by pid
 * @param workersAfter names of the workers that lived after it, by pid
 * @param entries how many events there should be, -1 if not said
 * @param lost how many events the kernel lost, -1 if not said
 */
public record TraceHeader(
    String kernel,
    int cpus,
    String clock,
    boolean full,
    String label,
    String tracer,
    Map<String, String> parameters,
    Map<Integer, String> workersBefore,
    Map<Integer, String> workersAfter,
    long entries,
    long lost) {
  public TraceHeader {
    parameters = Map.copyOf(parameters);
    workersBefore = Map.copyOf(workersBefore);
    workersAfter = Map.copyOf(workersAfter);
  }
}
