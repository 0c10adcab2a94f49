package dev.wq.scenario;

import dev.wq.QueueAttrs;
import dev.wq.replay.Recording;
import dev.wq.replay.SimulatedMachine;
import dev.wq.replay.SimulatedRecording;
import dev.wq.scenario.Scenario.Computer;
import dev.wq.sim.CpuModel;
import dev.wq.sim.Simulation;
import dev.wq.sim.SimulationFailure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A scenario that was run on a simulated kernel: every rule is that of {@code dev.wq}.
 *
 * @param trace the recording as ftrace prints one, in nanoseconds; empty if it was not wanted
 * @param ending how things stood at the end
 */
public record ScenarioRun(Scenario scenario, Recording recording, String trace, Ending ending) {
  /** A scenario with more has no end, or is a mistake. */
  private static final int MOST_RUNS = 300_000;

  private static final long MAX_STEPS = 10_000_000;

  /**
   * Runs a scenario. Needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
   *
   * @param keepsTrace whether {@link #trace} is wanted; else it is empty
   * @throws IllegalStateException if the JVM lacks the flag
   * @throws SimulationFailure if the scenario has no end
   */
  public static ScenarioRun of(Scenario scenario, boolean keepsTrace) {
    return of(scenario, keepsTrace, MOST_RUNS);
  }

  static ScenarioRun of(Scenario scenario, boolean keepsTrace, int mostRuns) {
    Computer machine = scenario.machine();
    SimulatedRecording recording =
        keepsTrace
            ? SimulatedRecording.withText(scenario.name(), described(scenario))
            : SimulatedRecording.of(scenario.name(), described(scenario));
    Ending[] ending = {Ending.NONE};
    Simulation.kernel(machine.kernel())
        .cpus(machine.cpus())
        .hz(machine.hz())
        .cpuIntensiveThreshold(machine.cpuIntensiveThreshold())
        .newWorkers(machine.newWorkers())
        .cpuModel(cpuModel(machine))
        .logLines(0)
        .maxSteps(MAX_STEPS)
        .named(scenario.name())
        .trace(recording)
        .run(simulated -> ending[0] = new Player(scenario, simulated, recording, mostRuns).play());
    return new ScenarioRun(scenario, recording.build(), recording.text(), ending[0]);
  }

  private static CpuModel cpuModel(Computer machine) {
    CpuModel model = machine.declared() ? CpuModel.DECLARED : CpuModel.RUN_TO_BLOCK;
    return model.wakeUpLatency(Duration.ZERO).workerCreation(machine.workerCreation());
  }

  private static SimulatedMachine described(Scenario scenario) {
    Computer machine = scenario.machine();
    return new SimulatedMachine(
        machine.kernel().toString(),
        machine.cpus(),
        machine.hz(),
        machine.cpuIntensiveThreshold(),
        machine.workerCreation(),
        scenario.queues().stream()
            .filter(QueueAttrs::isCpuIntensive)
            .map(QueueAttrs::name)
            .collect(Collectors.toSet()));
  }

  /** The names of the works that were never run. */
  public List<String> neverRun() {
    return scenario.works().stream()
        .map(Scenario.Job::name)
        .filter(name -> recording.executions().stream().noneMatch(e -> e.function().equals(name)))
        .filter(name -> recording.unfinished().stream().noneMatch(e -> e.function().equals(name)))
        .toList();
  }
}
