package dev.wq.driver.port;

import dev.wq.driver.port.AcceleratorLayer.Answer;
import java.time.Duration;

/** An item and its handle. */
final class PortJob implements AcceleratorLayer.Job {
  private final PortQueue queue;
  final String operation;
  boolean recall;
  private Answer status = Answer.PENDING;
  private PortWaker waiter;

  PortJob(PortQueue queue, String operation) {
    this.queue = queue;
    this.operation = operation;
  }

  void complete(Answer how) {
    status = how;
    wake();
  }

  void wake() {
    if (waiter != null) {
      waiter.wake();
    }
  }

  @Override
  public void await() throws InterruptedException {
    while (!isPolledDone()) {
      if (recall) {
        queue.machine.sleep(Duration.ofNanos(1)); // has woken itself
      } else {
        waiter.sleep();
      }
    }
  }

  private boolean isPolledDone() {
    waiter = new PortWaker();
    if (status == Answer.PENDING) {
      queue.process();
    }
    return status != Answer.PENDING;
  }

  @Override
  public void cancel() {
    queue.cancel(this);
  }

  @Override
  public Answer status() {
    return status;
  }
}
