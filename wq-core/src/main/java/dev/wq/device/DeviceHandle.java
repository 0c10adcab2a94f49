package dev.wq.device;

import dev.wq.Machine;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks with a {@link DeviceService}, on the runner of its device and stage (CubeCL:
 * ChannelDeviceHandle). Cheap, without a state of its own; any number of them lead to one service,
 * and all methods may be called by any thread.
 *
 * <ul>
 *   <li>Tasks of a runner run on its one thread, one at a time, those of one submitter in their
 *       order; they run without a {@link #flush}.
 *   <li>A submit by a task of the same runner runs inline: at once, before what is queued. A task
 *       can't submit to the service it uses itself, also not by way of another service.
 *   <li>A submit to a full runner waits for room, in the order of coming. Interrupted there it
 *       submits nothing, throws {@link java.util.concurrent.RejectedExecutionException} and leaves
 *       the interrupt set; blocking calls wait on and leave it set.
 *   <li>After a shutdown everything throws {@link java.util.concurrent.RejectedExecutionException}.
 *   <li>A task sees the {@link StreamId} of its submitter.
 * </ul>
 *
 * <p><b>Memory effects.</b> What a thread did before a submit is seen by the task, each task sees
 * the tasks before it, and what a task did is seen by whoever got its result.
 */
public final class DeviceHandle<S extends DeviceService> {
  private final Runner runner;
  private final Service<S> service;

  private DeviceHandle(Service<S> service) {
    this.runner = service.runner;
    this.service = service;
  }

  // ---- make

  /** As {@link #of(Machine, DeviceId, ServiceType)}, on {@link Machine#current()}. */
  public static <S extends DeviceService> DeviceHandle<S> of(DeviceId device, ServiceType<S> type) {
    return of(Machine.current(), device, type);
  }

  /**
   * A handle of the service of that class, which is made if there is none: once, on its runner,
   * which is started if there is none; the caller waits for that. Inside a task of the same runner
   * it is made at once. While the runner is shut down, waits for its end and a fresh one.
   *
   * @throws DeviceCallException if the making throws; whoever asks next tries again
   * @throws IllegalStateException if the machine is closed, or the wait could never end
   */
  public static <S extends DeviceService> DeviceHandle<S> of(
      Machine machine, DeviceId device, ServiceType<S> type) {
    return reach(machine, device, type, (runner, by) -> runner.service(type, by));
  }

  /** As {@link #insert(Machine, DeviceId, ServiceType, DeviceService)}, on the current machine. */
  public static <S extends DeviceService> DeviceHandle<S> insert(
      DeviceId device, ServiceType<S> type, S service) {
    return insert(Machine.current(), device, type, service);
  }

  /**
   * A handle of {@code service}, which from now on is touched by its runner alone.
   *
   * @throws IllegalStateException if the runner has a service of that class already, which stays;
   *     or as {@link #of(Machine, DeviceId, ServiceType)}
   */
  public static <S extends DeviceService> DeviceHandle<S> insert(
      Machine machine, DeviceId device, ServiceType<S> type, S service) {
    Objects.requireNonNull(service, "service");
    return reach(machine, device, type, (runner, by) -> runner.insert(type, service, by));
  }

  /** One try with one runner; null if that is shut down. */
  @FunctionalInterface
  private interface Try<S extends DeviceService> {
    @Nullable Service<S> on(Runner runner, @Nullable DeviceTask by);
  }

  private static <S extends DeviceService> DeviceHandle<S> reach(
      Machine machine, DeviceId device, ServiceType<S> type, Try<S> attempt) {
    Objects.requireNonNull(device, "device");
    Devices devices = Devices.of(machine);
    DeviceTask by = DeviceTask.current();
    for (; ; ) {
      Runner runner = devices.runner(device, type.stage(), by);
      Service<S> service = attempt.on(runner, by);
      if (service != null) {
        return new DeviceHandle<>(service);
      }
      runner.shutdown().await();
    }
  }

  // ---- submit

  /** Has {@code task} run; waits for nothing but room. */
  public void submit(ServiceTask<? super S> task) {
    Objects.requireNonNull(task, "task");
    DeviceTask by = DeviceTask.current();
    if (isInline(by)) {
      service.runTold(task);
    } else {
      runner.submit(new LaneTask.Submitted<>(service, task, StreamId.capture(by)));
    }
  }

  /**
   * As {@link #submit(ServiceTask)}, without waiting.
   *
   * @return false if there is no room, and nothing was done
   */
  public boolean trySubmit(ServiceTask<? super S> task) {
    return submit(task, Duration.ZERO);
  }

  /**
   * As {@link #submit(ServiceTask)}, waiting for at most {@code timeout}.
   *
   * @return false if there was no room in time, and nothing was done
   */
  public boolean submit(ServiceTask<? super S> task, Duration timeout) {
    Objects.requireNonNull(task, "task");
    if (Objects.requireNonNull(timeout, "timeout").isNegative()) {
      throw new IllegalArgumentException(
          "timeout of a submit to " + service + " must not be negative, was " + timeout);
    }
    DeviceTask by = DeviceTask.current();
    if (isInline(by)) {
      service.runTold(task);
      return true;
    }
    return runner.submit(new LaneTask.Submitted<>(service, task, StreamId.capture(by)), timeout);
  }

  /**
   * Has {@code function} run; waits for nothing but room.
   *
   * @return completes with the result, or with what was thrown, on the runner: what depends on it
   *     runs there too unless it names an executor. If the runner is shut down by force before the
   *     function began, with {@link java.util.concurrent.CancellationException}
   */
  public <R extends @Nullable Object> CompletionStage<R> submitAsync(
      ServiceFunction<? super S, R> function) {
    Objects.requireNonNull(function, "function");
    DeviceTask by = DeviceTask.current();
    CompletableFuture<R> future = new CompletableFuture<>();
    DeviceTask.Call<R> call = () -> service.call(function);
    if (isInline(by)) {
      LaneTask.Async.complete(runner, call, future);
    } else {
      runner.submit(new LaneTask.Async<>(runner, call, StreamId.capture(by), future));
    }
    return future;
  }

  /**
   * Has {@code function} run and waits for its result. When this returns or throws, the function
   * has ended, or will never begin.
   *
   * @throws DeviceCallException if it throws, with what it threw
   * @throws java.util.concurrent.CancellationException if the runner is shut down by force before
   *     it began
   * @throws IllegalStateException if the caller is a task of another runner for which this one
   *     waits
   */
  public <R extends @Nullable Object> R submitBlocking(ServiceFunction<? super S, R> function) {
    Objects.requireNonNull(function, "function");
    DeviceTask by = DeviceTask.current();
    if (isInline(by)) {
      return runner.callInline(() -> service.call(function));
    }
    return runner.call(() -> service.call(function), by);
  }

  /**
   * As {@link #submitBlocking}, without the service: nobody else uses the device meanwhile. Calls
   * to the runner's services inside are inline.
   */
  public <R extends @Nullable Object> R exclusive(Callable<R> function) {
    Objects.requireNonNull(function, "function");
    return runner.call(function::call, DeviceTask.current());
  }

  /** Refuses a task inside one of the same service. */
  private boolean isInline(@Nullable DeviceTask by) {
    boolean inline = runner.runs(by);
    if (inline) {
      service.refuseRecursion();
    }
    return inline;
  }

  /**
   * Does nothing: tasks run without it. For code that was written for a channel that runs full
   * batches only.
   */
  public void flush() {}

  // ---- ask

  /**
   * What everybody may read of the service, see {@link DeviceService#utilities()}.
   *
   * @throws ClassCastException if it is no {@code type}
   */
  public <U> U utilities(Class<U> type) {
    return service.utilities(type);
  }

  public DeviceId deviceId() {
    return runner.device();
  }

  /** For people: {@code Counter of cuda:0/upstream}. */
  @Override
  public String toString() {
    return service.toString();
  }
}
