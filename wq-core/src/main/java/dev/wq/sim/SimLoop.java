package dev.wq.sim;

import dev.wq.sim.SimThread.Stop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The loop that is the whole scheduler of a simulation.
 *
 * One platform thread, the carrier, takes a runnable thread, runs its continuation until it stops
 * (a step), asks why it stopped, and goes on. When nothing is runnable, the clock jumps to the next
 * instant that a thread waits for, and everything due then fires before any thread runs. When there
 * is no such instant either, the run is over or stuck.
 *
 * Why a thread stopped. Two kinds. The simulator's own stops (a switch at a point, computing,
 * spinning, waiting for quiet) are Thread.yield with a reason in SimThread.stop: a yield leaves the
 * park permit alone, so the application's park and unpark do not notice. Everything else (locks,
 * queues, monitors, joins) is seen in the virtual thread's private state after its continuation
 * returned, exactly, because nothing else runs. Five of those states are sleeping, and give the
 * sleep edge; the next mount gives the run edge.
 *
 * Own timed parks are an entry in the event heap and an untimed park: the instant unparks, as
 * anyone may. So they end at exactly their instant. All other timed waits loop on the real clock
 * and cannot be made virtual; they are recognised by the JDK's timed states, which nothing of ours
 * enters, and end the run with the caller's line.
 *
 * Spinning. A spinning thread is stalled: not runnable until some other thread has done something.
 * Done something means a step that did not merely repeat a spin, or the passing of time. When all
 * that could run is stalled and no instant is awaited, they get some more rounds (a waiter may
 * write between its rounds) and are then a livelock. Threads that yield or begin new spins in turns
 * for ever, with no thread sleeping, waking or ending and no time passing, are counted, and are one
 * as well.
 *
 * Determinism. All state here is touched by the carrier and by the mounted thread, which runs on
 * the carrier: one thread in effect. What happens next depends on that state, the seed and the
 * threads' code alone:
 *   - ready is in the order of submission, and submissions come from the carrier and the
 *     mounted thread, in their order;
 *   - the heap is ordered by time, kind and a counter;
 *   - the generator is asked once per decision, and nobody else asks it;
 *   - threads that the JDK resumes in real time from monitors are collected after each step and
 *     ordered (Monitors);
 *   - any other thread that submits is recorded with its name and ends the run: its moment
 *     cannot be repeated.
 * What remains is what the code reads from outside: clocks, hashes of identity, other threads'
 * data.
 *
 * No monitor and no lock is held while a continuation runs: the simulated thread would enter it as
 * its own. Nothing is thrown out of submitted(): that would surface in whoever woke the thread.
 * Failures are recorded; the loop looks after each step.
 *
 * End. When the last user thread has ended, the service threads (workers, drivers) are like
 * daemons: the run is over, and Teardown unwinds them. A user thread that can never run again is an
 * error.
 */
final class SimLoop {
  private static final int IDLE_LIMIT = 100_000;

  final Plan plan;
  final Thread carrier = Thread.currentThread();
  final Schedule schedule;
  final @Nullable RunLog log;
  final @Nullable Tracer tracer;
  private final ReadyQueue ready = new ReadyQueue();
  private final VirtualClock clock;
  private final Processors processors;
  private final Monitors monitors = new Monitors();
  private final Bystanders bystanders = new Bystanders();
  private final Outsiders outsiders = new Outsiders();
  private final LiveThreads live = new LiveThreads();
  private volatile boolean closed; // submissions are ignored

  // written and read on the carrier alone, where nothing else is said
  @Nullable SimThread current; // mounted; the watchdog reads it as well
  private @Nullable SimThread held; // switched at a point: runnable once another was chosen
  private long steps; // the watchdog reads it as well, without order
  private int idle; // steps that only spun or yielded, since something happened
  volatile boolean closing; // unwinding; decisions are over
  private volatile @Nullable Throwable failure; // of the carrier; of the watchdog while it is stuck

  SimLoop(Plan plan) {
    this.plan = plan;
    this.schedule = new Schedule(plan.seed(), plan.switchOneIn());
    this.log = plan.logLines() > 0 ? new RunLog(plan.logLines()) : null;
    KernelTrace trace = plan.trace();
    this.tracer = trace == null ? null : new Tracer(trace, this, plan);
    this.clock = new VirtualClock(this, plan, bystanders);
    this.processors = clock.processors();
  }

  // ---- the loop

  /** Runs until no user thread is left or something failed. */
  void run() {
    while (failure == null && live.users() > 0) {
      SimThread next = choose();
      if (next != null) {
        step(next);
      } else if (!clock.pass()) {
        fail(Diagnosis.blockedForEver(this));
      }
    }
  }

  private @Nullable SimThread choose() {
    SimThread switched = held;
    held = null;
    SimThread next = ready.size() == 0 ? null : ready.take(schedule.choose(ready.size()));
    if (switched == null) {
      return next;
    }
    switched.stop = Stop.NONE;
    if (next == null) {
      return switched;
    }
    enqueue(switched);
    return next;
  }

  private void step(SimThread thread) {
    thread.queued = false;
    if (!VirtualThreads.canRun(VirtualThreads.state(thread.thread))) {
      return; // submitted twice, as a thread dump does
    }
    steps++;
    if (steps > plan.maxSteps()) {
      fail(Diagnosis.endless(this));
      return;
    }
    schedule.mounted(now(), thread.id);
    if (log != null) {
      log.add(now(), thread.name, Diagnosis.mountLine(thread));
    }
    if (tracer != null) {
      tracer.begins(thread);
    }
    if (thread.asleep) {
      thread.asleep = false;
      if (thread.edges != null) {
        thread.edges.running();
      }
    }
    mount(thread);
    int state = VirtualThreads.state(thread.thread);
    stopped(thread, state);
    if (tracer != null) {
      tracer.stops(thread, state);
    }
    collect();
  }

  private void mount(SimThread thread) {
    thread.points = 0;
    thread.mounts++;
    current = thread;
    thread.continuation.run();
    current = null;
  }

  private void stopped(SimThread thread, int state) {
    schedule.unmounted(thread.points, state | thread.stop.code << 8);
    if (log != null) {
      log.stopped(now(), thread, state);
    }
    switch (thread.stop) {
      case NONE -> stoppedBy(thread, state);
      case SWITCH -> hold(thread);
      case OFFER -> processors.offer(thread);
      case COMPUTE -> processors.compute(thread);
      case SPIN -> {
        processors.leave(thread);
        stall(thread);
        return;
      }
      case QUIESCE -> {
        processors.leave(thread);
        bystanders.quiesce(thread);
      }
      case WAKING -> throw new AssertionError(thread + " ran before it was runnable");
    }
    bystanders.unstall(this);
  }

  private void stoppedBy(SimThread thread, int state) {
    switch (state) {
      case VirtualThreads.TERMINATED -> {
        ended(thread);
        processors.leave(thread);
      }
      case VirtualThreads.PARKED -> slept(thread);
      case VirtualThreads.BLOCKED, VirtualThreads.WAIT -> {
        monitors.enter(thread);
        slept(thread);
      }
      case VirtualThreads.TIMED_PARKED, VirtualThreads.TIMED_WAIT -> {
        slept(thread);
        fail(Diagnosis.timedWait(this, thread));
      }
      case VirtualThreads.YIELDED -> idled();
      default -> {}
    }
  }

  private void slept(SimThread thread) {
    idle = 0;
    thread.asleep = true;
    if (thread.edges != null) {
      thread.edges.sleeping();
    }
    processors.leave(thread);
  }

  private void idled() {
    if (++idle > IDLE_LIMIT) {
      fail(Diagnosis.livelock(this, IDLE_LIMIT + " steps only spun or yielded"));
    }
  }

  private void stall(SimThread thread) {
    if (thread.firstSpin) {
      bystanders.unstall(this);
    }
    bystanders.stall(thread);
    idled();
  }

  /** Takes what other threads submitted during the last step. */
  private void collect() {
    outsiders.report(this);
    if (!monitors.isEmpty()) {
      monitors.settle(this);
    }
  }

  /** Time has passed. */
  void somethingHappened() {
    idle = 0;
    bystanders.unstall(this);
  }

  // ---- submissions

  /**
   * The JDK wants a thread to run: {@code owner} itself or a thread that inherited it as its
   * scheduler.
   */
  void submitted(SimThread owner, Runnable continuation) {
    if (mounted() != null || onCarrier()) {
      makeReady(threadOf(owner, continuation));
    } else if (VirtualThreads.isUnblocker(Thread.currentThread())) {
      monitors.arrive(owner, continuation);
    } else if (!closed) {
      outsiders.submit(owner, continuation, Thread.currentThread());
    }
  }

  @SuppressWarnings("ReferenceEquality")
  SimThread threadOf(SimThread owner, Runnable continuation) {
    return continuation == owner.continuation
        ? owner
        : outsiders.child(owner, continuation, current);
  }

  void makeReady(SimThread thread) {
    if (thread.queued || thread.stop != Stop.NONE) {
      return;
    }
    if (thread.live || live.add(thread)) {
      thread.queued = true;
      if (closing) {
        enqueue(thread);
      } else {
        if (tracer != null) {
          tracer.woken(thread);
        }
        processors.woken(thread);
      }
    }
  }

  /** Lets a thread run on that the simulator itself had stopped. */
  void resume(SimThread thread) {
    thread.stop = Stop.NONE;
    processors.resumed(thread);
  }

  /** The thread stopped and runs on once another was chosen. */
  void hold(SimThread thread) {
    held = thread;
  }

  /** Puts a thread that has what it needs to run at the end of the line. */
  void enqueue(SimThread thread) {
    thread.queued = true;
    thread.waker = current;
    if (thread.interrupts) {
      ready.addFirst(thread);
    } else {
      ready.add(thread);
    }
  }

  private void ended(SimThread thread) {
    idle = 0;
    live.remove(thread);
    outsiders.ended(thread);
  }

  // ---- called by the mounted thread

  /** The calling thread if it is the simulation's. */
  @SuppressWarnings("ReferenceEquality")
  @Nullable SimThread mounted() {
    Thread caller = Thread.currentThread();
    SimThread mounted = current;
    return mounted != null && caller == mounted.thread ? mounted : null;
  }

  @SuppressWarnings("ReferenceEquality")
  boolean onCarrier() {
    Thread caller = Thread.currentThread();
    return caller == carrier;
  }

  /** Gives up the carrier for {@code why}. False if the thread is pinned and could not. */
  @SuppressWarnings("ThreadPriorityCheck")
  boolean suspend(SimThread thread, Stop why) {
    long mounts = thread.mounts;
    thread.stop = why;
    Thread.yield();
    thread.stop = Stop.NONE;
    return thread.mounts != mounts;
  }

  boolean isWanted(SimThread thread) {
    return processors.isWanted(thread);
  }

  boolean othersReady() {
    return ready.size() > 0;
  }

  VirtualClock clock() {
    return clock;
  }

  // ---- what others ask

  long now() {
    return clock.now();
  }

  long steps() {
    return steps;
  }

  /** Code takes no CPU here, only declared computing does; ready threads all get their turn. */
  int waitingForCpu() {
    return processors.waiting();
  }

  int liveCount() {
    return live.count();
  }

  List<SimThread> liveThreads() {
    return live.all();
  }

  /** The first failure is the run's result; what follows it is a consequence. */
  void fail(Throwable cause) {
    if (failure == null && !closing) {
      failure = cause;
    }
  }

  @Nullable Throwable failure() {
    return failure;
  }

  // ---- teardown

  /**
   * From here on the machine's calls unwind their threads; whoever the simulator itself stopped can
   * run.
   */
  void beginClosing() {
    closing = true;
    for (SimThread thread : live.all()) {
      clock.disarm(thread);
      if (thread.stop != Stop.NONE || thread.aside) {
        thread.stop = Stop.NONE;
        enqueue(thread);
      }
    }
    held = null;
    bystanders.clear();
  }

  /** Runs what can run, first come, first served, for at most {@code limit} steps. */
  void unwind(int limit) {
    for (int i = 0; i < limit; i++) {
      collect();
      if (ready.size() == 0) {
        return;
      }
      SimThread thread = ready.take(0);
      thread.queued = false;
      if (VirtualThreads.canRun(VirtualThreads.state(thread.thread))) {
        unwindStep(thread);
      }
    }
  }

  private void unwindStep(SimThread thread) {
    steps++;
    mount(thread);
    int state = VirtualThreads.state(thread.thread);
    if (state == VirtualThreads.TERMINATED) {
      ended(thread);
    } else if (state == VirtualThreads.BLOCKED
        || state == VirtualThreads.WAIT
        || state == VirtualThreads.TIMED_WAIT) {
      monitors.enter(thread);
    }
  }

  void endClosing() {
    closed = true;
    monitors.close();
    outsiders.close();
  }
}
