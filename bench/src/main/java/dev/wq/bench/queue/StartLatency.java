package dev.wq.bench.queue;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.poll.PollSignal;
import dev.wq.poll.TriggeredWork;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The median time from a request to an idle queue until the function begins: by a queueing, or by
 * the raise of a signal that a work is armed on.
 */
public abstract class StartLatency {
  private static final int WARM_UP = 20_000;
  private static final long PAUSE_NANOS = 20_000;

  final WorkQueue queue = Machine.live().queue(QueueAttrs.named("started").ordered());
  private volatile long begun; // 0: not yet

  /** Has the function called; it calls {@link #begins}. */
  abstract void request();

  /** Makes ready for the next request; not measured. */
  void prepare() {}

  final void begins() {
    begun = System.nanoTime();
  }

  /** By a queueing. */
  public static final class Enqueued extends StartLatency {
    private final Work work = Work.of("started", this::begins);

    @Override
    void request() {
      queue.enqueue(work);
    }
  }

  /** By the raise of a signal. */
  public static final class Raised extends StartLatency {
    private final PollSignal signal = new PollSignal();
    private final TriggeredWork work = TriggeredWork.of("started", _ -> begins());

    @Override
    void prepare() {
      signal.reset();
      if (!work.arm(queue, signal.raised()).isAccepted()) {
        throw new IllegalStateException(work + " could not be armed");
      }
    }

    @Override
    void request() {
      signal.raise(0);
    }
  }

  /** Measures in this JVM. */
  public final Sample measure(Settings settings) throws InterruptedException {
    run(WARM_UP);
    Meter start = Meter.now();
    int count = settings.quick() ? 10_000 : 30_000;
    long[] latencies = run(count);
    Sample costs = Meter.now().since(start).costs(count);
    Arrays.sort(latencies);
    return costs.with(Reading.P50, (double) latencies[count / 2]);
  }

  private long[] run(int count) throws InterruptedException {
    long[] latencies = new long[count];
    for (int i = 0; i < count; i++) {
      queue.awaitIdle();
      prepare();
      LockSupport.parkNanos(PAUSE_NANOS); // so that the worker sleeps
      begun = 0;
      long asked = System.nanoTime();
      request();
      while (begun == 0) {
        Thread.onSpinWait();
      }
      latencies[i] = begun - asked;
    }
    return latencies;
  }
}
