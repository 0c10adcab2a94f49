package dev.wq.device;

import dev.wq.RtosAttrs;
import dev.wq.RtosQueue;
import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.ItemCall;
import dev.wq.dispatch.Worker;
import dev.wq.host.Host;
import dev.wq.poll.CountingSemaphore;
import dev.wq.poll.TakeResult;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The thread that runs the tasks of one device and stage, and the room in front of it. */
/*
 * A runner is an ordered queue with a thread of its own; a task is a work of that queue, queued once. So order, the wake-up,
 * the park, the wait for a task and the detection of waits that can't end are the queue's. Three things are added:
 *
 * Room. A submitter takes one from the semaphore before it queues a task, and waits there if there is none, in the order of
 * coming. The runner gives room back as tasks begin, but not one by one: each give writes a line that all submitters write,
 * and a submitter that is woken for the room of one task is soon blocked again. It owes up to an eighth of the capacity, and
 * settles then. So a parked runner may owe room for that many tasks less one; as that is less than the capacity, some task
 * can always be queued, and nobody waits for room that nobody gives.
 *
 * Inline. A submit by a task of this runner runs at once on the spot, before what is queued: to queue it and to wait for it
 * would be to wait for oneself. A service that is in use by an outer task can't be entered again.
 *
 * The end.
 *
 *   OPEN    -> CLOSING  the first shutdown; submitters that have not got room yet are refused
 *   CLOSING -> OPEN     the shutdown is refused as a wait that can't end
 *   CLOSING -> ENDED    the queue is closed; the key is free for a fresh runner
 *
 * A task may be queued by a submitter that has looked before CLOSING was set, so CLOSING is no line behind which nothing
 * comes. The room is: whoever shuts down takes all of it. Each submitter looks once more when it has got room, and gives it
 * back if it finds CLOSING; so when all room is in one hand, every task has begun and nobody is on the way. Then the last
 * work is queued, which closes the services on the runner. One extra piece of room is put in at the beginning and left in
 * at the end: submitters that are blocked, or will be, hand it on to each other on their way out.
 *
 * See Shutdown for the steps and for what becomes of a runner that does not get there in time.
 */
final class Runner {
  private static final int OWED_SHARE = 8;
  static final int OPEN = 0;
  static final int CLOSING = 1;
  static final int ENDED = 2;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Runner.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // I: set once  S: see above  R: on the runner only
  private final Devices devices; // I
  private final Devices.Key key; // I
  private final String name; // I
  private final RunnerAttrs attrs; // I
  private final Host host; // I
  final RtosQueue queue; // I
  final CountingSemaphore room; // I
  private final RunnerMeter meter = new RunnerMeter(); // I
  private final ConcurrentHashMap<Class<?>, Service<?>> services = new ConcurrentHashMap<>();
  private final Shutdown shutdown; // I
  private final Owed owed; // I
  private volatile int state; // S

  /** What the runner writes at each task, apart from what submitters read. */
  private static final class Owed {
    final int batch; // I
    int room; // R

    Owed(int capacity) {
      batch = Math.max(1, capacity / OWED_SHARE);
    }
  }

  /** Starts the thread. */
  Runner(Devices devices, Devices.Key key, RunnerAttrs attrs) {
    this.devices = devices;
    this.key = key;
    this.name = key.device() + "/" + key.stage().label();
    this.attrs = attrs;
    this.host = CurrentHost.of(devices.machine());
    this.owed = new Owed(attrs.capacity());
    this.room = new CountingSemaphore(attrs.capacity(), Integer.MAX_VALUE);
    this.queue =
        devices.machine().rtosQueue(RtosAttrs.named(name).noYield().ownThread(attrs.thread()));
    this.queue.onDiscard((_, _) -> {}); // the task tells whom it concerns
    this.shutdown = new Shutdown(this, attrs.capacity());
    this.queue.start();
  }

  // ---- who asks

  DeviceId device() {
    return key.device();
  }

  Devices.Key key() {
    return key;
  }

  boolean is(Devices ofMachine, Devices.Key wanted) {
    return devices == ofMachine && key.equals(wanted);
  }

  String name() {
    return name;
  }

  /** Whether the caller, which is {@code task}, runs here. */
  boolean runs(@Nullable DeviceTask task) {
    return task != null && task.runner == this;
  }

  StreamId defaultStream(Thread submitter) {
    return StreamId.byPolicy(attrs.streams(), submitter, devices);
  }

  boolean is(int wanted) {
    return state == wanted;
  }

  boolean moves(int from, int to) {
    host.point();
    return STATE.compareAndSet(this, from, to);
  }

  /** Where a simulation that is over unwinds this thread, so that what it threw is no failure. */
  void point() {
    host.point();
  }

  // ---- submit

  /**
   * Queues {@code task}; waits for room.
   *
   * @throws RejectedExecutionException if it is shut down, or the thread was interrupted while it
   *     waited, which it still is
   */
  void submit(DeviceTask task) {
    refuseIfClosing();
    try {
      if (!room.tryTake()) {
        meter.waited();
        TakeResult ignored = room.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException(
          "interrupted while waiting for room on " + this + ", refused a task", e);
    }
    enter(task);
  }

  /** As {@link #submit}, for so long; false if there was no room. */
  boolean submit(DeviceTask task, Duration timeout) {
    refuseIfClosing();
    try {
      if (!room.tryTake()) {
        if (timeout.isZero()) {
          return false;
        }
        meter.waited();
        if (room.take(timeout) == TakeResult.TIMED_OUT) {
          return false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException(
          "interrupted while waiting for room on " + this + ", refused a task", e);
    }
    enter(task);
    return true;
  }

  /** As {@link #submit}, whoever interrupts; true if somebody did. */
  private boolean submitUninterruptibly(DeviceTask task) {
    refuseIfClosing();
    boolean interrupted = false;
    if (!room.tryTake()) {
      meter.waited();
      boolean taken = false;
      while (!taken) {
        try {
          taken = room.take() == TakeResult.TAKEN;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    enter(task);
    return interrupted;
  }

  /** The caller has room for it. */
  private void enter(DeviceTask task) {
    host.point();
    if (state != OPEN || !queue.submit(task).isQueued()) {
      giveRoom();
      throw refusal();
    }
  }

  private void refuseIfClosing() {
    if (state != OPEN) {
      throw refusal();
    }
  }

  private RejectedExecutionException refusal() {
    return new RejectedExecutionException(this + " is shut down, refused a task");
  }

  void giveRoom() {
    room.give();
  }

  /**
   * Has {@code call} run here and waits for it, whoever interrupts the caller.
   *
   * @throws DeviceCallException if it throws
   * @throws CancellationException if it never ran
   * @throws RejectedExecutionException if it is shut down
   * @throws IllegalStateException if the wait could never end
   */
  <R extends @Nullable Object> R call(DeviceTask.Call<R> call, @Nullable DeviceTask by) {
    if (runs(by)) {
      return callInline(call);
    }
    DeviceTask.Blocking<R> task = new DeviceTask.Blocking<>(this, call, StreamId.capture(by));
    boolean interrupted = false;
    try (ItemCall wait = new ItemCall(task)) {
      interrupted = submitUninterruptibly(task);
      wait.refuseEndless();
      interrupted |= task.awaitEnd(host);
      return task.outcome();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  <R extends @Nullable Object> R callInline(DeviceTask.Call<R> call) {
    try {
      return call.call();
    } catch (Throwable t) {
      host.point();
      throw new DeviceCallException("a task of " + this + " failed: " + t, t);
    }
  }

  // ---- services

  /**
   * The service of that type, made if there is none.
   *
   * @return null if this runner is being shut down: then another one is needed
   * @throws DeviceCallException if init throws
   */
  <S extends DeviceService> @Nullable Service<S> service(
      ServiceType<S> type, @Nullable DeviceTask by) {
    if (!runs(by) && state != OPEN) {
      return null;
    }
    Service<S> service = cast(services.get(type.service()));
    if (service == null) {
      Service<S> fresh = new Service<>(this, type);
      Service<S> before = cast(services.putIfAbsent(type.service(), fresh));
      service = before == null ? fresh : before;
    }
    return service.isReady() || make(service, by) ? service : null;
  }

  @SuppressWarnings("unchecked") // the class is the key
  private static <S extends DeviceService> @Nullable Service<S> cast(@Nullable Service<?> service) {
    return (Service<S>) service;
  }

  /** False if it is shut down before that. */
  private boolean make(Service<?> service, @Nullable DeviceTask by) {
    try {
      return call(
          () -> {
            service.make();
            return true;
          },
          by);
    } catch (RejectedExecutionException | CancellationException shutDown) {
      return false;
    }
  }

  /**
   * Takes {@code service} in.
   *
   * @return null if this runner is being shut down: then another one is needed
   * @throws IllegalStateException if there is one of its class
   */
  <S extends DeviceService> @Nullable Service<S> insert(
      ServiceType<S> type, S service, @Nullable DeviceTask by) {
    if (runs(by)) {
      return insert(type, service);
    }
    try {
      return call(() -> insert(type, service), by);
    } catch (RejectedExecutionException | CancellationException shutDown) {
      return null;
    } catch (DeviceCallException e) {
      throw e.getCause() instanceof IllegalStateException exists ? exists : e;
    }
  }

  private <S extends DeviceService> Service<S> insert(ServiceType<S> type, S service) {
    Service<S> fresh = new Service<>(this, type, service);
    if (services.putIfAbsent(type.service(), fresh) != null) {
      throw new IllegalStateException(
          this + " has a " + type.service().getSimpleName() + " already, refused " + service);
    }
    return fresh;
  }

  void forget(Service<?> failed) {
    services.remove(failed.type.service(), failed);
  }

  /** On the runner, after its last task. */
  void closeServices() {
    services.values().forEach(Service::close);
  }

  // ---- on the runner

  void begin(boolean hadRoom) {
    meter.begin(Objects.requireNonNull(Worker.current()));
    boolean closing = state != OPEN;
    if (hadRoom) {
      owed.room++;
    }
    if (owed.room >= owed.batch || closing) {
      int now = owed.room;
      owed.room = 0;
      room.give(now);
    }
    if (closing) {
      shutdown.begins();
    }
  }

  void end() {
    if (state != OPEN) {
      shutdown.ends();
    }
  }

  /** What nobody waits for has thrown. */
  void failed(Throwable cause) {
    meter.failed();
    devices.tellFailed(key.device(), cause, meter);
  }

  // ---- the end

  Shutdown shutdown() {
    return shutdown;
  }

  void ended() {
    devices.forget(this);
    state = ENDED;
  }

  RunnerStats stats() {
    var counts = queue.stats();
    return meter.stats(counts.queued(), counts.pending());
  }

  /** For people: {@code cuda:0/upstream}. */
  @Override
  public String toString() {
    return name;
  }
}
