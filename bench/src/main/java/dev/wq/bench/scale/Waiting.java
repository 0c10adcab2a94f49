package dev.wq.bench.scale;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.poll.PollSignal;
import dev.wq.poll.TriggerHandler;
import dev.wq.poll.TriggeredWork;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Waiters for a signal each: what it costs to have one wait, to signal it and to have it served,
 * and, as the bytes of the sample, the heap that it takes while it waits. The signals are made
 * before and count for nothing.
 */
abstract class Waiting {
  private static final int WARM_UP = 10_000;

  private CountDownLatch done = new CountDownLatch(0);

  /** Makes a waiter for signal {@code i}, which waits from now on. */
  abstract void begin(int i);

  /** Has the waiter of signal {@code i}, which has been served, wait again. */
  abstract void again(int i);

  /** Whether that waiter waits. */
  abstract boolean waits(int i);

  abstract void signal(int i);

  /** Forgets all waiters. */
  abstract void clear();

  final void served() {
    done.countDown();
  }

  /** Armed works, the name and the handler shared. */
  static final class Works extends Waiting {
    private final WorkQueue queue = Machine.live().queue(QueueAttrs.named("armed").ordered());
    private final TriggerHandler handler = _ -> served();
    private final PollSignal[] signals;
    private final TriggeredWork[] works;

    Works(int count) {
      signals = Stream.generate(PollSignal::new).limit(count).toArray(PollSignal[]::new);
      works = new TriggeredWork[count];
    }

    @Override
    void begin(int i) {
      works[i] = TriggeredWork.of("waiter", handler);
      again(i);
    }

    @Override
    void again(int i) {
      signals[i].reset();
      works[i].arm(queue, signals[i].raised());
    }

    @Override
    boolean waits(int i) {
      return works[i].isArmed();
    }

    @Override
    void signal(int i) {
      signals[i].raise(0);
    }

    @Override
    void clear() {
      Arrays.fill(works, null);
    }
  }

  /** What a user would write instead: a virtual thread each, blocked on a semaphore. */
  static final class Threads extends Waiting {
    private final Semaphore[] signals;
    private final Thread[] threads;

    Threads(int count) {
      signals = Stream.generate(() -> new Semaphore(0)).limit(count).toArray(Semaphore[]::new);
      threads = new Thread[count];
    }

    @Override
    void begin(int i) {
      threads[i] =
          Thread.startVirtualThread(() -> {
            signals[i].acquireUninterruptibly();
            served();
          });
    }

    @Override
    void again(int i) {
      begin(i);
    }

    @Override
    boolean waits(int i) {
      return threads[i].getState() == Thread.State.WAITING;
    }

    @Override
    void signal(int i) {
      signals[i].release();
    }

    @Override
    void clear() {
      Arrays.fill(threads, null);
    }
  }

  /**
   * At each point. The heap comes after all the times: it takes full collections, after which G1
   * lets the heap grow, during whatever comes next.
   */
  final Sample measure(List<Long> counts, Settings settings) throws InterruptedException {
    costs(WARM_UP, settings.warmUpNanos() / 2);
    Sample all = Sample.EMPTY;
    for (long count : counts) {
      all = all.with(costs((int) count, settings.pointNanos()).at(count));
    }
    for (long count : counts) {
      all = all.with(Sample.of(Reading.BYTES, bytes((int) count)).at(count));
    }
    return all;
  }

  private Sample costs(int count, long nanos) throws InterruptedException {
    beginAll(count);
    signalAll(count);
    Meter start = Meter.now();
    long served = 0;
    while (served == 0 || Meter.now().since(start).nanos() < nanos) {
      waitAgain(count);
      signalAll(count);
      served += count;
    }
    return Meter.now().since(start).each(served);
  }

  private double bytes(int count) throws InterruptedException {
    clear();
    long before = usedHeap();
    beginAll(count);
    double bytes = (double) (usedHeap() - before) / count;
    signalAll(count);
    return bytes;
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void beginAll(int count) {
    done = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      begin(i);
    }
    awaitWaiting(count);
  }

  private void waitAgain(int count) {
    done = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      again(i);
    }
    awaitWaiting(count);
  }

  private void awaitWaiting(int count) {
    for (int i = 0; i < count; i++) {
      while (!waits(i)) {
        Thread.onSpinWait();
      }
    }
  }

  private void signalAll(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      signal(i);
    }
    done.await();
  }
}
