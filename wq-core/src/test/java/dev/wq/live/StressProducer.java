package dev.wq.live;

import dev.wq.Armed;
import dev.wq.DelayedWork;
import dev.wq.JoinHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** One thread of the stress run: random requests, each answer counted. */
final class StressProducer implements Runnable {
  private static final int MOST_DISABLED = 3;

  private final Stress stress;
  private final int number;
  private final SplittableRandom random;
  private final ArrayDeque<StressWork> disabled = new ArrayDeque<>();
  private long published;
  volatile long operations;
  volatile String doing = "nothing yet";

  StressProducer(Stress stress, int number, long seed) {
    this.stress = stress;
    this.number = number;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void run() {
    try {
      while (!stress.isOver()) {
        step();
        operations++;
      }
      disabled.forEach(s -> s.work.enable());
    } catch (Throwable thrown) {
      stress.fault("producer " + number + " in " + doing + ": " + Stress.trace(thrown));
    }
  }

  private void step() throws InterruptedException {
    StressWork any = stress.any(random);
    StressWork loose = stress.loose(random);
    StressQueue queue = stress.queue(random);
    int choice = random.nextInt(1000);
    doing = choice + " " + loose.work.name() + " " + any.work.name() + " " + queue.queue.name();
    if (choice < 300) {
      stress.enqueue(any, queue);
    } else if (choice < 450) {
      stress.submit(any, queue);
    } else if (choice < 650) {
      delayed(stress.delayed(random), queue);
    } else if (choice < 730) {
      stress.counted(loose, loose.work.cancel());
    } else if (choice < 770) {
      stress.counted(loose, loose.work.cancelSync());
    } else if (choice < 840) {
      disableOrEnable(loose);
    } else if (choice < 880) {
      any.work.flush();
    } else if (choice < 900) {
      timedFlush(any);
    } else if (choice < 930) {
      publish(stress.kept(random), queue);
    } else {
      rare(choice, any, queue);
    }
  }

  private void rare(int choice, StressWork any, StressQueue queue) throws InterruptedException {
    if (choice < 950) {
      Thread worker = any.lastThread;
      if (worker != null) {
        worker.interrupt();
      }
    } else if (choice < 970) {
      spawn(queue);
    } else if (choice < 980) {
      queue.queue.flush();
    } else if (choice < 985) {
      stress.machine.sleep(Duration.ofNanos(random.nextInt(2_000_000)));
    } else if (choice < 988) {
      stress.checkText(any.work.toString(), any.work.busy(), queue.queue.dump());
    } else {
      Thread.yield();
    }
  }

  private void delayed(StressWork timed, StressQueue queue) {
    DelayedWork work = (DelayedWork) timed.work;
    Duration delay =
        random.nextInt(20) == 0
            ? Duration.ofHours(1)
            : Duration.ofNanos(Math.max(0, random.nextInt(4_000_000) - 200_000));
    try {
      if (random.nextInt(3) == 0) {
        stress.answered(timed, queue.queue.enqueueDelayed(work, delay));
      } else {
        Armed armed = queue.queue.modDelayed(work, delay);
        if (armed != Armed.MOVED) {
          stress.answered(timed, armed == Armed.NEW);
        }
      }
    } catch (RejectedExecutionException draining) {
      stress.refused();
    }
  }

  private void disableOrEnable(StressWork loose) throws InterruptedException {
    if (disabled.size() == MOST_DISABLED || (random.nextBoolean() && !disabled.isEmpty())) {
      disabled.remove().work.enable();
      return;
    }
    if (random.nextBoolean()) {
      stress.counted(loose, loose.work.disable());
    } else {
      stress.counted(loose, loose.work.disableSync());
      if (loose.work.isPending() || loose.work.isRunning() || loose.isInside()) {
        stress.fault(loose.work + " is busy after disableSync");
      }
    }
    disabled.add(loose);
  }

  private void timedFlush(StressWork any) throws InterruptedException {
    try {
      any.work.flush(Duration.ofNanos(random.nextInt(500_000)));
    } catch (TimeoutException e) {
      stress.timeouts.increment();
    }
  }

  /** What was written before a queueing, refused or not, is seen by the run that serves it. */
  private void publish(StressWork kept, StressQueue queue) throws InterruptedException {
    long value = ++published;
    kept.publish(number, value);
    if (!stress.enqueueAny(kept, queue)) {
      return;
    }
    kept.work.flush();
    if (kept.seenOf(number) < value) {
      stress.fault(kept.work + " has run without the data of producer " + number);
    }
  }

  private void spawn(StressQueue queue) throws InterruptedException {
    JoinHandle<Integer> handle = stress.spawn(queue);
    if (handle == null) {
      return;
    }
    if (random.nextInt(4) == 0) {
      if (handle.cancel()) {
        stress.spawnedTakenBack.increment();
      }
    } else if (handle.join() != 42) {
      stress.fault("a spawned function answered something else");
    }
  }
}
