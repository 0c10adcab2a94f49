package dev.wq.sim;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated machine is.
 *
 * @param kernel whose work queues it has; null: those of a live machine
 * @param hz scheduler ticks per second
 * @param powerEfficient whether power-efficient queues are unbound (linux 76)
 */
record Model(@Nullable KernelVersion kernel, int hz, CpuModel cpuModel, boolean powerEfficient) {
  private static final int HZ = 250;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  static final Model LIVE = new Model(null, HZ, CpuModel.DECLARED, false);

  Model {
    if (hz < 1 || hz > 10_000) {
      throw new IllegalArgumentException("hz must be from 1 to 10000, was " + hz);
    }
    Objects.requireNonNull(cpuModel, "cpuModel");
  }

  static Model kernel(KernelVersion version) {
    return new Model(Objects.requireNonNull(version, "version"), HZ, CpuModel.DECLARED, false);
  }

  Model hz(int value) {
    return new Model(kernel, value, cpuModel, powerEfficient);
  }

  Model cpuModel(CpuModel value) {
    return new Model(kernel, hz, value, powerEfficient);
  }

  Model powerEfficient(boolean value) {
    return new Model(kernel, hz, cpuModel, value);
  }

  /** Timers fire before any thread runs, as in the kernel's interrupts. */
  boolean hasInterrupts() {
    return kernel != null;
  }

  long tickNanos() {
    return NANOS_PER_SECOND / hz;
  }
}
