package dev.wq.device.port;

import dev.wq.Machine;
import java.time.Duration;

/** The channel: a buffer that is filled while the runner works off the other. */
final class PortChannel {
  private static final int SLOTS = 32;
  private static final Duration IDLE = Duration.ofNanos(150_000);
  private static final Duration BLOCKED = Duration.ofNanos(75_000);
  private static final Runnable NO_OP = () -> {};

  private final Machine machine;
  private Runnable[] filling = new Runnable[SLOTS];
  private int claimed; // 32 bits, and counts on when all are taken (K1)
  private int written;

  PortChannel(Machine machine) {
    this.machine = machine;
  }

  /** A full buffer is asked again and again (K4). */
  void send(Runnable task) throws InterruptedException {
    int slot = claimed++;
    while (Integer.compareUnsigned(slot, SLOTS) >= 0) {
      machine.sleep(BLOCKED);
      slot = claimed++;
    }
    filling[slot] = task;
    written++;
  }

  /** Takes what is left of the buffer (K14), as far as it can tell what that is (K1). */
  void flush() {
    int slot = claimed;
    claimed += SLOTS;
    while (Integer.compareUnsigned(slot, SLOTS) < 0) {
      filling[slot++] = NO_OP;
      written++;
    }
  }

  /** The next batch; a buffer that is not full is no batch (K2), an idle runner looks (K3). */
  Runnable[] receive() throws InterruptedException {
    while (written < SLOTS) {
      machine.sleep(IDLE);
    }
    Runnable[] batch = filling;
    filling = new Runnable[SLOTS];
    claimed = 0;
    written = 0;
    return batch;
  }
}
