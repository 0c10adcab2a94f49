package dev.wq.live;

import dev.wq.Machine;
import dev.wq.host.Host;

/** A machine on a host that the test has made. */
final class HostedMachine extends Machine {
  HostedMachine(String name, Host host) {
    super(name, host);
  }
}
