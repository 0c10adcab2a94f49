package dev.wq.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts refused enqueues of one queue. Counting is an atomic read-modify-write, hence the full
 * barrier that a refusal needs anyway (see {@link Item}): the count is free. Striped by thread,
 * because producers that hit one pending item must not fight for a line.
 */
final class RefusalCounter {
  private static final int STRIPES = 8;
  private static final int LONGS_PER_LINE = 8;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] counts = new long[(STRIPES + 1) * LONGS_PER_LINE];

  /** Adds one; a full barrier between the caller's earlier stores and its later reads. */
  void countAndFence() {
    SLOT.getAndAdd(counts, slot(), 1L);
  }

  /** Takes back one count of this thread. */
  void takeBack() {
    SLOT.getAndAdd(counts, slot(), -1L);
  }

  private static int slot() {
    return ((int) Thread.currentThread().threadId() & (STRIPES - 1)) * LONGS_PER_LINE
        + LONGS_PER_LINE;
  }

  long sum() {
    long sum = 0;
    for (int i = LONGS_PER_LINE; i < counts.length; i += LONGS_PER_LINE) {
      sum += (long) SLOT.getVolatile(counts, i);
    }
    return sum;
  }
}
