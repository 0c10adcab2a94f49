package dev.wq.examples;

import dev.wq.DelayedWork;
import dev.wq.Machine;
import dev.wq.RtosAttrs;
import dev.wq.RtosQueue;
import dev.wq.SubmitResult;
import dev.wq.poll.TriggerHandler;
import dev.wq.poll.TriggerOutcome;
import dev.wq.poll.TriggeredWork;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * A sensor hub: a door, a thermometer and a button, one queue, and no thread that waits for them.
 * The button is debounced, the thermometer missed when it is silent; in the end the hub is drained,
 * and what comes too late is refused and told, not lost.
 *
 * <p>The log is the same in each run, live or simulated.
 */
public final class SensorHub {
  private static final Duration SILENCE = Duration.ofMillis(300);
  private static final Duration QUIET = Duration.ofMillis(100);

  private final RtosQueue queue;
  private final FakeDevices devices;
  private final HubLog log;

  private final TriggeredWork doorkeeper = TriggeredWork.of("doorkeeper", new Doorkeeper());
  private final TriggeredWork thermometer = TriggeredWork.of("thermometer", this::measured);
  private final TriggeredWork button = TriggeredWork.of("button", this::touched);
  private final DelayedWork settle = DelayedWork.of("settle", this::settled);

  // of the works: they never run beside each other, so no lock
  private int degrees;
  private int edges;
  private int settlings;
  private boolean pressed;

  private SensorHub(RtosQueue queue, FakeDevices devices, HubLog log) {
    this.queue = queue;
    this.devices = devices;
    this.log = log;
  }

  /**
   * What happened.
   *
   * @param log the hub's lines
   * @param edges how many edges the button made
   * @param settlings how often it was quiet afterwards
   */
  public record Result(List<String> log, int edges, int settlings) {}

  // ---- the door

  private final class Doorkeeper implements TriggerHandler {
    @Override
    public void fired(TriggerOutcome outcome) {
      log.write("door " + position());
      doorkeeper.arm(queue, devices.door.raised());
    }

    @Override
    public void refused(TriggeredWork work, SubmitResult why) {
      log.write("door " + position() + " too late: " + why);
    }

    private String position() {
      return devices.door.checkAndReset().orElseThrow() == 1 ? "opened" : "closed";
    }
  }

  // ---- the thermometer

  private void measured(TriggerOutcome outcome) {
    if (outcome.cause() == TriggerOutcome.Cause.TIMEOUT) {
      log.write("thermometer silent at " + degrees + " degrees");
      thermometer.arm(queue, devices.thermometer.dataAvailable()); // until it is back
    } else {
      degrees = devices.thermometer.tryGet().orElseThrow();
      log.write("thermometer shows " + degrees + " degrees");
      thermometer.arm(queue, SILENCE, devices.thermometer.dataAvailable());
    }
  }

  // ---- the button

  private void touched(TriggerOutcome outcome) {
    while (devices.button.tryTake()) {
      edges++;
    }
    queue.modDelayed(settle, QUIET); // each edge moves the deadline
    button.arm(queue, devices.button.available());
  }

  private void settled() {
    settlings++;
    boolean now = edges % 2 == 1;
    if (now != pressed) {
      pressed = now;
      log.write("button " + (now ? "pressed" : "released"));
    }
  }

  // ---- the life of the hub

  private void start() {
    queue.start();
    doorkeeper.arm(queue, devices.door.raised());
    thermometer.arm(queue, devices.thermometer.dataAvailable());
    button.arm(queue, devices.button.available());
  }

  private void shutDown() throws InterruptedException {
    queue.drain();
    settle.flush(); // what is on its timer runs now
    thermometer.disarm();
    button.disarm();
    queue.drainAndPlug();
    log.write("drained and plugged");
  }

  /** Runs the hub and its devices; shuts it down while the button still bounces. */
  public static Result run(Machine machine, PrintStream out) throws InterruptedException {
    HubLog log = new HubLog(out);
    try (RtosQueue queue = machine.rtosQueue(RtosAttrs.named("hub"))) {
      FakeDevices devices = new FakeDevices(machine, log);
      SensorHub hub = new SensorHub(queue, devices, log);
      hub.start();
      Thread door = devices.startDoor();
      Thread thermometer = devices.startThermometer();
      Thread button = devices.startButton();
      thermometer.join();
      button.join();
      hub.shutDown();
      door.join();
      queue.stop();
      Counts.print(queue, out);
      return new Result(log.lines(), hub.edges, hub.settlings);
    }
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    run(Machine.live(), System.out);
  }
}
