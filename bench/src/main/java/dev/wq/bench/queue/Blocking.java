package dev.wq.bench.queue;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkItem;
import dev.wq.WorkQueue;
import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * 100 000 items of which each parks for 10 ms, at most 2048 at once: how long all of them take, and
 * by how much the heap's peak rises over what was used before.
 */
final class Blocking {
  private static final int ITEMS = 100_000;
  private static final int LIMIT = 2048;
  private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final double MB = 1_000_000;

  private Blocking() {}

  private static final class Sleeper implements WorkItem, Runnable {
    private final Work work = new Work("Sleeper::run");
    private final CountDownLatch done;

    Sleeper(CountDownLatch done) {
      this.done = done;
    }

    @Override
    public Work work() {
      return work;
    }

    @Override
    public void run() {
      LockSupport.parkNanos(PARK_NANOS);
      done.countDown();
    }
  }

  static Sample queue(Settings settings) throws InterruptedException {
    WorkQueue queue = Machine.live().queue(QueueAttrs.named("blocking").maxActive(LIMIT));
    return measure(queue::enqueue, settings);
  }

  /** What a user would write instead: a virtual thread each, held back by a semaphore. */
  static Sample semaphore(Settings settings) throws InterruptedException {
    Semaphore slots = new Semaphore(LIMIT);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return measure(item -> executor.execute(() -> guarded(slots, item)), settings);
    }
  }

  private static void guarded(Semaphore slots, Runnable item) {
    slots.acquireUninterruptibly();
    try {
      item.run();
    } finally {
      slots.release();
    }
  }

  private static Sample measure(Consumer<Sleeper> put, Settings settings)
      throws InterruptedException {
    once(put);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < settings.makespans(); i++) {
      samples.add(once(put));
    }
    return Sample.median(samples);
  }

  private static Sample once(Consumer<Sleeper> put) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(ITEMS);
    Sleeper[] items = new Sleeper[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      items[i] = new Sleeper(done);
    }
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    long before = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    Meter start = Meter.now();
    for (Sleeper item : items) {
      put.accept(item);
    }
    done.await();
    Meter used = Meter.now().since(start);
    return used.costs(ITEMS)
        .with(Reading.MILLIS, used.millis())
        .with(Reading.HEAP, (peakHeap() - before) / MB);
  }

  private static long peakHeap() {
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    return peak;
  }
}
