package dev.wq.host;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The only door to threads, time and randomness: one host per machine, injected, never looked up by
 * the code that is run on it.
 *
 * <p>A class, not an interface: while a single host class is loaded, the calls that do nothing in
 * production ({@link #point()}) vanish from the compiled code without even a type check.
 *
 * <p>Two things are <em>not</em> here because both worlds share them: {@code LockSupport.park}
 * without a time, and {@code LockSupport.unpark}. A simulated thread is a virtual thread with a
 * scheduler of its own, so both work on it.
 */
public abstract class Host {
  /** For {@link #newThread}: the thread may run on any CPU. */
  public static final int ANY_CPU = -1;

  private volatile @Nullable Object machine;

  /** What messages call this host: {@code live "orders"}, {@code simulation seed 42}. */
  public abstract String name();

  /** Nanoseconds on this host's clock; only differences have a meaning. Virtual in a simulation. */
  public abstract long nanoTime();

  /**
   * An unstarted thread of this host: virtual, without inherited thread locals, with a fixed
   * context class loader.
   *
   * @param cpu the simulated CPU it belongs to, or {@link #ANY_CPU}; a hint without effect on a
   *     live host
   * @param edges told when the thread goes to sleep and when it runs again, only where {@link
   *     #exactEdges()}
   * @throws IllegalStateException on a live host, when called by a thread of a simulation
   */
  public abstract Thread newThread(String name, int cpu, @Nullable Edges edges, Runnable body);

  /**
   * As {@link #newThread}, for a thread of the application: it is waited for where workers are not.
   */
  public abstract Thread newUserThread(String name, Runnable body);

  /** The calendar time: the system's, or 1970 plus virtual time. */
  public abstract Instant instant();

  /**
   * Starts the thread that turns a machine's timer wheel: live a daemon platform thread, simulated
   * a simulated one.
   */
  public abstract Thread startDriver(String name, Runnable body);

  /**
   * Parks the current thread once for at most {@code nanos}; may return early, exactly as {@code
   * LockSupport}.
   */
  public abstract void parkNanos(Object blocker, long nanos);

  /**
   * A place where another thread may come between: nothing live, a possible switch under the
   * explorer.
   */
  public abstract void point();

  /**
   * One step of a wait for something that is a few instructions of another thread away.
   *
   * @param round how often this wait has spun before, from 0
   * @return the value to hand to the next call
   */
  public abstract int spin(int round);

  /**
   * Lets every thread that can run do so before the caller goes on (Linux: cond_resched); nothing
   * on a live host.
   */
  public void reschedule() {}

  /**
   * Declares that the caller uses a CPU for {@code time}: nothing live, virtual time on a simulated
   * CPU.
   */
  public abstract void compute(Duration time);

  /**
   * The CPU of the caller, from 0: exact in a simulation, otherwise a number that spreads threads
   * over stripes.
   */
  public abstract int cpu();

  /** How urgent the calling thread is, smaller before larger; 0 on a live host. */
  public int priority() {
    return 0;
  }

  /** How many CPUs this host has. */
  public abstract int cpus();

  /** How many threads wait for a CPU now; an estimate on a live host. */
  public abstract int queuedThreads();

  /** Seeded in a simulation. */
  public abstract RandomGenerator random();

  /** Whether {@link Edges} given to {@link #newThread} are told. */
  public abstract boolean exactEdges();

  /**
   * Timers of this host count in ticks of {@code 2^tickShift} ns: about 1 ms live, 1 ns simulated.
   */
  public abstract int tickShift();

  /** Ties this host to the machine that runs on it; once. */
  public final void attach(Object owner) {
    if (machine != null) {
      throw new IllegalStateException(
          name() + " already carries " + machine + ", refused " + owner);
    }
    machine = owner;
  }

  /** The machine on this host, null before {@link #attach}. */
  public final @Nullable Object machine() {
    return machine;
  }
}
