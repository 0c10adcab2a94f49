package dev.wq.port;

import java.util.ArrayDeque;
import java.util.Deque;

/** A signal and those who watch it: k_poll_signal. */
final class PortSignal implements WorkLayer.Signal {
  boolean signaled;
  final Deque<PortWatcher> watchers = new ArrayDeque<>();

  /** The first watcher is told, whether it still wants to know or not (P17). */
  @Override
  public void raise() {
    signaled = true;
    PortWatcher first = watchers.poll();
    if (first != null) {
      first.told();
    }
  }

  @Override
  public void reset() {
    signaled = false;
  }
}
