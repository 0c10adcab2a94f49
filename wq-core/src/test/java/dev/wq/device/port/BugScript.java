package dev.wq.device.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.device.port.RunnerLayer.Client;
import dev.wq.device.port.RunnerLayer.Kind;
import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A script over a layer: what it starts must have come to its end after a second. */
final class BugScript {
  final SimMachine machine;
  final RunnerLayer layer;
  private final List<String> waiting = new ArrayList<>();
  private int ran;

  BugScript(SimMachine machine, RunnerLayer layer) {
    this.machine = machine;
    this.layer = layer;
  }

  /** What a script does. */
  @FunctionalInterface
  interface Body {
    void run(BugScript s) throws Exception;
  }

  /** A client of the counter of {@code device}. */
  Client client(String device) {
    return layer.create(device, Kind.COUNTER, () -> {});
  }

  /** A task that counts. */
  void count() {
    ran++;
  }

  int ran() {
    return ran;
  }

  /** A task that takes so long. */
  Runnable busy(int millis) {
    return () -> sleep(millis);
  }

  void sleep(int millis) {
    try {
      machine.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Something that may wait, and must end. */
  void start(String what, Runnable wait) {
    waiting.add(what);
    machine.thread(
        what,
        () -> {
          wait.run();
          waiting.remove(what);
        });
    settle();
  }

  /** Long enough for a runner that looks from time to time. */
  void settle() {
    machine.advance(Duration.ofMillis(1));
  }

  void allReturned(String otherwise) {
    assertEquals(List.of(), waiting, otherwise);
  }

  /** What was started must have ended. */
  void finish() {
    machine.advance(Duration.ofSeconds(1));
    allReturned("waits for ever");
  }
}
