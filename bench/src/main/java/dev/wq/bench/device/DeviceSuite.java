package dev.wq.bench.device;

import dev.wq.Machine;
import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Suite;
import dev.wq.bench.queue.Burst;
import dev.wq.bench.queue.Peer;
import dev.wq.bench.queue.QueueSuite;
import dev.wq.bench.queue.Tick;
import dev.wq.device.RunnerAttrs;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.DriverQueue;
import java.util.ArrayList;
import java.util.List;

/** Devices: their runners, driver queues, the accelerator. */
public final class DeviceSuite implements Suite {
  private static final String RUNNER = "runner";
  private static final String RING = "JCTools ring";
  private static final String EXECUTOR = "ThreadPoolExecutor";
  private static final String SIGN = "ECDSA P-256 signature, depth 4, 2 engines or threads";

  private static final Program SUBMIT_OURS_1 =
      program("submitOurs1", RUNNER, settings -> runner().submit(1, settings));
  private static final Program SUBMIT_OURS_2 =
      program("submitOurs2", RUNNER, settings -> runner().submit(2, settings));
  private static final Program SUBMIT_RING =
      program("submitRing", RING, settings -> platformRing().submit(1, settings));
  private static final Program SUBMIT_EXECUTOR =
      program("submitExecutor", EXECUTOR, settings -> executor().submit(2, settings));
  private static final Program SLOW_OURS =
      program("slowOurs", RUNNER, settings -> runner().slowSubmit(settings));
  private static final Program SLOW_EXECUTOR =
      program("slowExecutor", EXECUTOR, settings -> executor().slowSubmit(settings));
  private static final Program CALL_OURS =
      program("callOurs", RUNNER, settings -> runner().roundTrip(settings));
  private static final Program CALL_RING =
      program("callRing", RING, settings -> virtualRing().roundTrip(settings));
  private static final Program IDLE_OURS =
      program(
          "idleOurs",
          RUNNER,
          settings -> Idle.measure(Channel.runner(RunnerAttrs.defaults()), settings));
  private static final Program IDLE_JVM = program("idleJvm", "nothing", Idle::measure);
  private static final Program DRIVER_QUEUE =
      program(
          "driverQueue",
          "driver queue",
          settings -> new Burst(1_000_000).measure(driver(), settings));
  private static final Program SIGN_QUEUED_JDK =
      program("signQueuedJdk", "queue of SunEC", settings -> Signing.jdk().queued(settings));
  private static final Program SIGN_DIRECT_JDK =
      program("signDirectJdk", "SunEC", settings -> Signing.jdk().direct(settings));
  private static final Program SIGN_QUEUED_CORRETTO =
      program(
          "signQueuedCorretto",
          "queue of Corretto",
          settings -> Signing.corretto().queued(settings));
  private static final Program SIGN_DIRECT_CORRETTO =
      program("signDirectCorretto", "Corretto", settings -> Signing.corretto().direct(settings));

  @Override
  public List<Measure> measures() {
    List<Measure> rows = new ArrayList<>(channels());
    rows.addAll(
        Comparison.rows(
            Comparison.of(
                    "driver queue, null driver, depth 1, 1 M pending", DRIVER_QUEUE, Reading.NANOS)
                .ratio(1.5, QueueSuite.PENDING_1_000_000),
            Comparison.of(SIGN, SIGN_QUEUED_JDK, Reading.NANOS).faster(0.95, SIGN_DIRECT_JDK)));
    if (Signing.hasCorretto()) {
      rows.addAll(
          Comparison.of(SIGN, SIGN_QUEUED_CORRETTO, Reading.NANOS)
              .faster(0.95, SIGN_DIRECT_CORRETTO)
              .rows());
    } else {
      System.err.println("left out, does not load here: " + SIGN_DIRECT_CORRETTO.title());
    }
    return rows;
  }

  private static List<Measure> channels() {
    return Comparison.rows(
        Comparison.of("device submit, 1 producer", SUBMIT_OURS_1, Reading.NANOS)
            .ratio(1.3, SUBMIT_RING),
        Comparison.of("device submit, 2 producers", SUBMIT_OURS_2, Reading.NANOS)
            .ratio(1.3, SUBMIT_EXECUTOR),
        Comparison.of("device submit, saturated, 99th percentile", SLOW_OURS, Reading.P99)
            .ratio(3, SLOW_EXECUTOR),
        Comparison.of("device call by a virtual thread, median", CALL_OURS, Reading.P50)
            .ratio(1.2, CALL_RING),
        Comparison.of("idle device runner", IDLE_OURS, Reading.CPU_PERCENT).above(0.2, IDLE_JVM));
  }

  private static Program program(String name, String title, Program.Body body) {
    return new Program(DeviceSuite.class, name, title, body);
  }

  private static DeviceLoad runner() {
    return new DeviceLoad(Channel.runner(RunnerAttrs.defaults()));
  }

  private static DeviceLoad executor() {
    return new DeviceLoad(new Channel.Executor());
  }

  private static DeviceLoad platformRing() {
    return new DeviceLoad(new Channel.Ring(Thread.ofPlatform().daemon()));
  }

  private static DeviceLoad virtualRing() {
    return new DeviceLoad(new Channel.Ring(Thread.ofVirtual()));
  }

  /** A queue for a device that does everything at once. */
  private static Peer driver() {
    DriverQueue<Tick> queue =
        DriverQueue.open(Machine.live(), DriverAttrs.named("null").capacity(Integer.MAX_VALUE));
    queue.attach(new NullDriver());
    return item -> {
      try {
        queue.post(item);
      } catch (InterruptedException nobodyDoes) {
        throw new AssertionError(nobodyDoes);
      }
    };
  }
}
