package dev.wq.driver.port;

import dev.wq.Machine;
import dev.wq.driver.port.AcceleratorLayer.Answer;
import dev.wq.driver.port.AcceleratorLayer.Engine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The queue: whoever polls an item runs it, and the driver with it. */
final class PortQueue implements AcceleratorLayer.Queue {
  final Machine machine;
  private final Deque<PortJob> queued = new ArrayDeque<>();
  private PortJob current;
  private Engine driver; // null: the table of no driver
  private int suspendCount;
  private PortWaker suspender; // one (B15)
  private boolean locked;

  PortQueue(Machine machine) {
    this.machine = machine;
  }

  // ---- the lock, which is not re-entrant

  private void lock() {
    if (locked) {
      throw new IllegalStateException("the lock is held by its own holder");
    }
    locked = true;
  }

  private void unlock() {
    locked = false;
  }

  // ---- items

  @Override
  public AcceleratorLayer.Job post(String operation) {
    PortJob job = new PortJob(this, operation);
    queued.add(job);
    return job; // nobody is told
  }

  /** One step; whether it wants another at once. The suspend count is not asked (B1, B2). */
  boolean process() {
    if (current == null) {
      return postNext();
    }
    Answer answer = driver == null ? Answer.PENDING : driver.poll(current.operation);
    if (answer == Answer.PENDING || answer == Answer.PENDING_POLL_AGAIN) {
      return answer == Answer.PENDING_POLL_AGAIN; // the item keeps what post said (B4, B5)
    }
    finishCurrent(answer);
    if (suspendCount > 0) {
      driver.stop();
      wakeSuspender();
      return false;
    }
    return postNext(); // and the waiter of the next is not told (B6)
  }

  private void finishCurrent(Answer answer) {
    PortJob done = current;
    current = null;
    done.complete(answer);
  }

  private boolean postNext() {
    PortJob next = queued.poll();
    if (next == null) {
      return false;
    }
    Answer answer = driver == null ? Answer.REFUSED : driver.post(next.operation);
    switch (answer) {
      case REFUSED -> queued.addFirst(next);
      case PENDING, PENDING_POLL_AGAIN -> {
        next.recall = answer == Answer.PENDING_POLL_AGAIN;
        current = next;
        return next.recall;
      }
      case COMPLETED, CANCELLED -> {
        next.complete(answer);
        return postNext();
      }
    }
    return false;
  }

  void cancel(PortJob job) {
    if (queued.remove(job)) {
      job.complete(Answer.CANCELLED);
    } else if (current == job) {
      driver.cancel(job.operation); // and it stays current (B7)
    }
  }

  @Override
  public void interrupt() {
    process();
  }

  // ---- its driver

  @Override
  public AcceleratorLayer.Seat attach(Engine engine) {
    configure(engine); // whoever is there (B8)
    return new PortSeat();
  }

  @Override
  public AcceleratorLayer.Seat replace(AcceleratorLayer.Seat old, Engine engine) {
    return attach(engine);
  }

  private void configure(Engine next) {
    lock();
    if (driver != null) {
      driver.stop();
    }
    driver = next;
    if (suspendCount == 0) {
      wakeQueued();
    }
    unlock();
  }

  /** Those of the queued items; not that of the current one (B13). */
  private void wakeQueued() {
    for (PortJob job : queued) {
      job.wake();
    }
  }

  // ---- suspension

  @Override
  public AcceleratorLayer.Hold suspend() {
    suspendCount++;
    return new PortHold();
  }

  private void resume() {
    if (--suspendCount == 0) {
      wakeQueued();
    }
  }

  @Override
  public boolean isSuspended() {
    return suspendCount > 0;
  }

  private void wakeSuspender() {
    if (suspender != null) {
      suspender.wake();
      suspender = null;
    }
  }

  /** Whoever else waits is told that he no longer does, and comes again (B15). */
  private void awaitInactive() throws InterruptedException {
    while (current != null) {
      wakeSuspender();
      suspender = new PortWaker();
      suspender.sleep();
    }
  }

  private final class PortHold implements AcceleratorLayer.Hold {
    @Override
    public void await() throws InterruptedException {
      awaitInactive();
    }

    @Override
    public void release() {
      resume();
    }
  }

  private final class PortSeat implements AcceleratorLayer.Seat {
    @Override
    public void stop() throws InterruptedException {
      suspendCount++;
      awaitInactive();
      lock();
      configure(null); // takes the lock, too (B3)
      unlock();
      resume();
    }

    @Override
    public boolean stop(Duration patience) throws InterruptedException {
      suspendCount++;
      machine.sleep(patience);
      suspendCount++; // the end of an abandoned stop
      resume();
      return false; // one is left (B14)
    }

    /** Waits without a poll (B9), and then takes out whoever is there (B8). */
    @Override
    public void close() throws InterruptedException {
      suspendCount++;
      while (current != null) {
        machine.sleep(Duration.ofMillis(1));
      }
      configure(null);
      resume();
    }
  }
}
