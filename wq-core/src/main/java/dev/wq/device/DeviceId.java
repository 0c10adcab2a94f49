package dev.wq.device;

import java.util.Objects;

/**
 * One device: of which runtime, and the how manieth of it. Devices of two runtimes share nothing,
 * whatever their indices are.
 *
 * @param runtime what drives it, such as {@code cuda}; not blank
 * @param index from 0
 */
public record DeviceId(String runtime, int index) {
  public DeviceId {
    if (Objects.requireNonNull(runtime, "runtime").isBlank()) {
      throw new IllegalArgumentException(
          "the runtime of device " + index + " must not be empty, was '" + runtime + "'");
    }
    if (index < 0) {
      throw new IllegalArgumentException(
          "the index of a device of '" + runtime + "' must not be negative, was " + index);
    }
  }

  /** For people: {@code cuda:0}. */
  @Override
  public String toString() {
    return runtime + ":" + index;
  }
}
