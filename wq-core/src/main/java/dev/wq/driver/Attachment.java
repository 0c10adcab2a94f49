package dev.wq.driver;

import dev.wq.dispatch.CurrentHost;
import dev.wq.dispatch.TimedWait;
import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A driver that works for a queue, until it is closed; see {@link DriverQueue#attach}. */
public final class Attachment implements AutoCloseable {
  private final Device<?> device; // I

  Attachment(Device<?> device) {
    this.device = device;
  }

  /** Whether the driver works for the queue. */
  public boolean isAttached() {
    return !device.isOff();
  }

  /**
   * Takes the driver off the queue: nothing more is posted to it, what is in progress is waited
   * for, it is stopped, and what is queued stays for the next driver. Does nothing if it is off.
   *
   * @throws TimeoutException if something is still in progress then: the driver stays, and goes on
   * @throws IllegalStateException if called by the driver
   */
  public void detach(Duration timeout) throws InterruptedException, TimeoutException {
    long nanos = TimedWait.nanos(timeout);
    if (!leave()) {
      return;
    }
    boolean off = false;
    try {
      Host host = CurrentHost.get();
      off = awaitOff(host, Waiter.deadline(host, nanos));
    } finally {
      off = off || !stay();
    }
    if (!off) {
      throw new TimeoutException(
          "the driver of " + device.queue + " is still at work after " + timeout);
    }
  }

  /**
   * As {@link #detach}, for at most the queue's close timeout; then the device is reset and what
   * was in progress has failed. An interrupt does not end the wait; the flag is set again at its
   * end.
   */
  @Override
  public void close() {
    if (!leave()) {
      return;
    }
    long nanos = TimedWait.nanos(device.queue.attrs.closeTimeout());
    Waits.uninterrupted(CurrentHost.get(), nanos, this::awaitOff, this::force);
  }

  private boolean leave() {
    if (!device.isOff()) {
      device.queue.refusePump("its detachment");
    }
    boolean begun = device.leave();
    device.queue.bell.wake();
    return begun;
  }

  private boolean stay() {
    boolean stays = device.stay();
    device.queue.bell.wake();
    return stays;
  }

  private void force() {
    device.force();
    device.queue.bell.wake();
  }

  private boolean awaitOff(Host host, long deadline) throws InterruptedException {
    return device.queue.await(device::isOffOrIdle, host, deadline);
  }

  /** For people: {@code driver of driver queue 'aes' ...}. */
  @Override
  public String toString() {
    return device.driver + (device.isOff() ? ", detached from " : " for ") + device.queue;
  }
}
