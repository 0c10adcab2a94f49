package dev.wq.dispatch;

import dev.wq.sim.SimMachine;

/** How a scenario is run: its threads in a fresh world, then all books checked. */
final class Races {
  private Races() {}

  /** What two or three threads do in a fresh world. */
  interface Start {
    void in(World world) throws Exception;
  }

  static void run(SimMachine machine, Faults faults, Start scenario) throws Exception {
    World world = new World(machine, faults);
    scenario.in(world);
    world.settle();
  }
}
