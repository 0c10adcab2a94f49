package dev.wq.device;

import dev.wq.Machine;
import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The devices of one machine: what their runners are like, how they are doing, and their end. All
 * methods may be called by any thread.
 */
public final class Devices implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.wq");

  /** One runner. */
  record Key(DeviceId device, DeviceStage stage) {}

  private final Machine machine;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentHashMap<Key, Runner> runners = new ConcurrentHashMap<>(); // put: lock
  private final ConcurrentHashMap<DeviceId, RunnerAttrs> attrs = new ConcurrentHashMap<>(); // lock
  private final AtomicLong streams = new AtomicLong(Long.MIN_VALUE + 1);
  private volatile DeviceFailureHandler failureHandler = Devices::logFailure;
  private boolean closed; // lock

  private Devices(Machine machine) {
    this.machine = machine;
  }

  /**
   * Those of {@code machine}.
   *
   * @throws IllegalStateException if nobody has asked before, and the machine is closed
   */
  public static Devices of(Machine machine) {
    return machine.part(Devices.class, Devices::new);
  }

  /**
   * What the runners of {@code device} are to be like.
   *
   * @throws IllegalStateException if it has a runner already
   */
  public void configure(DeviceId device, RunnerAttrs wanted) {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(wanted, "wanted");
    lock.lock();
    try {
      if (!runnersOf(device).isEmpty()) {
        throw new IllegalStateException(
            "device " + device + " has a runner already, refused " + wanted);
      }
      attrs.put(device, wanted);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Replaces the handler that is told what tasks of {@link DeviceHandle#submit} throw, and services
   * that are closed; by default it is logged with its stack.
   */
  public void onFailure(DeviceFailureHandler handler) {
    failureHandler = Objects.requireNonNull(handler, "handler");
  }

  private static void logFailure(DeviceId device, Throwable cause) {
    LOG.log(System.Logger.Level.ERROR, "a task of device " + device + " failed", cause);
  }

  void tellFailed(DeviceId device, Throwable cause, RunnerMeter meter) {
    try {
      failureHandler.failed(device, cause);
    } catch (Throwable handlerFailed) {
      meter.failed();
      LOG.log(
          System.Logger.Level.ERROR,
          "the failure handler of device " + device + " failed",
          handlerFailed);
    }
  }

  /** How that runner is doing; all 0 if there is none. */
  public RunnerStats stats(DeviceId device, DeviceStage stage) {
    Runner runner = runners.get(new Key(device, stage));
    return runner == null ? RunnerStats.none() : runner.stats();
  }

  // ---- runners

  Machine machine() {
    return machine;
  }

  StreamId freshStream() {
    return new StreamId(streams.getAndIncrement());
  }

  /**
   * That of {@code by} if it is one of that device and stage, even one that is being shut down;
   * else the one there is, made if there is none.
   */
  Runner runner(DeviceId device, DeviceStage stage, @Nullable DeviceTask by) {
    Key key = new Key(device, stage);
    if (by != null && by.runner.is(this, key)) {
      return by.runner;
    }
    Runner runner = runners.get(key);
    return runner == null ? makeRunner(key) : runner;
  }

  private Runner makeRunner(Key key) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(machine + " is closed, refused device " + key.device());
      }
      Runner runner = runners.get(key);
      if (runner == null) {
        RunnerAttrs wanted = attrs.getOrDefault(key.device(), RunnerAttrs.defaults());
        runner = new Runner(this, key, wanted);
        runners.put(key, runner);
      }
      return runner;
    } finally {
      lock.unlock();
    }
  }

  void forget(Runner ended) {
    runners.remove(ended.key(), ended);
  }

  private List<Runner> runnersOf(DeviceId device) {
    List<Runner> found = new ArrayList<>();
    for (DeviceStage stage : DeviceStage.values()) {
      Runner runner = runners.get(new Key(device, stage));
      if (runner != null) {
        found.add(runner);
      }
    }
    return found;
  }

  // ---- the end

  /**
   * Ends the runners of {@code device}, upstream first: refuses tasks from now on, also those of
   * blocked submitters, waits until everything queued has run, closes the services on their runners
   * and ends the threads. A handle made meanwhile waits for that, and has a fresh runner and a
   * fresh state, as one made afterwards. If somebody else is at it, waits until it is done. An
   * interrupt does not end the wait; the flag is set again at its end.
   *
   * @throws IllegalStateException if a task of the device calls this, or one for which it waits
   */
  public void shutdown(DeviceId device) {
    shutdown(device, Waiter.NEVER);
  }

  /**
   * As {@link #shutdown(DeviceId)}, for at most {@code timeout}; then cancels what has not begun,
   * interrupts once what runs, and reports. The handles refuse in any case from then on, and a new
   * one has a fresh runner. The services of a task that does not end are closed when it does.
   */
  public ShutdownReport shutdown(DeviceId device, Duration timeout) {
    if (Objects.requireNonNull(timeout, "timeout").isNegative()) {
      throw new IllegalArgumentException(
          "timeout of the shutdown of " + device + " must not be negative, was " + timeout);
    }
    Host host = CurrentHost.get();
    return shutdown(device, Waiter.deadline(host, TimeUnit.NANOSECONDS.convert(timeout)));
  }

  private ShutdownReport shutdown(DeviceId device, long deadline) {
    refuseOwnTask(device);
    ShutdownReport report = ShutdownReport.CLEAN;
    for (Runner runner : runnersOf(device)) {
      report = report.plus(runner.shutdown().run(deadline));
    }
    return report;
  }

  private void refuseOwnTask(DeviceId device) {
    DeviceTask task = DeviceTask.current();
    if (task != null && task.runner.device().equals(device)) {
      throw new IllegalStateException(
          "a task of " + task.runner + " would wait for ever for the end of " + device);
    }
  }

  /** Shuts all devices down, and refuses new ones; {@link Machine#close()} calls this. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    for (Runner runner : List.copyOf(runners.values())) {
      runner.shutdown().run(Waiter.NEVER);
    }
  }

  /** For people: the runners. */
  @Override
  public String toString() {
    return "devices of " + machine + " " + runners.values();
  }
}
