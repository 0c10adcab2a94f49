package dev.wq.driver.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A script over a layer: what it starts must have come to its end after a second. */
final class BugScript {
  final SimMachine machine;
  final AcceleratorLayer layer;
  private final List<String> waiting = new ArrayList<>();

  BugScript(SimMachine machine, AcceleratorLayer layer) {
    this.machine = machine;
    this.layer = layer;
  }

  /** What a script does. */
  @FunctionalInterface
  interface Body {
    void run(BugScript s) throws Exception;
  }

  /** What may wait. */
  @FunctionalInterface
  interface Wait {
    void run() throws InterruptedException;
  }

  static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }

  /** Something that may wait, and must end. */
  void start(String what, Wait wait) {
    waiting.add(what);
    machine.thread(
        what,
        () -> {
          try {
            wait.run();
            waiting.remove(what);
          } catch (InterruptedException e) {
            throw new AssertionError(what, e);
          }
        });
    settle();
  }

  void settle() {
    machine.advance(Duration.ofNanos(1));
  }

  void at(int millis) {
    machine.advance(ms(millis).minus(machine.now()));
  }

  /** What was started must have ended. */
  void finish() {
    machine.advance(ms(1000));
    assertEquals(List.of(), waiting, "waits for ever");
  }
}
