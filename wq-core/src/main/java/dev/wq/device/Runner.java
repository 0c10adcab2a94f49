package dev.wq.device;

import dev.wq.QueueStats;
import dev.wq.RtosAttrs;
import dev.wq.RtosQueue;
import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.ItemCall;
import dev.wq.dispatch.Worker;
import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The thread that runs the tasks of one device and stage, and the room in front of it. */
/*
 * A runner is an ordered queue with a thread of its own. A task that somebody waits for is a work of that queue, queued once:
 * so the wait, and the detection of waits that can't end, are the queue's. The other tasks lie in the lane in front of it, and
 * one work, the drain, runs them; see Lane for their order and their end, and Room for what bounds both. The drain runs
 * for a turn and then goes behind what has been queued meanwhile.
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
  private static final int TURN = 256; // tasks of the lane before the works behind the drain
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
  private final RunnerMeter meter = new RunnerMeter(); // I
  final Room room; // I
  private final Lane lane; // I
  private final DeviceTask.Drain drain; // I
  private final LongAdder drains = new LongAdder(); // I: how often the drain was queued
  private final ConcurrentHashMap<Class<?>, Service<?>> services = new ConcurrentHashMap<>();
  private final Shutdown shutdown; // I
  private volatile int state; // S
  private @Nullable Object origin; // R: of the task that runs: a StreamId, or a thread

  /** Starts the thread. */
  Runner(Devices devices, Devices.Key key, RunnerAttrs attrs) {
    this.devices = devices;
    this.key = key;
    this.name = key.device() + "/" + key.stage().label();
    this.attrs = attrs;
    this.host = CurrentHost.of(devices.machine());
    this.room = new Room(attrs.capacity(), meter);
    this.lane = new Lane(host);
    this.queue =
        devices.machine().rtosQueue(RtosAttrs.named(name).noYield().ownThread(attrs.thread()));
    this.queue.onDiscard((_, _) -> {}); // the task tells whom it concerns
    this.drain = new DeviceTask.Drain(this);
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
   * Puts {@code task} into the lane; waits for room.
   *
   * @throws RejectedExecutionException if it is shut down, or the thread was interrupted while it
   *     waited, which it still is
   */
  void submit(LaneTask task) {
    refuseIfClosing();
    try {
      room.take();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    enter(task);
  }

  /** As {@link #submit}, for so long; false if there was no room. */
  boolean submit(LaneTask task, Duration timeout) {
    refuseIfClosing();
    boolean taken;
    try {
      taken = room.take(timeout);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (taken) {
      enter(task);
    }
    return taken;
  }

  private RejectedExecutionException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RejectedExecutionException(
        "interrupted while waiting for room on " + this + ", refused a task", e);
  }

  /** The caller has room for it. */
  private void enter(LaneTask task) {
    host.point();
    switch (state == OPEN ? lane.push(task) : Lane.Pushed.SEALED) {
      case SEEN -> {}
      case UNSEEN -> queueDrain();
      case SEALED -> {
        giveRoom();
        throw refusal();
      }
    }
  }

  /**
   * The caller has the lane's token. A queue that refuses was closed by force, and the lane sealed.
   */
  private void queueDrain() {
    drains.increment();
    if (!queue.submit(drain).isQueued()) {
      drains.decrement();
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
    room.give(1);
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
      refuseIfClosing();
      interrupted = room.takeUninterruptibly();
      enqueue(task);
      wait.refuseEndless();
      interrupted |= task.awaitEnd(host);
      return task.outcome();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The caller has room for it. */
  private void enqueue(DeviceTask.Single task) {
    host.point();
    if (state != OPEN || !queue.submit(task).isQueued()) {
      giveRoom();
      throw refusal();
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
      host.point();
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
    host.point();
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

  /** Runs what is in the lane, for a turn. */
  void drain() {
    Worker me = Objects.requireNonNull(Worker.current());
    for (int ran = 0; ran < TURN; ran++) {
      if (!runNext(me) && lane.rest()) {
        shutdown.ends();
        return;
      }
    }
    shutdown.ends();
    queueDrain();
  }

  /** Runs the oldest task of the lane; false if there is none. */
  private boolean runNext(Worker me) {
    shutdown.begins();
    LaneTask task = lane.next();
    if (task == null) {
      return false;
    }
    begin(me, true);
    origin = task.origin;
    try {
      if (task.origin instanceof StreamId id) {
        StreamId.run(id, task::perform);
      } else {
        task.perform();
      }
    } catch (Throwable leaked) { // by a logger, say: the tasks behind it must not wait for ever
      point();
      meter.failed();
    } finally {
      origin = null;
      me.restoreThread();
    }
    return true;
  }

  /** Runs {@code task}, after everything that its submitter may have put into the lane before. */
  void run(DeviceTask.Single task) {
    Worker me = Objects.requireNonNull(Worker.current());
    for (long left = lane.count(); left > 0 && runNext(me); ) {
      left--;
    }
    shutdown.begins();
    begin(me, task.hasRoom);
    origin = task.origin;
    try {
      if (task.origin instanceof StreamId id) {
        StreamId.run(id, task::perform);
      } else {
        task.perform();
      }
    } finally {
      origin = null;
      shutdown.ends();
    }
  }

  private void begin(Worker me, boolean hadRoom) {
    meter.begin(me);
    if (hadRoom) {
      room.owe();
    }
    if (state != OPEN) {
      room.settle();
    }
  }

  /** The stream of the task that runs. */
  StreamId stream() {
    Object of = Objects.requireNonNull(origin);
    StreamId id =
        of instanceof StreamId known
            ? known
            : StreamId.byPolicy(attrs.streams(), (Thread) of, devices);
    origin = id;
    return id;
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

  /** Takes in no more tasks of the lane; what waits there is the caller's. */
  List<LaneTask> sealLane() {
    return lane.seal();
  }

  RunnerStats stats() {
    QueueStats works = queue.stats();
    return meter.stats(
        works.queued() - drains.sum() + lane.queued(),
        works.pending() - (drain.isPending() ? 1 : 0) + lane.count());
  }

  /** For people: {@code cuda:0/upstream}. */
  @Override
  public String toString() {
    return name;
  }
}
