package dev.wq.sim;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated machine is.
 *
 * @param kernel whose work queues it has; null: those of a live machine
 * @param hz scheduler ticks per second
 * @param powerEfficient whether power-efficient queues are unbound (linux 76)
 * @param cpuIntensiveThreshold CPU time after which a tick marks a work, zero: never (linux 50)
 * @param newWorkers whether workers can be made beyond those from the start
 */
record Model(
    @Nullable KernelVersion kernel,
    int hz,
    CpuModel cpuModel,
    boolean powerEfficient,
    Duration cpuIntensiveThreshold,
    boolean newWorkers) {
  private static final Duration THRESHOLD = Duration.ofMillis(10);
  private static final int HZ = 250;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  static final Model LIVE = new Model(null, HZ, CpuModel.DECLARED, false, THRESHOLD, true);

  Model {
    if (hz < 1 || hz > 10_000) {
      throw new IllegalArgumentException("hz must be from 1 to 10000, was " + hz);
    }
    Objects.requireNonNull(cpuModel, "cpuModel");
    if (Objects.requireNonNull(cpuIntensiveThreshold, "cpuIntensiveThreshold").isNegative()) {
      throw new IllegalArgumentException(
          "cpuIntensiveThreshold must not be negative, was " + cpuIntensiveThreshold);
    }
  }

  static Model kernel(KernelVersion version) {
    return new Model(
        Objects.requireNonNull(version, "version"), HZ, CpuModel.DECLARED, false, THRESHOLD, true);
  }

  Model hz(int value) {
    return new Model(kernel, value, cpuModel, powerEfficient, cpuIntensiveThreshold, newWorkers);
  }

  Model cpuModel(CpuModel value) {
    return new Model(kernel, hz, value, powerEfficient, cpuIntensiveThreshold, newWorkers);
  }

  Model powerEfficient(boolean value) {
    return new Model(kernel, hz, cpuModel, value, cpuIntensiveThreshold, newWorkers);
  }

  Model cpuIntensiveThreshold(Duration value) {
    return new Model(kernel, hz, cpuModel, powerEfficient, value, newWorkers);
  }

  Model newWorkers(boolean value) {
    return new Model(kernel, hz, cpuModel, powerEfficient, cpuIntensiveThreshold, value);
  }

  /** Timers fire before any thread runs, as in the kernel's interrupts. */
  boolean hasInterrupts() {
    return kernel != null;
  }

  long tickNanos() {
    return NANOS_PER_SECOND / hz;
  }
}
