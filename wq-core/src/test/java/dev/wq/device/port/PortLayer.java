package dev.wq.device.port;

import dev.wq.Machine;
import java.util.HashMap;
import java.util.Map;

/**
 * CubeCL's channel and its runners as the reference describes them, known bugs included, on one
 * simulated CPU. Steps between two waits are atomic.
 */
final class PortLayer implements RunnerLayer {
  final Machine machine;
  private final Map<String, PortRunner> runners = new HashMap<>();
  private final PortGate gate = new PortGate();
  private boolean locked; // one lock for all devices

  PortLayer(Machine machine) {
    this.machine = machine;
  }

  /** The lock is held while the runner makes the service (K7, K8). */
  @Override
  public Client create(String device, Kind kind, Init init) {
    gate.await(() -> !locked);
    locked = true;
    try {
      PortRunner runner = runners.computeIfAbsent(device, name -> new PortRunner(this, name));
      runner.make(kind, init);
      return runner;
    } finally {
      locked = false;
      gate.signal();
    }
  }

  @Override
  public void shutdown(String device) {
    // there is none (K5)
  }

  @Override
  public void end() {
    runners.values().forEach(PortRunner::interrupt);
  }
}
