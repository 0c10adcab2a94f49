package dev.wq.driver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What has become of the items of a queue. The pump counts; posters and cancellers their own. */
final class Counts {
  final LongAdder posted = new LongAdder();
  final LongAdder cancelledQueued = new LongAdder();
  final Counter accepted = new Counter();
  final Counter refused = new Counter();
  final Counter completed = new Counter();
  final Counter cancelledRunning = new Counter();
  final Counter failed = new Counter();
  final Counter timedOut = new Counter();
  final Counter resets = new Counter();
  final Counter polls = new Counter();
  final Counter recalls = new Counter();
  final Counter driverErrors = new Counter();
  final Counter inProgress = new Counter();
  final Counter busyNanos = new Counter();
  private final List<Counter> waits = new ArrayList<>();

  Counts(boolean measured) {
    for (int i = 0; measured && i < Long.SIZE; i++) {
      waits.add(new Counter());
    }
  }

  /** A number that the pump alone changes and others read. */
  static final class Counter {
    private static final VarHandle VALUE;

    static {
      try {
        VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private long value;

    void add(long more) {
      VALUE.setRelease(this, value + more);
    }

    long get() {
      return (long) VALUE.getAcquire(this);
    }
  }

  void ended(Completion end) {
    switch (end.status()) {
      case COMPLETED -> completed.add(1);
      case CANCELLED -> cancelledRunning.add(1);
      case FAILED -> failed.add(1);
      case TIMED_OUT -> timedOut.add(1);
    }
  }

  void waited(long nanos) {
    waits.get(Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, nanos))).add(1);
  }

  private long ended() {
    return completed.get()
        + cancelledQueued.sum()
        + cancelledRunning.get()
        + failed.get()
        + timedOut.get();
  }

  long queued() {
    long gone = ended() + inProgress.get();
    return Math.max(0, posted.sum() - gone);
  }

  DriverStats snapshot() {
    return new DriverStats(
        posted.sum(),
        accepted.get(),
        refused.get(),
        completed.get(),
        cancelledQueued.sum(),
        cancelledRunning.get(),
        failed.get(),
        timedOut.get(),
        resets.get(),
        polls.get(),
        recalls.get(),
        driverErrors.get(),
        queued(),
        inProgress.get(),
        Duration.ofNanos(busyNanos.get()),
        waits.stream().map(Counter::get).toList());
  }
}
