package dev.wq.driver;

import dev.wq.driver.Completion.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a queue counts. The pump is the only writer and needs no atomic step; {@link
 * #CANCELLED_QUEUED} alone is counted by whoever cancels.
 */
final class Counts {
  static final int POSTED = 0;
  static final int ACCEPTED = 1;
  static final int REFUSED = 2;
  static final int COMPLETED = 3;
  static final int CANCELLED_RUNNING = 4;
  static final int FAILED = 5;
  static final int TIMED_OUT = 6;
  static final int RESETS = 7;
  static final int POLLS = 8;
  static final int RECALLS = 9;
  static final int DRIVER_ERRORS = 10;
  static final int IN_PROGRESS = 11;
  static final int FREED = 12; // ended by the pump, whose space may be given back
  static final int BUSY = 13;
  static final int BUSY_SINCE = 14;
  static final int WITHDRAWN = 15; // cancelled by the pump while queued
  private static final int CANCELLED_QUEUED = 24; // on another line than the rest
  private static final int WAITS = 32;
  private static final int BUCKETS = 63;
  private static final int PAD = 16;

  private final AtomicLongArray values = new AtomicLongArray(PAD + WAITS + BUCKETS + PAD);

  /** By the pump. */
  void add(int what, long more) {
    set(what, values.getPlain(PAD + what) + more);
  }

  /** By the pump; seen by whoever sees what it does next. */
  void set(int what, long value) {
    values.setRelease(PAD + what, value);
  }

  long get(int what) {
    return values.getAcquire(PAD + what);
  }

  /** By anybody. */
  void cancelledQueued() {
    values.getAndIncrement(PAD + CANCELLED_QUEUED);
  }

  long ofCancelledQueued() {
    return values.get(PAD + CANCELLED_QUEUED);
  }

  /** By the pump: one that was in progress ends so. */
  void ended(Status how) {
    switch (how) {
      case COMPLETED -> add(COMPLETED, 1);
      case CANCELLED -> add(CANCELLED_RUNNING, 1);
      case FAILED -> add(FAILED, 1);
      case TIMED_OUT -> add(TIMED_OUT, 1);
    }
  }

  /** By the pump: an item was accepted so long after its posting. */
  void waited(long nanos) {
    add(WAITS + 63 - Long.numberOfLeadingZeros(Math.max(1, nanos)), 1);
  }

  private long ended() {
    return get(COMPLETED)
        + ofCancelledQueued()
        + get(WITHDRAWN)
        + get(CANCELLED_RUNNING)
        + get(FAILED)
        + get(TIMED_OUT);
  }

  /** How many are queued, {@code inbound} of which the pump has not seen. */
  long queued(int inbound) {
    return Math.max(0, get(POSTED) + inbound - ended() - get(IN_PROGRESS));
  }

  private List<Long> waits() {
    List<Long> all = new ArrayList<>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      all.add(get(WAITS + i));
    }
    return all;
  }

  DriverStats stats(int inbound, boolean measured, long now) {
    long running = get(IN_PROGRESS);
    long current = measured && running > 0 ? Math.max(0, now - get(BUSY_SINCE)) : 0;
    return new DriverStats(
        get(POSTED) + inbound,
        get(ACCEPTED),
        get(REFUSED),
        get(COMPLETED),
        ofCancelledQueued() + get(WITHDRAWN),
        get(CANCELLED_RUNNING),
        get(FAILED),
        get(TIMED_OUT),
        get(RESETS),
        get(POLLS),
        get(RECALLS),
        get(DRIVER_ERRORS),
        queued(inbound),
        running,
        Duration.ofNanos(get(BUSY) + current),
        measured ? waits() : List.of());
  }
}
