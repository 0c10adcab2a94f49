package dev.wq;

import dev.wq.dispatch.Dispatch;
import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.Freeze;
import dev.wq.dispatch.Hosted;
import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.LiveDispatch;
import dev.wq.dispatch.QueueSettings;
import dev.wq.dispatch.TimedWait;
import dev.wq.dispatch.Turn;
import dev.wq.dispatch.Waiter;
import dev.wq.dispatch.Worker;
import dev.wq.host.Host;
import dev.wq.host.LoomHost;
import dev.wq.host.SimulatedThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Owns queues, workers, timers and a clock. {@link #live()} is the machine of this JVM; a
 * simulation makes its own. Code that uses {@link #current()}, or the static system queues, runs
 * unchanged on both.
 *
 * <p>Machines share nothing: not workers, not timers, not freezes.
 */
public class Machine extends Hosted implements AutoCloseable {
  private final String name;
  private final boolean closable;
  private final Host host;
  private final Dispatch dispatch;
  private final long startNanos;
  private final CopyOnWriteArrayList<WorkQueue> queues = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<Object> parts = List.of(); // replaced under lock
  private int freezes; // under lock
  private boolean closed; // under lock

  /** For the machines of this library. */
  protected Machine(String name, Host host) {
    this(name, new LiveDispatch(host, name));
  }

  /** For machines whose works are not run as on a live one. */
  protected Machine(String name, Dispatch dispatch) {
    this(name, dispatch, true);
  }

  @SuppressWarnings("this-escape") // the host only keeps the reference
  private Machine(String name, Dispatch dispatch, boolean closable) {
    super(dispatch.host());
    this.name = name;
    this.closable = closable;
    this.host = dispatch.host();
    this.startNanos = host.nanoTime();
    this.dispatch = dispatch;
    host.attach(this);
  }

  /** Holds the machine of this JVM; made when it is first asked for. */
  private static final class Live {
    static final Machine MACHINE =
        new Machine("live", new LiveDispatch(new LoomHost("live"), "live"), false);
  }

  /** The machine of this JVM, on the JDK's virtual threads. It can't be closed. */
  public static Machine live() {
    return Live.MACHINE;
  }

  /** Another live machine, with workers and timers of its own; to be closed. */
  public static Machine create(String name) {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException(
          "the name of a machine must not be empty, was '" + name + "'");
    }
    return new Machine(name, new LoomHost(name));
  }

  /**
   * The machine of the current worker or simulated thread; for any other thread {@link #live()}.
   */
  public static Machine current() {
    Worker me = Worker.current();
    Host of = me == null ? SimulatedThreads.currentHost() : me.dispatch().host();
    return of != null && of.machine() instanceof Machine machine ? machine : live();
  }

  // ---- queues

  /** A new queue (Linux: alloc_workqueue). A freezable one made during a freeze starts frozen. */
  public WorkQueue queue(QueueAttrs attrs) {
    Objects.requireNonNull(attrs, "attrs");
    return add(attrs, core -> new WorkQueue(this, attrs, core), attrs.settings());
  }

  private <Q extends WorkQueue> Q add(
      QueueAttrs attrs, Function<DispatchQueue, Q> maker, QueueSettings settings) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(this + " is closed, refused queue '" + attrs.name() + "'");
      }
      Q queue = maker.apply(dispatch.open(settings));
      if (freezes > 0 && attrs.isFreezable()) {
        queue.core().hold(Freeze.MACHINE);
      }
      queues.add(queue);
      return queue;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A new queue with a life of its own: it accepts works at once and runs them when it has been
   * started (Zephyr: k_work_queue_init). One that is freezable and made during a freeze starts
   * frozen.
   *
   * @throws UnsupportedOperationException if this machine can't replace a worker, and {@code attrs}
   *     ask for it
   */
  public RtosQueue rtosQueue(RtosAttrs attrs) {
    QueueAttrs plain = Objects.requireNonNull(attrs, "attrs").queueAttrs();
    return add(plain, core -> new RtosQueue(this, attrs, core), attrs.settings());
  }

  /** A new plain queue of that name, see {@link QueueAttrs#named}. */
  public WorkQueue queue(String queueName) {
    return queue(QueueAttrs.named(queueName));
  }

  /** The open queues of this machine, oldest first. */
  public List<WorkQueue> queues() {
    return List.copyOf(queues);
  }

  void forget(WorkQueue queue) {
    queues.remove(queue);
  }

  /**
   * The one object of class {@code type} that belongs to this machine, made at the first call; for
   * libraries that keep something per machine, as the system queues do. One that is {@link
   * AutoCloseable} is closed by {@link #close()}, before the queues.
   *
   * @throws IllegalStateException if it would have to be made, and this machine is closed
   */
  public <T> T part(Class<T> type, Function<? super Machine, ? extends T> maker) {
    T part = find(type);
    return part != null ? part : makePart(type, maker);
  }

  private <T> @Nullable T find(Class<T> type) {
    List<Object> now = parts;
    for (int i = 0; i < now.size(); i++) {
      Object part = now.get(i);
      if (part.getClass() == type) {
        return type.cast(part);
      }
    }
    return null;
  }

  private <T> T makePart(Class<T> type, Function<? super Machine, ? extends T> maker) {
    lock.lock();
    try {
      T part = find(type);
      if (part == null) {
        if (closed) {
          throw new IllegalStateException(this + " is closed, refused " + type.getSimpleName());
        }
        part = type.cast(maker.apply(this));
        List<Object> more = new ArrayList<>(parts);
        more.add(part);
        parts = List.copyOf(more);
      }
      return part;
    } finally {
      lock.unlock();
    }
  }

  // ---- waiting, time, threads: the same in both worlds

  /**
   * Waits until no queue of this machine has anything queued or running, nor a task that has not
   * ended; armed works are not waited for. The way to end a program without losing work, since all
   * threads are daemons.
   */
  public void awaitIdle(Duration timeout) throws InterruptedException, TimeoutException {
    long deadline = TimedWait.nanos(timeout);
    long start = host.nanoTime();
    long seen = -1;
    for (long now = totalQueued(); now != seen; now = totalQueued()) {
      seen = now;
      for (WorkQueue queue : queues) {
        long left = deadline == Waiter.NEVER ? deadline : deadline - (host.nanoTime() - start);
        queue.core().awaitIdle(Math.max(0, left));
      }
    }
  }

  /** As {@link #awaitIdle(Duration)}, however long it takes. */
  public void awaitIdle() throws InterruptedException {
    TimedWait.untimed(timeout -> {
      awaitIdle(Duration.ofNanos(timeout));
      return true;
    });
  }

  /** If it is the same before and after all queues were idle in turn, they were idle together. */
  private long totalQueued() {
    long sum = 0;
    for (WorkQueue queue : queues) {
      sum += queue.stats().queued();
    }
    return sum;
  }

  /**
   * Lets the calling thread sleep, on this machine's clock. A task gives its turn back meanwhile.
   *
   * @throws IllegalStateException if called by a bh work
   */
  public void sleep(Duration time) throws InterruptedException {
    long nanos = TimedWait.nanos(time);
    ItemControl.refuseBhWait("time to pass");
    Turn turn = nanos > 0 && !Thread.currentThread().isInterrupted() ? Turn.leave() : null;
    try {
      sleepHere(nanos);
    } finally {
      if (turn != null) {
        turn.regain();
      }
    }
  }

  private void sleepHere(long nanos) throws InterruptedException {
    long start = host.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (host.nanoTime() - start)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      host.parkNanos(this, left);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Time since this machine was made, on its clock. */
  public Duration now() {
    return sinceStart(host.nanoTime());
  }

  /** The host time of a point on the scale of {@link #now()}. */
  long hostNanos(long nanosSinceStart) {
    return startNanos + nanosSinceStart;
  }

  Duration sinceStart(long hostNanos) {
    return Duration.ofNanos(hostNanos - startNanos);
  }

  /** The calendar of this machine: the system's, or 1970 plus virtual time. */
  public InstantSource clock() {
    return host::instant;
  }

  /**
   * Starts a thread of this machine that belongs to the application: virtual live, simulated in a
   * simulation.
   */
  public Thread thread(String threadName, Runnable body) {
    Thread thread = host.newUserThread(threadName, Objects.requireNonNull(body, "body"));
    thread.start();
    return thread;
  }

  /** A place where a simulation may switch to another thread; nothing on a live machine. */
  public void point() {
    host.point();
  }

  /**
   * Declares that the caller uses a CPU for {@code time}: virtual time in a simulation, nothing on
   * a live machine.
   */
  public void compute(Duration time) {
    host.compute(time);
  }

  /** How many CPUs this machine has. */
  public int cpus() {
    return host.cpus();
  }

  public String name() {
    return name;
  }

  // ---- freeze

  /**
   * Holds new starts on every freezable queue and waits until none of their works runs (Linux:
   * freeze_workqueues_begin and _busy). Nests: each call needs a {@link #thawQueues}. When the time
   * runs out everything is thawed again.
   *
   * @throws TimeoutException naming the works that still run
   */
  public void freezeQueues(Duration timeout) throws InterruptedException, TimeoutException {
    long nanos = TimedWait.nanos(timeout);
    ItemControl.refuseBhWait("a freeze of " + this);
    long start = host.nanoTime();
    beginFreeze();
    boolean frozen = false;
    try {
      for (WorkQueue queue : queues) {
        if (queue.attrs().isFreezable()) {
          long left = nanos == Waiter.NEVER ? nanos : nanos - (host.nanoTime() - start);
          queue.core().awaitNoneActive(Math.max(0, left));
        }
      }
      frozen = true;
    } catch (TimeoutException e) {
      throw stillRunning(timeout);
    } finally {
      if (!frozen) {
        thawQueues();
      }
    }
  }

  private void beginFreeze() {
    lock.lock();
    try {
      if (freezes++ > 0) {
        return;
      }
      for (WorkQueue queue : queues) {
        if (queue.attrs().isFreezable()) {
          queue.core().hold(Freeze.MACHINE);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private TimeoutException stillRunning(Duration timeout) {
    StringBuilder text =
        new StringBuilder(this + " could not be frozen in " + timeout + ", still running:");
    for (WorkQueue queue : queues) {
      if (queue.attrs().isFreezable()) {
        queue
            .running()
            .forEach(w -> text.append(" '").append(w.name()).append("' of ").append(queue.name()));
      }
    }
    return new TimeoutException(text.toString());
  }

  /**
   * Undoes one {@link #freezeQueues}; the last one starts what was held.
   *
   * @throws IllegalStateException if the machine is not frozen
   */
  public void thawQueues() {
    lock.lock();
    try {
      if (freezes == 0) {
        throw new IllegalStateException(this + " is not frozen");
      }
      if (--freezes == 0) {
        queues.forEach(queue -> queue.core().thaw(Freeze.MACHINE));
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- the end

  /**
   * Closes all queues, permanent ones included, and ends the workers. Waits for what is queued;
   * armed works are cancelled.
   *
   * @throws IllegalStateException if this is the machine of the JVM; or, once all the rest is
   *     closed, if a {@linkplain #part part} could not be
   */
  @Override
  public void close() {
    if (!closable) {
      throw new IllegalStateException("the live machine of a JVM can't be closed");
    }
    queues.forEach(WorkQueue::refuseIfHeld);
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    IllegalStateException failure = closeParts();
    queues().forEach(WorkQueue::closeByMachine);
    dispatch.shutdown();
    if (failure != null) {
      throw failure;
    }
  }

  /** What the first of those that could not be closed has thrown, the others suppressed. */
  private @Nullable IllegalStateException closeParts() {
    IllegalStateException first = null;
    for (Object part : parts.reversed()) {
      IllegalStateException failure = closePart(part);
      if (first == null) {
        first = failure;
      } else if (failure != null) {
        first.addSuppressed(failure);
      }
    }
    return first;
  }

  private @Nullable IllegalStateException closePart(Object part) {
    if (part instanceof AutoCloseable closable) {
      try {
        closable.close();
      } catch (Throwable t) {
        host.point(); // a simulation that is over unwinds the caller here
        return new IllegalStateException(part + " could not be closed", t);
      }
    }
    return null;
  }

  /** Ends workers and timers without waiting for anything; for a simulation that is over. */
  protected final void abandon() {
    dispatch.shutdown();
  }

  /** For people, several lines: every queue with its counts. */
  public String dump() {
    StringBuilder text = new StringBuilder(toString());
    queues.forEach(queue -> text.append(System.lineSeparator()).append(queue.dump()));
    return text.toString();
  }

  @Override
  public String toString() {
    return "machine '" + name + "'";
  }
}
