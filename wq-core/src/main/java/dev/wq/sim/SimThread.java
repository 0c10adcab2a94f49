package dev.wq.sim;

import dev.wq.host.Edges;
import dev.wq.kernel.CpuTask;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One simulated thread, and the scheduler of exactly that virtual thread: the JDK submits the
 * thread's continuation here each time the thread becomes runnable. Virtual threads that the thread
 * creates inherit it as their scheduler and are told apart by their continuation.
 *
 * <p>Fields are used on the carrier only, by the loop or by the mounted thread.
 */
final class SimThread extends CpuTask
    implements Executor, Runnable, Thread.UncaughtExceptionHandler {
  /** Why the thread gave up the carrier by a yield of the simulator's; the loop acts on it. */
  enum Stop {
    /** No yield of ours: the thread's own state says what it does. */
    NONE(0),
    /** At a point: runs on when another has run. */
    SWITCH(1),
    /** Waits for its CPU and then for virtual time. */
    COMPUTE(2),
    /** Waits until some other thread has run. */
    SPIN(3),
    /** Waits until nothing else can run before {@link SimThread#due}. */
    QUIESCE(4),
    /** Offers its CPU: runs on when those have run that could. */
    OFFER(5),
    /** Has been woken and is not runnable yet. */
    WAKING(6);

    final int code;

    Stop(int code) {
      this.code = code;
    }
  }

  /** Who made it: decides whether being blocked for ever is an error. */
  enum Role {
    /** Worker or driver: may stay parked when all else has ended. */
    SERVICE,
    /** A driver that is runnable before all other threads, as an interrupt comes before them. */
    INTERRUPT,
    /** The body, threads of the application and their children: must end. */
    USER
  }

  final SimHost host; // I
  final int id; // I: order of creation
  final String name; // I
  final Role role; // I
  final @Nullable Edges edges; // I
  final boolean interrupts; // I: runs before all others
  final Thread thread; // I
  final Runnable continuation; // I
  private final @Nullable Runnable body; // I: null for an adopted thread

  int priority; // set before it starts; orders it among threads blocked on the same object
  volatile boolean deaf; // set by the watchdog: loops when interrupted
  boolean live; // started and not ended
  boolean queued; // runnable: in the ready queue, or on its way there
  boolean aside; // runnable or computing, and not in the ready queue
  boolean asleep; // the sleeping edge is given, the running edge is due
  boolean inMonitor; // listed at Monitors
  boolean firstSpin; // the spin that stopped it begins a wait
  Stop stop = Stop.NONE;
  int points; // passed since it was mounted
  long mounts;
  @Nullable SimThread waker; // who made it runnable, null: the clock
  @Nullable SimThread before; // neighbours among the live threads
  @Nullable SimThread after;

  boolean fromStart; // no worker made it
  boolean introduced; // to the trace
  int tracedOn = -1; // the CPU it has in the trace, -1: none
  boolean tracedRunnable; // it lost its CPU there, and wants it back
  int tracedWorks; // that it runs there

  long need; // nanoseconds of CPU, while stop is COMPUTE
  long since; // instant at which it got its CPU, or was told of a tick
  long until; // instant at which it will have had its need
  long sliceSince; // instant at which its time slice began
  long due; // instant waited for, while in the EventQueue
  long dueOrder;
  int heapIndex = -1; // -1: not in the EventQueue

  SimThread(
      SimHost host, int id, String name, int cpu, Role role, @Nullable Edges edges, Runnable body) {
    super(cpu);
    this.host = host;
    this.id = id;
    this.name = name;
    this.role = role;
    this.edges = edges;
    this.interrupts = role == Role.INTERRUPT;
    this.body = body;
    this.thread = VirtualThreads.create(this, name, this);
    this.continuation = VirtualThreads.continuation(thread);
  }

  /** For a thread that a simulated thread made by itself. */
  SimThread(SimHost host, int id, int cpu, Runnable continuation) {
    super(cpu);
    this.host = host;
    this.id = id;
    this.role = Role.USER;
    this.edges = null;
    this.interrupts = false;
    this.body = null;
    this.thread = VirtualThreads.threadOf(continuation);
    this.continuation = continuation;
    this.name = thread.getName().isEmpty() ? "child-" + id : thread.getName();
  }

  /** It has used its CPU up to {@code now}. */
  void hasComputed(long now) {
    if (edges != null) {
      edges.computed(now - since);
    }
  }

  void hitByTick() {
    if (edges != null) {
      edges.tick();
    }
  }

  @Override
  public int level() {
    return edges == null ? super.level() : edges.level();
  }

  /** Workers of a kernel offer their CPU themselves. */
  @Override
  public boolean isSliced() {
    return edges == null;
  }

  boolean computing() {
    return stop == Stop.COMPUTE;
  }

  /** Called by the JDK: this thread, or one that inherited this scheduler, became runnable. */
  @Override
  public void execute(Runnable runnable) {
    host.submitted(this, runnable);
  }

  /** The virtual thread's body; a thread not yet begun when the run ends does not begin. */
  @Override
  public void run() {
    if (body != null && !host.closing()) {
      body.run();
    }
  }

  /** An exception that ends the thread ends the run. */
  @Override
  public void uncaughtException(Thread dead, Throwable cause) {
    host.died(this, cause);
  }

  @Override
  public String toString() {
    return name;
  }
}
