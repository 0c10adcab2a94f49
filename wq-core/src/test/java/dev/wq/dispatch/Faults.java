package dev.wq.dispatch;

import dev.wq.host.Host;

/** Which items and queues a {@link World} is made of: the real ones, or variants with one error. */
class Faults {
  static final Faults NONE = new Faults();

  ProbeItem item(World world, String name, boolean delayed) {
    return new ProbeItem(world, name, delayed);
  }

  LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
    return new LiveQueue(dispatch, settings);
  }

  Host host(Host host) {
    return host;
  }
}
