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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * 100 000 items of which each parks for 10 ms, at most 2048 at once or as many as there are: how
 * long all of them take, by how much the heap's peak rises over what was used before, and the
 * process's over what it had before the first of them.
 */
final class Blocking {
  private static final int ITEMS = 100_000;
  private static final int LIMIT = QueueAttrs.MAX_ACTIVE_LIMIT;
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
    return measure(open()::enqueue, settings);
  }

  private static WorkQueue open() {
    return Machine.live().queue(QueueAttrs.named("blocking").maxActive(LIMIT));
  }

  /** In turn on as many queues as it takes for none of their limits to hold anything back. */
  static Sample queues(Settings settings) throws InterruptedException {
    List<WorkQueue> queues =
        Stream.generate(Blocking::open).limit(Math.ceilDiv(ITEMS, LIMIT)).toList();
    AtomicInteger turn = new AtomicInteger();
    return measure(
        item -> queues.get(turn.getAndIncrement() % queues.size()).enqueue(item), settings);
  }

  static Sample threadPerTask(Settings settings) throws InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return measure(executor::execute, settings);
    }
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
    double resident = Resident.now();
    once(put);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < settings.makespans(); i++) {
      samples.add(once(put));
    }
    return Sample.median(samples).with(Reading.RESIDENT, Resident.peak() - resident);
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
