package dev.wq.sim;

import dev.wq.host.Edges;
import dev.wq.host.Host;
import dev.wq.sim.SimThread.Role;
import dev.wq.sim.SimThread.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The host of a simulated machine: what a simulated thread may ask of the loop that runs it. See
 * {@link SimLoop} for how that works and why it repeats.
 *
 * <p>All calls but {@link #name} are for the simulation's own threads; another thread's are
 * refused. When the run is over they unwind their thread.
 */
final class SimHost extends Host {
  private static final long RANDOM_SALT = 0x6A09E667F3BCC909L;

  private final SimLoop loop;
  private @Nullable SplittableRandom random;
  private int ids;
  private Runnable atEnd = () -> {};

  private SimHost(SimLoop loop) {
    this.loop = loop;
  }

  /** Runs {@code body} as the first thread of a new simulation, to the end of all user threads. */
  static Outcome run(SimLoop loop, Body body) {
    SimHost host = new SimHost(loop);
    List<String> left;
    try {
      host.newThread("main", 0, Role.USER, null, () -> host.runMain(body)).start();
      loop.run();
    } finally {
      if (loop.tracer != null) {
        loop.tracer.end();
      }
      host.atEnd.run();
      left = Teardown.run(loop);
    }
    return new Outcome(loop, left);
  }

  /** What a simulation runs. */
  interface Body {
    void run(SimHost host) throws Exception;

    static Body of(Scenario scenario) {
      return host -> scenario.run(new SimMachine(host, host.loop.plan));
    }
  }

  private void runMain(Body body) {
    try {
      body.run(this);
    } catch (Throwable e) {
      loop.fail(e);
    }
  }

  /** The host of {@code thread}, if it is a simulated one. */
  static @Nullable Host of(Thread thread) {
    return VirtualThreads.scheduler(thread) instanceof SimThread simulated ? simulated.host : null;
  }

  // ---- threads

  @Override
  public String name() {
    return loop.plan.title();
  }

  @Override
  public Thread newThread(String name, int cpu, @Nullable Edges edges, Runnable body) {
    return newThread(name, cpu, Role.SERVICE, edges, body);
  }

  /** On the CPU of its creator. That it ends is part of the run, that it cannot is an error. */
  @Override
  public Thread newUserThread(String name, Runnable body) {
    return newUserThread(name, cpu(), body);
  }

  Thread newUserThread(String name, int cpu, Runnable body) {
    return newThread(name, cpu, Role.USER, null, body);
  }

  @Override
  public Thread startDriver(String name, Runnable body) {
    Role role = loop.plan.model().hasInterrupts() ? Role.INTERRUPT : Role.SERVICE;
    Thread thread = newThread(name, 0, role, null, body);
    thread.start();
    return thread;
  }

  /** As an interrupt of a kernel: without need of a CPU, and before all other threads. */
  Thread newInterrupt(String name, Runnable body) {
    return newThread(name, 0, Role.INTERRUPT, null, body);
  }

  /** As {@link #newUserThread(String, Runnable)}; it is served before the less urgent. */
  Thread newPriorityThread(String name, int priority, Runnable body) {
    SimThread thread = newSimThread(name, cpu(), Role.USER, null, body);
    thread.priority = priority;
    return thread.thread;
  }

  @Override
  public int priority() {
    return mounted().priority;
  }

  private Thread newThread(String name, int cpu, Role role, @Nullable Edges edges, Runnable body) {
    return newSimThread(name, cpu, role, edges, body).thread;
  }

  private SimThread newSimThread(
      String name, int cpu, Role role, @Nullable Edges edges, Runnable body) {
    if (!loop.onCarrier()) {
      mounted();
    }
    int place = cpu == ANY_CPU ? cpu : Math.floorMod(cpu, cpus());
    SimThread thread = new SimThread(this, nextId(), name, place, role, edges, body);
    thread.thread.setUncaughtExceptionHandler(thread);
    SimThread maker = loop.current;
    thread.fromStart = maker == null || maker.edges == null;
    return thread;
  }

  int nextId() {
    return ids++;
  }

  @Nullable Tracer tracer() {
    return loop.tracer;
  }

  void died(SimThread thread, Throwable cause) {
    loop.fail(Diagnosis.died(loop, thread, cause));
  }

  // ---- time

  @Override
  public long nanoTime() {
    return loop.now();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(0, loop.now());
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    SimThread me = mounted();
    if (nanos <= 0) {
      return;
    }
    loop.clock().arm(me, nanos);
    try {
      LockSupport.park(blocker);
    } finally {
      loop.clock().disarm(me);
    }
    endIfClosing();
  }

  @Override
  public void compute(Duration time) {
    SimThread me = mounted();
    long nanos = time.toNanos();
    if (nanos < 0) {
      throw new IllegalArgumentException("compute(" + time + ") in thread '" + me.name + "'");
    }
    if (nanos > 0) {
      me.need = nanos;
      stop(me, Stop.COMPUTE);
    }
  }

  /** Lets virtual time pass until nothing is runnable and no instant is awaited. */
  void runUntilIdle() {
    SimThread me = mounted();
    me.due = EventQueue.NEVER;
    stop(me, Stop.QUIESCE);
  }

  /**
   * Lets {@code time} pass and everything run that is due by then, including what becomes due at
   * the last instant.
   */
  void advance(Duration time) {
    SimThread me = mounted();
    long nanos = time.toNanos();
    if (nanos < 0) {
      throw new IllegalArgumentException("advance(" + time + ") in thread '" + me.name + "'");
    }
    me.due = Math.addExact(loop.now(), nanos);
    stop(me, Stop.QUIESCE);
  }

  // ---- the schedule

  @Override
  public void point() {
    SimThread me = loop.mounted();
    if (me == null) {
      refuseOutside();
      return;
    }
    endIfClosing();
    me.points++;
    if (loop.othersReady() && loop.schedule.switchHere()) {
      if (loop.log != null) {
        loop.log.add(loop.now(), me.name, "is switched at " + Places.here());
      }
      loop.suspend(me, Stop.SWITCH);
      endIfClosing();
    }
  }

  @Override
  public void reschedule() {
    SimThread me = mounted();
    if (loop.isWanted(me)) {
      loop.suspend(me, Stop.OFFER);
      endIfClosing();
    }
  }

  @Override
  public int spin(int round) {
    SimThread me = mounted();
    me.firstSpin = round == 0;
    stop(me, Stop.SPIN);
    return round < Integer.MAX_VALUE ? round + 1 : round;
  }

  private void stop(SimThread me, Stop why) {
    boolean stopped = loop.suspend(me, why);
    endIfClosing();
    if (!stopped) {
      throw new IllegalStateException(
          "thread '"
              + me.name
              + "' cannot "
              + why
              + " in "
              + name()
              + ": it is pinned to its carrier");
    }
  }

  @Override
  public int cpu() {
    SimThread me = loop.current;
    return me == null ? 0 : me.cpu();
  }

  @Override
  public int cpus() {
    return loop.plan.cpus();
  }

  @Override
  public int queuedThreads() {
    return loop.waitingForCpu();
  }

  /** Seeded like the schedule, but drawn from apart from it. */
  @Override
  public RandomGenerator random() {
    if (random == null) {
      random = new SplittableRandom(loop.plan.seed() ^ RANDOM_SALT);
    }
    return random;
  }

  @Override
  public boolean exactEdges() {
    return true;
  }

  @Override
  public int tickShift() {
    return 0;
  }

  // ---- the run

  /** Adds a line of the application to the log; part of the run's hash. */
  void log(String line) {
    SimThread me = mounted();
    loop.schedule.mix(line.hashCode());
    if (loop.log != null) {
      loop.log.add(loop.now(), me.name, line);
    }
  }

  /** Called on the carrier when the run is over, before threads are unwound. */
  void atEnd(Runnable action) {
    atEnd = action;
  }

  boolean closing() {
    return loop.closing;
  }

  void submitted(SimThread owner, Runnable continuation) {
    loop.submitted(owner, continuation);
  }

  private SimThread mounted() {
    SimThread me = loop.mounted();
    if (me == null) {
      throw outside();
    }
    endIfClosing();
    return me;
  }

  private void endIfClosing() {
    if (loop.closing) {
      throw new SimulationEnded(name());
    }
  }

  /** The carrier may pass a point, in the edges of a thread; nobody is switched there. */
  private void refuseOutside() {
    if (!loop.onCarrier()) {
      throw outside();
    }
  }

  private IllegalStateException outside() {
    return new IllegalStateException(
        "thread '" + Thread.currentThread().getName() + "' is not part of " + name());
  }
}
