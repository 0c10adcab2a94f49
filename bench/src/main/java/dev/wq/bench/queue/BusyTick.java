package dev.wq.bench.queue;

/** A tick with some CPU work to do. */
class BusyTick extends Tick {
  private final Spin spin;

  BusyTick(Spin spin) {
    this.spin = spin;
  }

  @Override
  public void run() {
    spin.run();
    super.run();
  }
}
