package dev.wq.bench.scale;

import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.timer.TimerPeer;
import java.util.List;

/** What it costs to schedule something and to cancel it while others are armed. */
final class ArmedTimers {
  private static final int BATCH = TimerPeer.SLOTS;

  private ArmedTimers() {}

  /** Over the number of the others. */
  static Sample measure(List<Long> counts, TimerPeer.Kind kind, Settings settings) {
    try (TimerPeer timer = kind.open()) {
      operate(timer, settings.warmUpNanos());
      Sample all = Sample.EMPTY;
      int armed = 0;
      for (long count : counts) {
        timer.arm((int) count - armed);
        armed = (int) count;
        System.gc();
        operate(timer, settings.pointWarmUpNanos());
        all = all.with(operate(timer, settings.pointNanos()).at(count));
      }
      return all;
    }
  }

  private static Sample operate(TimerPeer timer, long nanos) {
    Meter start = Meter.now();
    long operations = 0;
    while (Meter.now().since(start).nanos() < nanos) {
      for (int slot = 0; slot < BATCH; slot++) {
        if (!timer.scheduleAndCancel(slot)) {
          throw new IllegalStateException(timer + " did not give back what was scheduled");
        }
      }
      operations += BATCH;
    }
    return Meter.now().since(start).each(operations);
  }
}
