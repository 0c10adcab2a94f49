package dev.wq.poll;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Four producers and four consumers on real threads; nothing is lost and nothing comes twice. */
class ObjectStressTest {
  private static final int SIDES = 4;
  private static final int EACH = 20_000;
  private static final long TOTAL = (long) SIDES * EACH;
  private static final long SUM = SIDES * ((long) EACH * (EACH - 1) / 2);

  private final List<Throwable> failures = new ArrayList<>();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong sum = new AtomicLong();

  /** What a side does {@code EACH} times. */
  private interface Step {
    void run(int round) throws Exception;
  }

  private void sides(Step step) {
    for (int i = 0; i < SIDES; i++) {
      Thread.ofVirtual().start(() -> side(step));
    }
  }

  private void side(Step step) {
    try {
      for (int round = 0; round < EACH; round++) {
        step.run(round);
      }
      done.incrementAndGet();
    } catch (Exception e) {
      failures.add(e);
    }
  }

  private void awaitAll() {
    await().atMost(Duration.ofSeconds(60)).until(() -> done.get() == 2 * SIDES);
    assertEquals(List.of(), failures);
  }

  @Test
  void semaphore_handsOutEachGiveOnce() {
    CountingSemaphore sem = new CountingSemaphore(0, Integer.MAX_VALUE);
    sides(_ -> sem.take());
    sides(_ -> sem.give());
    awaitAll();
    assertEquals(0, sem.count());
  }

  @Test
  void fifo_bringsEachValueOnce() {
    Fifo<Integer> fifo = new Fifo<>();
    sides(_ -> sum.addAndGet(fifo.get()));
    sides(fifo::put);
    awaitAll();
    assertEquals(SUM, sum.get());
    assertEquals(0, fifo.size());
  }

  @Test
  void messageQueue_bringsEachMessageOnce() {
    MessageQueue<Integer> queue = new MessageQueue<>(8);
    sides(queue::put);
    sides(_ -> sum.addAndGet(queue.get()));
    awaitAll();
    assertEquals(SUM, sum.get());
    assertEquals(0, queue.size());
  }

  @Test
  void pipe_bringsEachByteOnce() {
    Pipe pipe = new Pipe(7);
    sides(round -> pipe.write(new byte[] {(byte) (round & 1)}, 0, 1));
    sides(_ -> {
      byte[] one = new byte[1];
      sum.addAndGet(pipe.readFully(one, 0, 1) + one[0] - 1);
    });
    awaitAll();
    assertEquals(TOTAL / 2, sum.get());
    assertEquals(0, pipe.size());
  }
}
