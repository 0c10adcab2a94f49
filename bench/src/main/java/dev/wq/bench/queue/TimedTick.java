package dev.wq.bench.queue;

import org.HdrHistogram.Histogram;

/** A tick that notes when it begins, and knows when it should have begun. */
final class TimedTick extends BusyTick {
  private long due;
  private long begun;

  TimedTick(Spin spin) {
    super(spin);
  }

  /** To be called before it is put. */
  void setDue(long nanos) {
    due = nanos;
  }

  @Override
  public void run() {
    begun = System.nanoTime();
    super.run();
  }

  /** Notes how late it has begun; to be called after it has run. */
  void recordTo(Histogram latencies) {
    latencies.recordValue(Math.max(0, begun - due));
  }
}
