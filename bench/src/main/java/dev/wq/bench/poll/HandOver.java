package dev.wq.bench.poll;

import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.poll.MessageQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/**
 * Values that go back and forth between two virtual threads, over two queues with room for one; the
 * time of one hand-over.
 */
final class HandOver {
  private static final int ROUNDS = 20_000;
  private static final Integer VALUE = 1;

  /** One of the two queues. */
  private record Line(Put put, Take take) {}

  private interface Put {
    void put(Integer value) throws InterruptedException;
  }

  private interface Take {
    Integer take() throws InterruptedException;
  }

  private final Supplier<Line> lines;

  private HandOver(Supplier<Line> lines) {
    this.lines = lines;
  }

  static HandOver ours() {
    return new HandOver(() -> {
      MessageQueue<Integer> queue = new MessageQueue<>(1);
      return new Line(queue::put, queue::get);
    });
  }

  static HandOver jdk() {
    return new HandOver(() -> {
      ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
      return new Line(queue::put, queue::take);
    });
  }

  final Sample measure(Settings settings) throws InterruptedException {
    repeat(settings.warmUpNanos());
    Meter start = Meter.now();
    long handOvers = repeat(settings.measureNanos());
    return Meter.now().since(start).each(handOvers);
  }

  private long repeat(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    long handOvers = 0;
    do {
      once();
      handOvers += 2 * ROUNDS;
    } while (System.nanoTime() - start < nanos);
    return handOvers;
  }

  private void once() throws InterruptedException {
    Line there = lines.get();
    Line back = lines.get();
    Thread echo = Thread.startVirtualThread(() -> quietly(() -> pass(there, back)));
    Thread sender = Thread.startVirtualThread(() -> quietly(() -> send(there, back)));
    sender.join();
    echo.join();
  }

  private static void send(Line there, Line back) throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      there.put.put(VALUE);
      back.take.take();
    }
  }

  private static void pass(Line from, Line to) throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      to.put.put(from.take.take());
    }
  }

  private interface Part {
    void run() throws InterruptedException;
  }

  private static void quietly(Part part) {
    try {
      part.run();
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError(nobodyDoes);
    }
  }
}
