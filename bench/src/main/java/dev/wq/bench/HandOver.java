package dev.wq.bench;

import dev.wq.poll.MessageQueue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Values that go back and forth between two virtual threads, over two queues with room for one; the
 * time of one hand-over.
 */
abstract class HandOver {
  private static final int ROUNDS = 20_000;
  private static final Integer VALUE = 1;

  /** One of the two queues. */
  interface Line {
    void put(Integer value) throws InterruptedException;

    Integer take() throws InterruptedException;
  }

  abstract Line newLine();

  static final class Ours extends HandOver {
    @Override
    Line newLine() {
      MessageQueue<Integer> queue = new MessageQueue<>(1);
      return new Line() {
        @Override
        public void put(Integer value) throws InterruptedException {
          queue.put(value);
        }

        @Override
        public Integer take() throws InterruptedException {
          return queue.get();
        }
      };
    }
  }

  static final class Jdk extends HandOver {
    @Override
    Line newLine() {
      ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
      return new Line() {
        @Override
        public void put(Integer value) throws InterruptedException {
          queue.put(value);
        }

        @Override
        public Integer take() throws InterruptedException {
          return queue.take();
        }
      };
    }
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
    Line there = newLine();
    Line back = newLine();
    Thread echo = Thread.startVirtualThread(() -> quietly(() -> pass(there, back)));
    Thread sender = Thread.startVirtualThread(() -> quietly(() -> send(there, back)));
    sender.join();
    echo.join();
  }

  private static void send(Line there, Line back) throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      there.put(VALUE);
      back.take();
    }
  }

  private static void pass(Line from, Line to) throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      to.put(from.take());
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
