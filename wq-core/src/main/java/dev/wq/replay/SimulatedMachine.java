package dev.wq.replay;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The machine that a simulated recording is of; what a replay of it has to know beside the events.
 *
 * @param kernel the version, as {@code 6.18}
 * @param cpuIntensiveThreshold CPU time after which a tick takes a work out of concurrency
 *     management; zero: never. Recorded in whole microseconds
 * @param workerCreation how long a manager took to make a worker
 * @param cpuIntensive names of the queues whose works leave concurrency management
 */
public record SimulatedMachine(
    String kernel,
    int cpus,
    int hz,
    Duration cpuIntensiveThreshold,
    Duration workerCreation,
    Set<String> cpuIntensive) {
  private static final String CREATION = "simulated.worker_creation_ns";
  private static final String HZ = "simulated.hz";
  private static final String INTENSIVE = "simulated.cpu_intensive.";

  public SimulatedMachine {
    cpuIntensive = Set.copyOf(cpuIntensive);
  }

  TraceHeader header(String label, Map<Integer, String> workers, long entries) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put(HZ, Integer.toString(hz));
    long micros = cpuIntensiveThreshold.toNanos() / 1_000;
    parameters.put(Counterfactual.THRESHOLD, Long.toString(micros));
    parameters.put(CREATION, Long.toString(workerCreation.toNanos()));
    cpuIntensive.forEach(queue -> parameters.put(INTENSIVE + queue, "1"));
    return new TraceHeader(
        kernel, cpus, "simulated", false, label, "nop", parameters, workers, Map.of(), entries, 0);
  }

  /** Whether the recording is one of a simulation. */
  static boolean isIn(TraceHeader header) {
    return header.parameters().containsKey(CREATION);
  }

  /** Ticks per second, 0 if the recording does not say. */
  static int hz(TraceHeader header) {
    return Math.clamp(number(header, HZ), 0, 10_000);
  }

  /** Whether the recording says so of that queue. */
  static boolean isCpuIntensive(TraceHeader header, String queue) {
    return header.parameters().containsKey(INTENSIVE + queue);
  }

  /** A simulated step takes no time, but for making workers. */
  static Costs costs(TraceHeader header) {
    return new Costs(0, 0, 0, 0, number(header, CREATION));
  }

  private static long number(TraceHeader header, String parameter) {
    String value = header.parameters().getOrDefault(parameter, "0");
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
  }
}
