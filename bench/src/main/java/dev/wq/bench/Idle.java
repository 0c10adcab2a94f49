package dev.wq.bench;

import java.util.concurrent.TimeUnit;

/** How much of a CPU a JVM takes that has nothing to do. */
final class Idle {
  private static final int CALLS = 1_000;

  private Idle() {}

  /** One with a channel that has been used. */
  static Sample measure(Channel channel, Settings settings) throws InterruptedException {
    for (int i = 0; i < CALLS; i++) {
      channel.call();
    }
    return measure(settings);
  }

  static Sample measure(Settings settings) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(settings.quick() ? 500 : 1_000); // the compiler is still at it
    Meter start = Meter.now();
    TimeUnit.MILLISECONDS.sleep(settings.quick() ? 1_000 : 3_000);
    Meter used = Meter.now().since(start);
    return new Sample(100.0 * used.cpuNanos() / used.nanos(), Double.NaN, Double.NaN);
  }
}
