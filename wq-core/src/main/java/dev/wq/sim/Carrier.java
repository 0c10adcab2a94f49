package dev.wq.sim;

import dev.wq.host.SimulatedThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A platform thread while it runs simulations, one after the other: the caller's own, or, for a
 * caller that is a virtual thread, one made for the purpose. Any number of carriers run side by
 * side in one JVM.
 */
final class Carrier {
  private final Watchdog watchdog = new Watchdog();

  private Carrier() {}

  /**
   * Answers what {@code session} does on a carrier.
   *
   * @throws IllegalStateException if the JVM lacks the flag, or inside another simulation
   */
  static <T> T use(Function<Carrier, T> session) {
    if (SimulatedThreads.currentHost() != null || DelayHook.entered()) {
      throw new IllegalStateException("a simulation cannot be started inside another simulation");
    }
    return Thread.currentThread().isVirtual() ? onNewThread(session) : here(session);
  }

  private static <T> T onNewThread(Function<Carrier, T> session) {
    var result = new CompletableFuture<T>();
    Thread.ofPlatform()
        .daemon()
        .name("wq-simulation")
        .inheritInheritableThreadLocals(false)
        .start(() -> complete(result, session));
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Function<Carrier, T> session) {
    try {
      result.complete(here(session));
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  private static <T> T here(Function<Carrier, T> session) {
    boolean interrupted = Thread.interrupted(); // mounting a thread clears the carrier's flag
    try {
      VirtualThreads.require();
      SimulatedThreads.install(SimHost::of);
      return entered(session);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <T> T entered(Function<Carrier, T> session) {
    DelayHook.enter();
    var carrier = new Carrier();
    try {
      return session.apply(carrier);
    } finally {
      carrier.watchdog.close();
      DelayHook.leave();
    }
  }

  /** One simulation, to its end; what it failed of is in the outcome. */
  Outcome run(Plan plan, SimHost.Body body) {
    var loop = new SimLoop(plan);
    watchdog.watch(loop);
    try {
      return SimHost.run(loop, body);
    } finally {
      watchdog.watch(null);
    }
  }
}
