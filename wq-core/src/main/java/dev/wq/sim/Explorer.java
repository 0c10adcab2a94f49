package dev.wq.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a scenario under the seeds 1, 2, ... until one breaks it: by an exception, by a failed
 * assertion, by any {@link SimulationFailure}.
 *
 * <p>Each run is a simulation of its own; only the seed differs. At a point the running thread is
 * switched with a small chance (1 in 16), because most errors need few switches at the right places
 * and many switches hide them. The scenario must depend on nothing but its machine; it is run again
 * for the log when it has failed.
 *
 * <p>Immutable: each setting answers another explorer.
 */
public final class Explorer {
  private static final int REPLAY_LINES = 100_000;
  private static final int SHOWN_LINES = 60;

  private final int seeds;
  private final Plan plan;

  private Explorer(int seeds, Plan plan) {
    this.seeds = seeds;
    this.plan = plan;
  }

  /** Explores the seeds 1 to {@code count}, on one CPU. */
  public static Explorer seeds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("an explorer needs at least 1 seed, was " + count);
    }
    return new Explorer(count, Plan.withCpus(1).logLines(0));
  }

  /** How many CPUs the simulated machine has. */
  public Explorer cpus(int count) {
    return new Explorer(seeds, plan.cpus(count));
  }

  /** The machine has the work queues of a kernel, see {@link Simulation#kernel}. */
  public Explorer kernel(KernelVersion version) {
    return new Explorer(seeds, plan.model(Model.kernel(version)));
  }

  /** What occupies a CPU, see {@link Simulation#cpuModel}. */
  public Explorer cpuModel(CpuModel value) {
    return new Explorer(seeds, plan.model(plan.model().cpuModel(value)));
  }

  /** A point switches with chance {@code 1 / value}; 16 unless told. */
  public Explorer switchOneIn(int value) {
    return new Explorer(seeds, plan.switchOneIn(value));
  }

  /** A run that takes more steps than this is reported as endless. */
  public Explorer maxSteps(long value) {
    return new Explorer(seeds, plan.maxSteps(value));
  }

  /**
   * Runs {@code scenario} under each seed.
   *
   * @throws ScheduleFailure at the first seed that breaks it
   * @throws IllegalStateException if the JVM lacks the flag, or inside a simulation
   */
  public Exploration check(Scenario scenario) {
    return checkHost(SimHost.Body.of(scenario));
  }

  /** As {@link #check}, but answers the failure instead of throwing it. */
  public Exploration explore(Scenario scenario) {
    return exploreHost(SimHost.Body.of(scenario));
  }

  Exploration checkHost(SimHost.Body body) {
    Exploration seen = exploreHost(body);
    if (seen.failure().isPresent()) {
      throw seen.failure().get();
    }
    return seen;
  }

  Exploration exploreHost(SimHost.Body body) {
    return Carrier.use(carrier -> explore(carrier, body));
  }

  private Exploration explore(Carrier carrier, SimHost.Body body) {
    Set<Long> schedules = new HashSet<>();
    for (int seed = 1; seed <= seeds; seed++) {
      Outcome outcome = carrier.run(plan.seed(seed), body);
      schedules.add(outcome.schedule());
      if (outcome.failure() != null) {
        ScheduleFailure failure = failure(carrier, outcome, outcome.failure(), body);
        return new Exploration(seed, schedules.size(), Optional.of(failure));
      }
    }
    return new Exploration(seeds, schedules.size(), Optional.empty());
  }

  private ScheduleFailure failure(
      Carrier carrier, Outcome broken, Throwable cause, SimHost.Body body) {
    Outcome again = carrier.run(broken.plan().logLines(REPLAY_LINES), body);
    String text =
        ("seed " + broken.plan().seed() + " of " + seeds + " breaks the scenario: " + cause)
            + ("\nreplay: " + broken.plan().replay())
            + (again.hash() == broken.hash() ? "" : "\nNOT REPEATED: " + notRepeated(again))
            + "\nits log:\n  "
            + String.join("\n  ", last(again.log()));
    return new ScheduleFailure(broken.plan().seed(), text, cause);
  }

  private static String notRepeated(Outcome again) {
    return "a second run took another way (it "
        + (again.failure() == null ? "passed" : "failed of " + again.failure())
        + "), so the scenario depends on something outside its machine";
  }

  private static List<String> last(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
  }
}
