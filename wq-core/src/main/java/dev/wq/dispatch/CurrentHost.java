package dev.wq.dispatch;

import dev.wq.host.Host;
import dev.wq.host.LoomHost;
import dev.wq.host.SimulatedThreads;
import org.jspecify.annotations.Nullable;

/** The host whose clock and parks the calling thread can use. */
public final class CurrentHost {
  /** For threads outside of any machine. */
  private static final Host OUTSIDE = new LoomHost("outside");

  private CurrentHost() {}

  /** That of the worker or the simulation; for every other thread a live one. */
  public static Host get() {
    return or(null);
  }

  /** That of a machine, for the packages beside {@code dev.wq}. */
  public static Host of(Hosted machine) {
    return machine.host();
  }

  /**
   * As {@link #get}; for a thread outside of any machine that of {@code queue}, if there is one.
   */
  static Host or(@Nullable DispatchQueue queue) {
    Worker me = Worker.current();
    if (me != null) {
      return me.dispatch().host();
    }
    Host simulated = SimulatedThreads.currentHost();
    if (simulated != null) {
      return simulated;
    }
    return queue == null ? OUTSIDE : queue.host();
  }
}
