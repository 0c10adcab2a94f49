package dev.wq.sim;

/** What a simulation runs, as its first thread. What it throws is what the run fails of. */
@FunctionalInterface
public interface Scenario {
  /** Called on a simulated thread of {@code machine}. */
  void run(SimMachine machine) throws Exception;
}
