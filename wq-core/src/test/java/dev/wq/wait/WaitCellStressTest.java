package dev.wq.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Real threads: no wake is lost, whatever the machine's memory does, and a round is free. */
class WaitCellStressTest {
  private static final int WAKES = 600_000; // of each of two wakers
  private static final int ROUNDS = 20_000;
  private static final int WARM_UP = 50_000;
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> broken = new AtomicReference<>();

  private interface Body {
    void run() throws Exception;
  }

  private void go(ThreadFactory factory, Body body) {
    Thread thread = factory.newThread(() -> unlessBroken(body));
    threads.add(thread);
    thread.start();
  }

  private void unlessBroken(Body body) {
    try {
      body.run();
    } catch (Throwable e) {
      broken.compareAndSet(null, e);
    }
  }

  private void joinAll() throws InterruptedException {
    for (Thread thread : threads) {
      assertTrue(thread.join(BOUND), () -> thread + " does not end");
    }
    if (broken.get() != null) {
      throw new AssertionError(broken.get());
    }
  }

  /** What one waker has done; plain fields, which the wakes publish. */
  private static final class Sent {
    private int count;
    private int found;

    void send(WaitCell cell) {
      for (int i = 0; i < WAKES; i++) {
        count++;
        found += cell.wake() ? 1 : 0;
      }
    }
  }

  private void race(ThreadFactory factory) throws InterruptedException {
    WaitCell cell = new WaitCell();
    Sent a = new Sent();
    Sent b = new Sent();
    int[] ended = new int[1];
    go(
        factory,
        () -> {
          while (a.count + b.count < 2 * WAKES) {
            assertSame(WaitResult.WOKEN, cell.await(BOUND), "the last wake was lost");
            ended[0]++;
          }
        });
    go(factory, () -> a.send(cell));
    go(factory, () -> b.send(cell));
    joinAll();
    int found = a.found + b.found;
    assertTrue(found <= ended[0], () -> found + " found a waiter, " + ended[0] + " waits ended");
    assertEquals(2 * WAKES, a.count + b.count);
  }

  @Test
  @DisplayName("drivers W32: 1.2 M wakes of two platform threads, none is lost")
  void rounds_platform() throws InterruptedException {
    race(Thread.ofPlatform().daemon().factory());
  }

  @Test
  @DisplayName("drivers W32: 1.2 M wakes of two virtual threads, none is lost")
  void rounds_virtual() throws InterruptedException {
    race(Thread.ofVirtual().factory());
  }

  private static void echo(WaitCell there, WaitCell back, int rounds) throws InterruptedException {
    for (int i = 0; i < rounds; i++) {
      there.await();
      back.wake();
    }
  }

  private static void call(WaitCell there, WaitCell back, int rounds) throws InterruptedException {
    for (int i = 0; i < rounds; i++) {
      there.wake();
      assertSame(WaitResult.WOKEN, back.await(BOUND));
    }
  }

  /** A platform thread calls, a virtual one answers. */
  @Test
  void pingPong_isExact() throws InterruptedException {
    WaitCell there = new WaitCell();
    WaitCell back = new WaitCell();
    go(Thread.ofVirtual().factory(), () -> echo(there, back, ROUNDS));
    go(Thread.ofPlatform().daemon().factory(), () -> call(there, back, ROUNDS));
    joinAll();
    assertSame(WaitResult.TIMED_OUT, there.await(Duration.ZERO));
    assertSame(WaitResult.TIMED_OUT, back.await(Duration.ZERO));
  }

  @Test
  @DisplayName("drivers W37: rounds allocate nothing, whether the wait parks or not")
  void round_allocatesNothing() throws InterruptedException {
    WaitCell there = new WaitCell();
    WaitCell back = new WaitCell();
    int rounds = 3 * ROUNDS;
    go(Thread.ofPlatform().daemon().factory(), () -> echo(there, back, 2 * rounds));
    go(
        Thread.ofPlatform().daemon().factory(),
        () -> {
          alone(WARM_UP);
          call(there, back, rounds);
          long before = allocated();
          alone(WARM_UP);
          call(there, back, rounds);
          long bytes = allocated() - before;
          assertTrue(bytes < rounds, () -> bytes + " bytes in " + rounds + " rounds");
        });
    joinAll();
  }

  private static void alone(int rounds) throws InterruptedException {
    WaitCell cell = new WaitCell();
    for (int i = 0; i < rounds; i++) {
      cell.wake();
      cell.await();
    }
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
