package dev.wq.sim;

import java.time.Duration;
import java.util.Objects;

/**
 * One run of a body on a simulated machine: virtual time that begins at 0, simulated CPUs, and a
 * schedule that follows from the seed alone.
 *
 * <p>The body is the first simulated thread. The run is over when it and all threads of the
 * application have ended; workers and drivers are daemons and are unwound then. Equal seeds give
 * equal runs in any JVM.
 *
 * <p>The simulation runs on the calling thread if that is a platform thread, which must not hold a
 * monitor that simulated threads use. Several simulations may run side by side.
 *
 * <p>Immutable: each setting answers another simulation.
 */
public final class Simulation {
  private final Plan plan;

  private Simulation(Plan plan) {
    this.plan = plan;
  }

  /**
   * A simulation of {@code count} CPUs with seed 0: first come, first served, and no switch at a
   * point.
   */
  public static Simulation withCpus(int count) {
    return new Simulation(Plan.withCpus(count));
  }

  /**
   * A simulation whose machine has the work queues of a kernel: per-CPU pools with concurrency
   * management, unbound pools, rescuers, timers that count in ticks. One CPU and seed 0 unless
   * told.
   *
   * <p>The contract of {@code dev.wq} holds as on a live machine; what differs is which works run
   * at once, where and when, see {@link dev.wq.QueueAttrs}.
   */
  public static Simulation kernel(KernelVersion version) {
    return new Simulation(Plan.withCpus(1).model(Model.kernel(version)));
  }

  /** How many CPUs the machine has. */
  public Simulation cpus(int count) {
    return new Simulation(plan.cpus(count));
  }

  /** Scheduler ticks per second, 1 to 10 000; 250 unless told. Delays of a kernel count in them. */
  public Simulation hz(int value) {
    return new Simulation(plan.model(plan.model().hz(value)));
  }

  /** What occupies a CPU; {@link CpuModel#DECLARED} unless told. */
  public Simulation cpuModel(CpuModel value) {
    return new Simulation(plan.model(plan.model().cpuModel(value)));
  }

  /** Whether power-efficient queues of a kernel are unbound; off unless told (linux 76). */
  public Simulation powerEfficient(boolean value) {
    return new Simulation(plan.model(plan.model().powerEfficient(value)));
  }

  /**
   * CPU time after which a tick of a kernel takes a work out of concurrency management, zero for
   * never; 10 ms unless told (Linux: workqueue.cpu_intensive_thresh_us).
   */
  public Simulation cpuIntensiveThreshold(Duration value) {
    return new Simulation(plan.model(plan.model().cpuIntensiveThreshold(value)));
  }

  /**
   * Whether a kernel can make workers beyond those that are there from the start; it can unless
   * told. Where it can't, as when memory is short, queues are left to their rescuers.
   */
  public Simulation newWorkers(boolean value) {
    return new Simulation(plan.model(plan.model().newWorkers(value)));
  }

  /** Tells {@code trace} what a simulated kernel does; does not change what it does. */
  public Simulation trace(KernelTrace trace) {
    return new Simulation(plan.trace(Objects.requireNonNull(trace, "trace")));
  }

  /** What messages call the machine. */
  public Simulation named(String name) {
    return new Simulation(plan.named(name));
  }

  /** Decides who runs next, whether a point switches, and the machine's random numbers. */
  public Simulation seed(long value) {
    return new Simulation(plan.seed(value));
  }

  /** A point switches with chance {@code 1 / value}; 16 unless told. */
  public Simulation switchOneIn(int value) {
    return new Simulation(plan.switchOneIn(value));
  }

  /** A run that takes more steps than this is reported as endless. */
  public Simulation maxSteps(long value) {
    return new Simulation(plan.maxSteps(value));
  }

  /** Keeps the last {@code count} lines of the log; 0 keeps none and is several times faster. */
  public Simulation logLines(int count) {
    return new Simulation(plan.logLines(count));
  }

  /** For tests of the watchdog. */
  Simulation pinnedMillis(int value) {
    return new Simulation(plan.pinnedMillis(value));
  }

  /**
   * Runs {@code body} to its end and that of all threads of the application.
   *
   * @throws SimulationFailure if the simulator finds something wrong, or a thread dies of an
   *     exception
   * @throws RuntimeException what the body throws, with the end of the log as a suppressed
   *     exception; a checked exception is wrapped in a SimulationFailure
   * @throws IllegalStateException if the JVM lacks the flag, or inside another simulation
   */
  public RunReport run(Scenario body) {
    return runHost(SimHost.Body.of(body));
  }

  RunReport runHost(SimHost.Body body) {
    Outcome outcome = Carrier.use(carrier -> carrier.run(plan, body));
    Throwable failure = outcome.failure();
    if (failure == null) {
      return new RunReport(outcome);
    }
    failure.addSuppressed(new RunNote(outcome));
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw new SimulationFailure(plan.title() + " failed of " + failure, failure);
  }
}
