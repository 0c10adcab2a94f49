package dev.wq.sim;

import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a run, beside the code that is run.
 *
 * @param name what messages call the machine
 * @param seed 0: first come, first served
 * @param switchOneIn a point switches with chance {@code 1 / switchOneIn}
 * @param maxSteps a run that takes more is reported as endless
 * @param logLines how many of the last lines to keep; 0: no log
 * @param pinnedMillis real time after which a thread that is parked on its carrier is reported
 * @param model what the machine is
 * @param trace told what a simulated kernel does; null: nobody
 */
record Plan(
    String name,
    int cpus,
    long seed,
    int switchOneIn,
    long maxSteps,
    int logLines,
    int pinnedMillis,
    Model model,
    @Nullable KernelTrace trace) {
  static final int SWITCH_ONE_IN = 16;
  static final long MAX_STEPS = 50_000_000;
  static final int LOG_LINES = 2_000;
  static final int PINNED_MILLIS = 10_000;

  Plan {
    atLeast("cpus", cpus, 1);
    atLeast("switchOneIn", switchOneIn, 1);
    atLeast("maxSteps", maxSteps, 1);
    atLeast("logLines", logLines, 0);
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a simulated machine must not be blank");
    }
  }

  static Plan withCpus(int cpus) {
    return new Plan(
        "sim", cpus, 0, SWITCH_ONE_IN, MAX_STEPS, LOG_LINES, PINNED_MILLIS, Model.LIVE, null);
  }

  Plan named(String value) {
    return new Plan(value, cpus, seed, switchOneIn, maxSteps, logLines, pinnedMillis, model, trace);
  }

  Plan cpus(int value) {
    return new Plan(name, value, seed, switchOneIn, maxSteps, logLines, pinnedMillis, model, trace);
  }

  Plan seed(long value) {
    return new Plan(name, cpus, value, switchOneIn, maxSteps, logLines, pinnedMillis, model, trace);
  }

  Plan switchOneIn(int value) {
    return new Plan(name, cpus, seed, value, maxSteps, logLines, pinnedMillis, model, trace);
  }

  Plan maxSteps(long value) {
    return new Plan(name, cpus, seed, switchOneIn, value, logLines, pinnedMillis, model, trace);
  }

  Plan logLines(int value) {
    return new Plan(name, cpus, seed, switchOneIn, maxSteps, value, pinnedMillis, model, trace);
  }

  Plan pinnedMillis(int value) {
    return new Plan(name, cpus, seed, switchOneIn, maxSteps, logLines, value, model, trace);
  }

  Plan model(Model value) {
    return new Plan(name, cpus, seed, switchOneIn, maxSteps, logLines, pinnedMillis, value, trace);
  }

  Plan trace(KernelTrace value) {
    return new Plan(name, cpus, seed, switchOneIn, maxSteps, logLines, pinnedMillis, model, value);
  }

  /** How to run exactly this again. */
  String replay() {
    String odd = switchOneIn == SWITCH_ONE_IN ? "" : ".switchOneIn(" + switchOneIn + ")";
    return "Simulation." + machine() + ".seed(" + seed + ")" + odd + ".run(...)";
  }

  private String machine() {
    KernelVersion kernel = model.kernel();
    return kernel == null
        ? "withCpus(" + cpus + ")"
        : "kernel(KernelVersion." + kernel.name() + ").cpus(" + cpus + ")";
  }

  /** What messages call the simulation. */
  String title() {
    return "simulation \"" + name + "\" (" + cpus + " CPUs, seed " + seed + ")";
  }

  private static void atLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          what + " of a simulation must be at least " + least + ", was " + value);
    }
  }
}
