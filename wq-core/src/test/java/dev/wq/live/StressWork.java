package dev.wq.live;

import dev.wq.DelayedWork;
import dev.wq.JoinHandle;
import dev.wq.Work;
import dev.wq.WorkContext;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One of the shared works of the stress run: what its function does, and what is known of it. */
final class StressWork {
  /** Thrown by functions on purpose. */
  static final class Deliberate extends RuntimeException {
    private static final long serialVersionUID = 1;

    Deliberate(Throwable cause) {
      super("deliberate", cause, false, false);
    }
  }

  private static final int LINE = 16; // longs between two slots, against false sharing

  final Work work;
  final AtomicLong accepted = new AtomicLong(); // queueings answered yes
  final AtomicLong takenBack = new AtomicLong(); // of these, cancelled by an answered call
  final AtomicLong runs = new AtomicLong();
  volatile Thread lastThread;

  private final Stress stress;
  private final boolean kept; // never cancelled, by nobody
  private final AtomicInteger inside = new AtomicInteger();
  private final SplittableRandom random; // used by its function only, which never overlaps itself
  private final long[] published; // plain on purpose: a slot per producer
  private final long[] seen;

  StressWork(Stress stress, int number, boolean delayed, long seed) {
    this.stress = stress;
    this.kept = number < Stress.KEPT;
    this.random = new SplittableRandom(seed);
    this.work =
        delayed
            ? DelayedWork.of("delayed-" + number, this::run)
            : Work.of("work-" + number, this::run);
    this.published = new long[(Stress.PRODUCERS + 1) * LINE];
    this.seen = new long[published.length];
  }

  void publish(int producer, long value) {
    published[(producer + 1) * LINE] = value;
  }

  long seenOf(int producer) {
    return seen[(producer + 1) * LINE];
  }

  boolean isInside() {
    return inside.get() != 0;
  }

  private void run() throws Exception {
    StressQueue queue = stress.of(WorkContext.current().orElseThrow().queue());
    lastThread = Thread.currentThread();
    if (inside.incrementAndGet() != 1) {
      stress.fault(work.name() + " runs beside itself");
    }
    queue.enter(work.name());
    runs.incrementAndGet();
    System.arraycopy(published, 0, seen, 0, seen.length);
    try {
      behave(queue);
    } catch (Throwable thrown) {
      queue.failed.incrementAndGet();
      throw thrown;
    } finally {
      queue.leave(work.name());
      inside.decrementAndGet();
    }
  }

  private void behave(StressQueue queue) throws Exception {
    switch (random.nextInt(100)) {
      case 0, 1, 2 -> throw new Deliberate(null);
      case 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 -> requeue();
      case 13, 14 -> disturbThread();
      case 15 -> Thread.currentThread().interrupt();
      case 16 -> cancelItself();
      case 17, 18, 19, 20, 21 -> block(queue);
      case 22 -> spawnAndJoin(queue);
      case 23 -> Thread.yield();
      default -> {
        // Most items do nothing.
      }
    }
  }

  private void requeue() {
    stress.enqueue(this, stress.queue(random));
  }

  private void cancelItself() {
    if (!kept) {
      stress.counted(this, work.cancel());
    }
  }

  private void disturbThread() {
    Thread.currentThread().setName("renamed by " + work.name());
    Thread.currentThread().setContextClassLoader(new ClassLoader(null) {});
  }

  private void block(StressQueue queue) throws InterruptedException {
    if (queue.isBh()) {
      return;
    }
    if (random.nextBoolean()) {
      stress.machine.sleep(Duration.ofNanos(random.nextInt(1_000_000)));
    } else {
      LockSupport.parkNanos(this, random.nextInt(100_000));
    }
  }

  private void spawnAndJoin(StressQueue queue) throws InterruptedException {
    JoinHandle<Integer> handle = stress.spawn(stress.queue(random));
    if (handle == null || queue.isBh()) {
      return;
    }
    try {
      if (handle.join(Duration.ofMillis(5)) != 42) {
        stress.fault("a spawned function answered something else");
      }
    } catch (TimeoutException | RejectedExecutionException e) {
      // Its queue is frozen, or waits for this very work: what was spawned runs later.
      return;
    } catch (IllegalStateException wouldNeverEnd) {
      return;
    }
  }
}
