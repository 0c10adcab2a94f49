package dev.wq.device;

import dev.wq.dispatch.Worker;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a runner counts; apart from what submitters read, so that they do not share lines. */
final class RunnerMeter {
  private final AtomicLongArray finished = new AtomicLongArray(RunnerStats.BUCKETS); // R writes
  private final AtomicLong batch = new AtomicLong(); // R writes: tasks of the present batch
  private final LongAdder fullWaits = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private volatile @Nullable Worker worker; // null -> the first that serves the runner
  private int waits = -1; // R: of the worker when the batch began

  /** A task begins on {@code by}. */
  void begin(Worker by) {
    if (worker == null) {
      worker = by;
    }
    int now = by.waits();
    if (now == waits) {
      batch.lazySet(batch.getPlain() + 1);
    } else {
      endBatch();
      waits = now;
    }
  }

  private void endBatch() {
    long size = batch.getPlain();
    if (size > 0) {
      int bucket = bucket(size);
      finished.lazySet(bucket, finished.getPlain(bucket) + 1);
    }
    batch.lazySet(1);
  }

  private static int bucket(long size) {
    return Math.min(Long.SIZE - 1 - Long.numberOfLeadingZeros(size), RunnerStats.BUCKETS - 1);
  }

  void waited() {
    fullWaits.increment();
  }

  void failed() {
    errors.increment();
  }

  RunnerStats stats(long queued, long pending) {
    long[] sizes = new long[RunnerStats.BUCKETS];
    long batches = 0;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = finished.get(i);
      batches += sizes[i];
    }
    long now = batch.get();
    if (now > 0) {
      sizes[bucket(now)]++;
      batches++;
    }
    Worker by = worker;
    long parks = by == null ? 0 : by.waits();
    return new RunnerStats(queued, pending, batches, sizes, fullWaits.sum(), parks, errors.sum());
  }
}
