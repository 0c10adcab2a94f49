package dev.wq.device.port;

import java.util.concurrent.Callable;

/** A task that somebody waits for. */
final class PortReply implements Runnable {
  private final Callable<Boolean> task;
  private final PortGate gate = new PortGate();
  private boolean ended;
  private boolean good;

  PortReply(Callable<Boolean> task) {
    this.task = task;
  }

  @Override
  public void run() {
    try {
      good = task.call();
    } catch (Exception panic) {
      good = false;
    }
    ended = true;
    gate.signal();
  }

  boolean await() {
    gate.await(() -> ended);
    return good;
  }
}
