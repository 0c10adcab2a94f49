package dev.wq.bench.poll;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.poll.Poll;
import dev.wq.poll.PollSignal;
import dev.wq.poll.TriggerHandler;
import dev.wq.poll.TriggeredWork;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * 100 000 waiters for two signals each: how long it takes until all of them wait, from the first
 * raise until the last has been served, and the heap that they take while they wait. The signals
 * are made before and count for nothing.
 */
abstract class Waiters {
  private static final int COUNT = 100_000;

  private final PollSignal[] first = signals();
  private final PollSignal[] second = signals();
  private CountDownLatch done = new CountDownLatch(0);

  private static PollSignal[] signals() {
    return Stream.generate(PollSignal::new).limit(COUNT).toArray(PollSignal[]::new);
  }

  /** Has waiter {@code i} wait for one of the two, then call {@link #served}. */
  abstract void begin(int i, PollSignal one, PollSignal other);

  /** Whether waiter {@code i} waits. */
  abstract boolean waits(int i);

  final void served() {
    done.countDown();
  }

  /** Armed works, the name and the handler shared. */
  static final class Works extends Waiters {
    private final WorkQueue queue = Machine.live().queue(QueueAttrs.named("armed").ordered());
    private final TriggeredWork[] works = new TriggeredWork[COUNT];
    private final TriggerHandler handler = _ -> served();

    @Override
    void begin(int i, PollSignal one, PollSignal other) {
      works[i] = TriggeredWork.of("waiter", handler);
      works[i].arm(queue, one.raised(), other.raised());
    }

    @Override
    boolean waits(int i) {
      return works[i].isArmed();
    }

    @Override
    void clear() {
      Arrays.fill(works, null);
    }
  }

  /** What a user would write instead: a virtual thread each, blocked on the same two signals. */
  static final class Threads extends Waiters {
    private final Thread[] threads = new Thread[COUNT];

    @Override
    void begin(int i, PollSignal one, PollSignal other) {
      threads[i] = Thread.startVirtualThread(() -> await(one, other));
    }

    private void await(PollSignal one, PollSignal other) {
      try {
        Poll.await(one.raised(), other.raised());
        served();
      } catch (InterruptedException nobodyDoes) {
        throw new AssertionError(nobodyDoes);
      }
    }

    @Override
    boolean waits(int i) {
      return threads[i].getState() == Thread.State.WAITING;
    }

    @Override
    void clear() {
      Arrays.fill(threads, null);
    }
  }

  /** One waiter's share of the time until all wait. */
  final Sample arm(Settings settings) throws InterruptedException {
    return repeat(settings, true);
  }

  /** One waiter's share of the time from the first raise until all are served. */
  final Sample fire(Settings settings) throws InterruptedException {
    return repeat(settings, false);
  }

  private Sample repeat(Settings settings, boolean arming) throws InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 3 * settings.makespans() + 2; i++) {
      Sample armed = armAll();
      Sample fired = fireAll();
      if (i >= 2) {
        samples.add(arming ? armed : fired);
      }
    }
    return Sample.median(samples);
  }

  private Sample armAll() {
    done = new CountDownLatch(COUNT);
    System.gc();
    Meter start = Meter.now();
    beginAll();
    return Meter.now().since(start).each(COUNT);
  }

  private void beginAll() {
    for (int i = 0; i < COUNT; i++) {
      begin(i, first[i], second[i]);
    }
    for (int i = 0; i < COUNT; i++) {
      while (!waits(i)) {
        Thread.onSpinWait();
      }
    }
  }

  private Sample fireAll() throws InterruptedException {
    System.gc();
    Meter start = Meter.now();
    for (PollSignal signal : first) {
      signal.raise(0);
    }
    done.await();
    Sample each = Meter.now().since(start).each(COUNT);
    for (PollSignal signal : first) {
      signal.reset();
    }
    return each;
  }

  /** Bytes of heap that one waiter takes, as the bytes of the sample. */
  final Sample heap() throws InterruptedException {
    armAll();
    fireAll();
    done = new CountDownLatch(COUNT);
    clear();
    long before = used();
    Meter start = Meter.now();
    beginAll();
    Sample each = Meter.now().since(start).each(COUNT);
    double bytes = (double) (used() - before) / COUNT;
    fireAll();
    return each.with(Reading.BYTES, bytes);
  }

  /** Forgets the waiters that have been served. */
  abstract void clear();

  private static long used() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
