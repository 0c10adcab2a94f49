package dev.wq.sim;

/**
 * Unwinds a simulated thread whose simulation is over: thrown by every call of the machine from
 * then on. An Error so that code which survives exceptions of work functions does not survive this.
 */
final class SimulationEnded extends Error {
  private static final long serialVersionUID = 1L;

  SimulationEnded(String simulation) {
    super(simulation + " is over", null, false, false);
  }
}
