package dev.wq.device;

import java.util.Locale;

/** Which of the two runners of a device a service lives on; they run at the same time. */
public enum DeviceStage {
  /** What prepares: builds and orders what the device is to do. */
  UPSTREAM,
  /** What executes: talks to the device. */
  DOWNSTREAM;

  /** For names: {@code upstream}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
