package dev.wq.live;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random operations on real threads. {@code -Dwq.stress.seconds=600} runs longer, {@code
 * -Dwq.stress.seed=N} repeats the choices (not the schedule) of an earlier run.
 */
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StressTest extends OnLiveMachine {
  private static final Duration STUCK = Duration.ofSeconds(20);
  private static final Duration FIFO_PAUSE = Duration.ofMillis(1);

  private final List<Thread> threads = new ArrayList<>();
  private final List<StressProducer> producers = new ArrayList<>();
  private Stress stress;
  private StressControl control;

  @Test
  void everyAcceptedQueueingIsAccountedFor() throws Exception {
    int seconds = Integer.getInteger("wq.stress.seconds", 30);
    long seed = Long.getLong("wq.stress.seed", System.nanoTime());
    System.out.println("stress: seed " + seed + ", " + seconds + " s");
    stress = new Stress(machine, seed, Duration.ofSeconds(seconds).toNanos());
    startAll(new SplittableRandom(seed));
    joinAll(Duration.ofSeconds(seconds).plus(STUCK));
    if (stress.faults.isEmpty()) {
      settle();
    }
    if (stress.faults.isEmpty()) {
      stress.checkBalance();
    }
    report();
    if (!stress.faults.isEmpty()) {
      fail("seed " + seed + ": " + String.join("\n", stress.faults) + "\n" + state());
    }
  }

  private void startAll(SplittableRandom seeds) {
    for (int i = 0; i < Stress.PRODUCERS; i++) {
      StressProducer producer = new StressProducer(stress, i, seeds.nextLong());
      producers.add(producer);
      start("producer-" + i, i < 2, producer);
    }
    control = new StressControl(stress, seeds.nextLong());
    start("control", false, control);
    for (StressQueue queue : stress.ordered) {
      start("fifo of " + queue.queue.name(), false, () -> spawnInOrder(queue));
    }
  }

  private void start(String name, boolean platform, Runnable body) {
    threads.add(
        platform
            ? Thread.ofPlatform().name(name).daemon().start(body)
            : Thread.ofVirtual().name(name).start(body));
  }

  /** One producer's functions on an ordered queue run in the order of their queueing. */
  private void spawnInOrder(StressQueue queue) {
    long[] ran = {0}; // by the functions only, one at a time
    long given = 0;
    try {
      while (!stress.isOver()) {
        long number = given + 1;
        if (queue.queue.trySpawn(() -> runInOrder(queue, ran, number))) {
          given = number;
          stress.spawned.increment();
        } else {
          stress.refused();
        }
        if (number % 100 == 0) {
          queue.queue.flush();
          machine.sleep(FIFO_PAUSE);
        }
      }
    } catch (InterruptedException | RejectedExecutionException e) {
      stress.fault("fifo: " + Stress.trace(e));
    }
  }

  private void runInOrder(StressQueue queue, long[] ran, long number) {
    if (ran[0] + 1 != number) {
      stress.fault(queue.queue.name() + " ran " + number + " after " + ran[0]);
    }
    ran[0] = number;
    stress.runSpawned(queue);
  }

  private void joinAll(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
        stress.fault(thread + " is stuck");
      }
    }
  }

  /** On a thread of its own, since a lost queueing would hang it. */
  private void settle() throws InterruptedException {
    Thread settler = Thread.ofVirtual().name("settler").start(this::settleOrFault);
    threads.add(settler);
    if (!settler.join(STUCK)) {
      stress.fault("something is stuck");
    }
  }

  private void settleOrFault() {
    try {
      stress.settle();
    } catch (Exception e) {
      stress.fault("at the end: " + Stress.trace(e));
    }
  }

  private void report() {
    long operations = producers.stream().mapToLong(p -> p.operations).sum();
    System.out.printf(
        "stress: %d operations, %d runs, %d freezes, %d drains, %d timeouts%n",
        operations, stress.runs(), control.frozen, control.drained, stress.timeouts.sum());
  }

  private String state() {
    StringBuilder text = new StringBuilder(machine.dump());
    stress.works.forEach(w -> text.append('\n').append(w.work));
    producers.forEach(p -> text.append('\n').append(p.doing));
    text.append('\n').append(control.doing);
    threads.stream().filter(Thread::isAlive).forEach(t -> append(text, t));
    stress.works.stream()
        .map(w -> w.lastThread)
        .filter(t -> t != null && t.isAlive())
        .distinct()
        .forEach(t -> append(text, t));
    return text.toString();
  }

  private static void append(StringBuilder text, Thread thread) {
    text.append('\n').append(thread).append(' ').append(thread.getState());
    for (StackTraceElement frame : thread.getStackTrace()) {
      text.append("\n    ").append(frame);
    }
  }
}
