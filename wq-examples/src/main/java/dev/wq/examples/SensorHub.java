package dev.wq.examples;

import dev.wq.DelayedWork;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.SubmitResult;
import dev.wq.WorkQueue;
import dev.wq.Armed;
import dev.wq.poll.PollSignal;
import dev.wq.poll.TriggerHandler;
import dev.wq.poll.TriggerOutcome;
import dev.wq.poll.TriggeredWork;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * A sensor hub: a door, a thermometer and a button report to one queue, and no thread waits for
 * them. The button bounces and is debounced; the thermometer falls silent and is missed; the hub is
 * drained at the end and what comes too late is refused, not lost.
 *
 * <p>The log is the same live and simulated: what happens is ordered by cause (a device waits for
 * the hub's line about what came before), and only timeouts depend on time.
 */
public final class SensorHub {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration QUIET = TICK.multipliedBy(2);
  private static final Duration SILENCE = TICK.multipliedBy(8);

  private final Machine machine;
  private final WorkQueue queue;
  private final HubLog log;

  private final PollSignal reading = new PollSignal();
  private final PollSignal door = new PollSignal();
  private final PollSignal edge = new PollSignal();

  private final TriggeredWork thermometer = TriggeredWork.of("thermometer", this::measured);
  private final TriggeredWork doorkeeper = TriggeredWork.of("doorkeeper", new Doorkeeper());
  private final TriggeredWork button = TriggeredWork.of("button", this::touched);
  private final DelayedWork press = DelayedWork.of("press", this::pressed);

  // of the works, which never run beside each other: no lock
  private int degrees;
  private int edges;

  private SensorHub(Machine machine, WorkQueue queue, HubLog log) {
    this.machine = machine;
    this.queue = queue;
    this.log = log;
  }

  /**
   * What happened.
   *
   * @param log the hub's lines, the same in each run
   */
  public record Result(List<String> log) {}

  // ---- the hub

  private void arm() {
    doorkeeper.arm(queue, door.raised());
    button.arm(queue, edge.raised());
    thermometer.arm(queue, SILENCE, reading.raised());
  }

  private void measured(TriggerOutcome outcome) {
    if (outcome.cause() == TriggerOutcome.Cause.TIMEOUT) {
      log.write("thermometer silent, was " + degrees + " degrees");
      thermometer.arm(queue, reading.raised()); // until it is back
      return;
    }
    degrees = reading.checkAndReset().orElseThrow();
    log.write("thermometer " + degrees + " degrees");
    thermometer.arm(queue, SILENCE, reading.raised());
  }

  private final class Doorkeeper implements TriggerHandler {
    @Override
    public void fired(TriggerOutcome outcome) {
      log.write("door " + position());
      doorkeeper.arm(queue, door.raised());
    }

    @Override
    public void refused(TriggeredWork work, SubmitResult why) {
      log.write("door " + position() + ", too late: " + why);
    }

    private String position() {
      return door.checkAndReset().orElseThrow() == 1 ? "opened" : "closed";
    }
  }

  /** An edge or several: the button has been pressed when there are no more for a while. */
  private void touched(TriggerOutcome outcome) {
    edges = edge.checkAndReset().orElse(edges);
    if (queue.modDelayed(press, QUIET) == Armed.NEW) {
      log.write("button touched");
    }
    button.arm(queue, edge.raised());
  }

  private void pressed() {
    log.write("button pressed, " + edges + " edges");
    edges = 0;
  }

  private void shutDown() throws InterruptedException {
    queue.drain();
    press.flush(); // does not wait until the button is quiet
    thermometer.disarm();
    button.disarm();
    queue.close();
    log.write("drained");
  }

  // ---- the devices

  private Thread doorDevice(Duration start) {
    return device("door", () -> {
      at(start, 0, 0);
      door.raise(1);
      at(start, 6, 5);
      door.raise(0);
      at(start, 15, 9);
      door.raise(1);
    });
  }

  private Thread thermometerDevice(Duration start) {
    return device("thermometer", () -> {
      at(start, 1, 1);
      reading.raise(21);
      at(start, 5, 4);
      reading.raise(22);
    });
  }

  private Thread buttonDevice(Duration start) {
    return device("button", () -> {
      at(start, 2, 2);
      bounce(5);
      at(start, 14, 7);
      bounce(3);
    });
  }

  private void bounce(int times) {
    for (int contact = 1; contact <= times; contact++) {
      edge.raise(contact);
    }
  }

  private interface Behaviour {
    void act() throws InterruptedException;
  }

  private Thread device(String name, Behaviour behaviour) {
    return machine.thread(name, () -> {
      try {
        behaviour.act();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** Waits for that tick, and for that line of the hub. */
  private void at(Duration start, int tick, int line) throws InterruptedException {
    Duration left = start.plus(TICK.multipliedBy(tick)).minus(machine.now());
    if (left.isPositive()) {
      machine.sleep(left);
    }
    log.await(line);
  }

  /** Runs the hub and its devices, shuts it down with a press still bouncing. */
  public static Result run(Machine machine, PrintStream out) throws InterruptedException {
    HubLog log = new HubLog(out);
    try (WorkQueue queue = machine.queue(QueueAttrs.named("hub").ordered())) {
      SensorHub hub = new SensorHub(machine, queue, log);
      hub.arm();
      Duration start = machine.now();
      Thread door = hub.doorDevice(start);
      Thread thermometer = hub.thermometerDevice(start);
      Thread button = hub.buttonDevice(start);
      thermometer.join();
      button.join();
      hub.shutDown();
      door.join();
      return new Result(log.lines());
    }
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    run(Machine.live(), System.out);
  }
}
