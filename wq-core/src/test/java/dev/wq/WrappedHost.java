package dev.wq;

import dev.wq.host.OtherHost;
import dev.wq.host.SimulatedThreads;
import java.util.Objects;

/** The host of the running simulation, to be changed in one respect, for a machine of its own. */
class WrappedHost extends OtherHost {
  WrappedHost() {
    super(Objects.requireNonNull(SimulatedThreads.currentHost()));
  }

  /** A second machine in the same simulation. */
  static Machine machine(String name, WrappedHost host) {
    return new Machine(name, host) {};
  }

  @Override
  public String name() {
    return "wrapped " + super.name();
  }
}
