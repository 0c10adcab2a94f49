package dev.wq.host;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells which host the current thread belongs to, if it is a simulated one.
 *
 * <p>A live program never loads the simulator, so the question is answered by a hook that the
 * simulator installs when its first simulation starts. That hook is the only mutable static state
 * of this package.
 */
public final class SimulatedThreads {
  private static volatile @Nullable Function<Thread, @Nullable Host> lookup;

  private SimulatedThreads() {}

  /** Called by the simulator, once per JVM; a second call replaces the first by its equal. */
  public static void install(Function<Thread, @Nullable Host> hostOfThread) {
    lookup = hostOfThread;
  }

  /** The simulation that the current thread is part of, null for every other thread. */
  public static @Nullable Host currentHost() {
    Function<Thread, @Nullable Host> hook = lookup;
    Thread me = Thread.currentThread();
    return hook != null && me.isVirtual() ? hook.apply(me) : null;
  }
}
