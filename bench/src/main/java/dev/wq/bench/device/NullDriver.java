package dev.wq.bench.device;

import dev.wq.bench.queue.Tick;
import dev.wq.driver.Driver;
import dev.wq.driver.DriverPoll;

/** A device that has done a tick before it answers. */
final class NullDriver implements Driver<Tick> {
  @Override
  public DriverPoll post(Tick item) {
    item.run();
    return DriverPoll.COMPLETED;
  }

  @Override
  public DriverPoll poll(Tick item) {
    throw new AssertionError("no tick is ever in progress");
  }
}
