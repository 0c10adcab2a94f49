package dev.wq.bench.device;

import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.harness.Stats;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;

/** What the threads that use a device do to its channel. */
final class DeviceLoad {
  private static final int BURST = 100_000;
  private static final int CALLS = 10_000;

  private final Channel channel;

  DeviceLoad(Channel channel) {
    this.channel = channel;
  }

  /** One submit after the other by each of them, until the last has run; the time of a task. */
  Sample submit(int producers, Settings settings) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
      repeat(producers, threads, settings.warmUpNanos());
      Meter start = Meter.now();
      long tasks = repeat(producers, threads, settings.measureNanos());
      return Meter.now().since(start).each(tasks);
    }
  }

  private long repeat(int producers, ExecutorService threads, long nanos) throws Exception {
    long start = System.nanoTime();
    long tasks = 0;
    do {
      List<Future<Object>> shares =
          threads.invokeAll(
              Collections.nCopies(producers, Executors.callable(() -> burst(BURST / producers))));
      for (Future<Object> share : shares) {
        share.get();
      }
      channel.call();
      tasks += BURST;
    } while (System.nanoTime() - start < nanos);
    return tasks;
  }

  private void burst(int tasks) {
    for (int i = 0; i < tasks; i++) {
      channel.submit();
    }
  }

  /** The slowest of a hundred submits of one producer that never pauses. */
  Sample slowSubmit(Settings settings) {
    return percentile(99, BURST, channel::submit, settings);
  }

  /** The median round trip of a virtual thread. */
  Sample roundTrip(Settings settings) throws InterruptedException, ExecutionException {
    try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      return caller.submit(() -> percentile(50, CALLS, channel::call, settings)).get();
    }
  }

  private Sample percentile(int percent, int count, Runnable request, Settings settings) {
    long[] nanos = new long[count];
    timed(nanos, percent, request, settings.warmUpNanos());
    Meter start = Meter.now();
    double[] found = timed(nanos, percent, request, settings.measureNanos());
    Reading reading = percent == 50 ? Reading.P50 : Reading.P99;
    return Meter.now()
        .since(start)
        .costs((long) count * found.length)
        .with(reading, Stats.median(found));
  }

  /** That percentile of each of several runs. */
  private double[] timed(long[] nanos, int percent, Runnable request, long forNanos) {
    DoubleStream.Builder found = DoubleStream.builder();
    long start = System.nanoTime();
    do {
      for (int i = 0; i < nanos.length; i++) {
        long asked = System.nanoTime();
        request.run();
        nanos[i] = System.nanoTime() - asked;
      }
      channel.call();
      Arrays.sort(nanos);
      found.add((double) nanos[nanos.length * percent / 100]);
    } while (System.nanoTime() - start < forNanos);
    return found.build().toArray();
  }
}
