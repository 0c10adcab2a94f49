package dev.wq.scenario;

import dev.wq.QueueAttrs;
import dev.wq.sim.KernelVersion;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine, its queues, the works that are queued on them and when. Immutable.
 *
 * @param name of the file
 * @param duration of the simulation; null: until nothing can happen any more
 */
public record Scenario(
    String name,
    Computer machine,
    List<QueueAttrs> queues,
    List<Job> works,
    List<Arrival> arrivals,
    @Nullable Duration duration) {

  /**
   * The simulated machine.
   *
   * @param cpuIntensiveThreshold CPU time after which a tick marks a work; zero: never
   * @param workerCreation how long it takes to make a worker
   * @param newWorkers false: none can be made
   * @param declared whether code needs no CPU except for what it runs, see {@link
   *     dev.wq.sim.CpuModel}
   */
  public record Computer(
      int cpus,
      KernelVersion kernel,
      int hz,
      Duration cpuIntensiveThreshold,
      Duration workerCreation,
      boolean newWorkers,
      boolean declared) {
    Computer withCpus(int value) {
      return new Computer(
          value, kernel, hz, cpuIntensiveThreshold, workerCreation, newWorkers, declared);
    }

    Computer withHz(int value) {
      return new Computer(
          cpus, kernel, value, cpuIntensiveThreshold, workerCreation, newWorkers, declared);
    }
  }

  /**
   * A kind of work.
   *
   * @param cpu on which it is queued, -1: that of who queues it
   * @param instances how many items there are; {@link #UNLIMITED}: a new one for each arrival
   */
  public record Job(String name, String queue, int cpu, int instances, List<Step> steps) {
    /** There is always one more. */
    public static final int UNLIMITED = 0;

    public Job {
      steps = List.copyOf(steps);
    }
  }

  public Scenario {
    queues = List.copyOf(queues);
    works = List.copyOf(works);
    arrivals = List.copyOf(arrivals);
  }

  /**
   * Reads a scenario.
   *
   * @param file its name, for messages
   * @throws ScenarioException naming everything that is wrong with it
   */
  public static Scenario parse(String file, String yaml) throws ScenarioException {
    return Schema.read(file, yaml);
  }

  /** The same on another machine. */
  Scenario withMachine(Computer value) {
    return new Scenario(name, value, queues, works, arrivals, duration);
  }

  /** The same with other queues. */
  Scenario withQueues(List<QueueAttrs> value) {
    return new Scenario(name, machine, value, works, arrivals, duration);
  }
}
