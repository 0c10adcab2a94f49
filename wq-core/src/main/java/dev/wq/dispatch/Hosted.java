package dev.wq.dispatch;

import dev.wq.host.Host;

/** Something of the public API that lives on a host, which the packages beside it need as well. */
public abstract class Hosted {
  private final Host host; // I

  protected Hosted(Host host) {
    this.host = host;
  }

  final Host host() {
    return host;
  }
}
