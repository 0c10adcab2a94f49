package dev.wq.examples;

import dev.wq.Machine;
import dev.wq.poll.CountingSemaphore;
import dev.wq.poll.Fifo;
import dev.wq.poll.PollSignal;
import java.time.Duration;

/**
 * The devices of the sensor hub, a thread each. A device acts some time after a line of the hub's
 * log, so that the order of what happens is one of causes and the same in each run.
 */
final class FakeDevices {
  private static final Duration PAUSE = Duration.ofMillis(30);

  /** A position: the last one counts. */
  final PollSignal door = new PollSignal();

  /** Degrees: each one counts. */
  final Fifo<Integer> thermometer = new Fifo<>();

  /** The edges of a button that bounces: how many counts. */
  final CountingSemaphore button = new CountingSemaphore(0, 1_000);

  private final Machine machine;
  private final HubLog log;

  FakeDevices(Machine machine, HubLog log) {
    this.machine = machine;
    this.log = log;
  }

  /** Opens, closes, and opens once more when the hub takes nothing any more. */
  Thread startDoor() {
    return start(
        "door",
        () -> {
          after(0);
          door.raise(1);
          after(4);
          door.raise(0);
          after(8);
          door.raise(1);
        });
  }

  /** Measures once, is silent for a while, comes back. */
  Thread startThermometer() {
    return start(
        "thermometer",
        () -> {
          after(1);
          thermometer.put(21);
          after(5);
          thermometer.put(22);
        });
  }

  /** Is pressed, and in the end released. */
  Thread startButton() {
    return start(
        "button",
        () -> {
          after(3);
          bounce(5);
          after(6);
          bounce(3);
        });
  }

  private void bounce(int edges) {
    for (int edge = 0; edge < edges; edge++) {
      button.give();
    }
  }

  private void after(int line) throws InterruptedException {
    log.await(line);
    machine.sleep(PAUSE);
  }

  private interface Behaviour {
    void act() throws InterruptedException;
  }

  private Thread start(String name, Behaviour behaviour) {
    return machine.thread(
        name,
        () -> {
          try {
            behaviour.act();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
