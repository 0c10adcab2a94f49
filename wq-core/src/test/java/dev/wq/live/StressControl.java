package dev.wq.live;

import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;

/** The thread of the stress run that acts on whole queues: freezes, drains, changes limits. */
final class StressControl implements Runnable {
  private final Stress stress;
  private final SplittableRandom random;
  volatile String doing = "nothing yet";
  long frozen;
  long drained;

  StressControl(Stress stress, long seed) {
    this.stress = stress;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void run() {
    try {
      while (!stress.isOver()) {
        stress.machine.sleep(Duration.ofNanos(random.nextInt(3_000_000)));
        step();
      }
      stress.resizable.queue.setMaxActive(Stress.MOST_RESIZED);
    } catch (Throwable thrown) {
      stress.fault("control in " + doing + ": " + Stress.trace(thrown));
    }
  }

  private void step() throws InterruptedException {
    StressQueue queue = stress.queue(random);
    int choice = random.nextInt(10);
    doing = choice + " " + queue.queue.name();
    switch (choice) {
      case 0, 1, 2 -> freeze(queue);
      case 3, 4 -> freezeMachine();
      case 5, 6, 7 -> stress.resizable.queue.setMaxActive(1 + random.nextInt(Stress.MOST_RESIZED));
      default -> drain(queue.queue);
    }
  }

  private void freeze(StressQueue queue) throws InterruptedException {
    try {
      queue.queue.freeze(Duration.ofMillis(random.nextInt(20)));
    } catch (TimeoutException e) {
      return;
    }
    frozen++;
    queue.frozen = true;
    stress.machine.sleep(Duration.ofNanos(random.nextInt(1_000_000)));
    queue.frozen = false;
    queue.queue.thaw();
  }

  private void freezeMachine() throws InterruptedException {
    try {
      stress.machine.freezeQueues(Duration.ofMillis(random.nextInt(20)));
    } catch (TimeoutException e) {
      return;
    }
    frozen++;
    stress.freezable.frozen = true;
    stress.machine.sleep(Duration.ofNanos(random.nextInt(1_000_000)));
    stress.freezable.frozen = false;
    stress.machine.thawQueues();
  }

  private void drain(WorkQueue queue) throws InterruptedException {
    try {
      queue.drain(Duration.ofMillis(random.nextInt(20)));
      drained++;
    } catch (TimeoutException e) {
      stress.timeouts.increment();
    }
  }
}
