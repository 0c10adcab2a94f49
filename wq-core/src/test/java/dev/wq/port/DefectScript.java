package dev.wq.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A script over a work layer: what it starts must have come to its end when nothing can move. */
final class DefectScript {
  final SimMachine machine;
  final WorkLayer layer;
  private final List<String> waiting = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();

  DefectScript(SimMachine machine, WorkLayer layer) {
    this.machine = machine;
    this.layer = layer;
  }

  /** What a script does. */
  @FunctionalInterface
  interface Body {
    void run(DefectScript s) throws Exception;
  }

  static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }

  /** Something that may wait, and must end. */
  void start(String what, WorkLayer.Handler wait) {
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

  /** An item that takes so long. */
  WorkLayer.Item item(String name, int millis) {
    return layer.item(
        name,
        () -> {
          ran.add(name);
          if (millis > 0) {
            machine.sleep(ms(millis));
          }
        });
  }

  WorkLayer.Watcher watcher(String name) {
    return layer.watcher(name, () -> ran.add(name));
  }

  void settle() {
    machine.advance(Duration.ZERO);
  }

  void at(int millis) {
    machine.advance(ms(millis).minus(machine.now()));
  }

  long runsOf(String name) {
    return ran.stream().filter(name::equals).count();
  }

  /** Lets everything happen; what was started must have ended. */
  void finish() {
    machine.runUntilIdle();
    assertEquals(List.of(), waiting, "waits for ever");
  }
}
