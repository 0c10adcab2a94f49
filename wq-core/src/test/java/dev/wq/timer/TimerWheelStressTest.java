package dev.wq.timer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.host.Host;
import dev.wq.host.LoomHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The wheel with its own driver and real threads. */
class TimerWheelStressTest {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int THREADS = 4;
  private static final AtomicInteger NAMES =
      new AtomicInteger(); // a closed wheel's driver may still be ending
  private static final int NODES = 64;
  private static final int STEPS = 50_000;

  private final Host host = new LoomHost("timers");
  private final String name = "stress-" + NAMES.incrementAndGet();
  private final TimerWheel wheel = new TimerWheel(host, name);
  private final AtomicLong armings = new AtomicLong();
  private final AtomicLong cancels = new AtomicLong();
  private final AtomicLong expiries = new AtomicLong();
  private final AtomicInteger early = new AtomicInteger();

  @AfterEach
  void close() {
    wheel.close();
  }

  private final class Node extends TimerNode {
    @Override
    protected void expired() {
      if (host.nanoTime() < deadline()) {
        early.incrementAndGet();
      }
      expiries.incrementAndGet();
    }
  }

  @Test
  void everyArming_endsInOneOfCancelAndExpiry() throws InterruptedException {
    List<Node> shared = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      shared.add(new Node());
    }
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int seed = t;
      threads.add(Thread.ofPlatform().start(() -> hammer(shared, new SplittableRandom(seed))));
    }
    for (Thread thread : threads) {
      assertTrue(thread.join(BOUND), "a caller hangs");
    }
    await().atMost(BOUND).until(() -> wheel.armed() == 0);
    await().atMost(BOUND).until(() -> cancels.get() + expiries.get() == armings.get());
    assertTrue(cancels.get() > 0 && expiries.get() > 0);
  }

  private void hammer(List<Node> shared, SplittableRandom random) {
    for (int i = 0; i < STEPS; i++) {
      Node node = shared.get(random.nextInt(NODES));
      long deadline = host.nanoTime() + random.nextInt(3_000_000) - 200_000;
      switch (random.nextInt(4)) {
        case 0 -> cancels.addAndGet(wheel.cancel(node) ? 1 : 0);
        case 1 -> wheel.move(node, deadline);
        default -> tryArm(node, deadline);
      }
      if (i % 5_000 == 0) {
        cancels.addAndGet(wheel.cancelAll(n -> random.nextBoolean(), n -> {}));
      }
    }
  }

  private void tryArm(Node node, long deadline) {
    try {
      wheel.arm(node, deadline);
      armings.incrementAndGet();
    } catch (IllegalStateException armedByAnother) {
      assertTrue(armedByAnother.getMessage().contains("already armed"));
    }
  }

  @Test
  void expiry_isNeverEarly() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      wheel.arm(new Node(), host.nanoTime() + random.nextInt(200_000_000));
    }
    await().atMost(BOUND).until(() -> expiries.get() == 2_000);
    assertEquals(0, early.get());
  }

  @Test
  void earlierDeadline_wakesTheSleepingDriver() {
    wheel.arm(new Node(), host.nanoTime() + Duration.ofHours(1).toNanos());
    Thread driver = driver();
    await().atMost(BOUND).until(() -> driver.getState() == Thread.State.TIMED_WAITING);
    wheel.arm(new Node(), host.nanoTime() + 1_000_000);
    await().atMost(BOUND).until(() -> expiries.get() == 1);
  }

  @Test
  void moveToEarlier_wakesTheSleepingDriver() {
    Node node = new Node();
    wheel.arm(node, Long.MAX_VALUE);
    Thread driver = driver();
    await().atMost(BOUND).until(() -> driver.getState() == Thread.State.WAITING);
    assertTrue(wheel.move(node, host.nanoTime()));
    await().atMost(BOUND).until(() -> expiries.get() == 1);
  }

  @Test
  void close_endsTheDriver() {
    wheel.arm(new Node(), host.nanoTime() + Duration.ofHours(1).toNanos());
    Thread driver = driver();
    wheel.close();
    await().atMost(BOUND).until(() -> !driver.isAlive());
    assertEquals(1, wheel.armed());
  }

  /** A simulation would carry virtual time to a deadline that is gone. */
  @Test
  void cancelOfTheLastNode_endsATimedSleepWhereTicksAreExact() {
    TimerWheel exact = new TimerWheel(new ExactHost(), name);
    Node node = new Node();
    exact.arm(node, Duration.ofHours(1).toNanos());
    Thread driver = driver();
    await().atMost(BOUND).until(() -> driver.getState() == Thread.State.TIMED_WAITING);
    assertTrue(exact.cancel(node));
    await().atMost(BOUND).until(() -> driver.getState() == Thread.State.WAITING);
    exact.close();
  }

  /** Ticks of one nanosecond and a clock that stands, on real threads. */
  private static final class ExactHost extends FakeHost {
    ExactHost() {
      super(0, 1);
    }

    @Override
    public Thread startDriver(String name, Runnable body) {
      return Thread.ofPlatform().daemon().name(name).start(body);
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
      LockSupport.parkNanos(blocker, nanos);
    }

    @Override
    public int spin(int round) {
      Thread.onSpinWait();
      return round;
    }
  }

  private Thread driver() {
    Thread[] all = new Thread[Thread.activeCount() + 16];
    int n = Thread.enumerate(all);
    for (int i = 0; i < n; i++) {
      if (all[i].getName().equals(name) && all[i].isAlive()) {
        return all[i];
      }
    }
    throw new AssertionError("no driver");
  }
}
