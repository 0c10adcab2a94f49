package dev.wq.device;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Submitters, callers and shutdowns on real threads; what was accepted runs once. */
class DeviceStressTest {
  private static final int SIDES = 4;
  private static final int EACH = 20_000;
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final DeviceId GPU = new DeviceId("gpu", 0);

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong ran = new AtomicLong(); // sum over the services that were closed
  private final AtomicInteger open = new AtomicInteger();
  private Machine machine;

  @BeforeEach
  void open() {
    machine = Machine.create("stress");
    Devices.of(machine).configure(GPU, RunnerAttrs.defaults().capacity(64));
  }

  @AfterEach
  void close() {
    machine.close();
  }

  /** Counts without any protection of its own. */
  private final class Counter implements DeviceService, AutoCloseable {
    private long count;

    Counter() {
      open.incrementAndGet();
    }

    @Override
    public void close() {
      ran.addAndGet(count);
      open.decrementAndGet();
    }
  }

  private DeviceHandle<Counter> handle() {
    return DeviceHandle.of(
        machine, GPU, ServiceType.of(Counter.class, DeviceStage.UPSTREAM, _ -> new Counter()));
  }

  private interface Step {
    void run(int round) throws Exception;
  }

  private void side(int rounds, Step step) {
    running.incrementAndGet();
    Thread.ofVirtual()
        .start(() -> {
          try {
            for (int round = 0; round < rounds; round++) {
              step.run(round);
            }
          } catch (Exception | AssertionError e) {
            failures.add(e);
          } finally {
            running.decrementAndGet();
          }
        });
  }

  private void awaitSides() {
    await().atMost(BOUND).until(() -> running.get() == 0);
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Test
  void submittersAndCallers_countEachTaskOnce() {
    DeviceHandle<Counter> handle = handle();
    for (int i = 0; i < SIDES; i++) {
      side(EACH, _ -> handle.submit(counter -> counter.count++));
      side(EACH / 10, _ -> handle.submitBlocking(counter -> counter.count++));
    }
    awaitSides();
    long all = (long) SIDES * (EACH + EACH / 10);
    assertEquals(all, handle.<Long>submitBlocking(counter -> counter.count));
    assertTrue(Devices.of(machine).stats(GPU, DeviceStage.UPSTREAM).queued() >= all);
  }

  @Test
  void shutdownsUnderSubmitters_runWhatWasAccepted() {
    for (int i = 0; i < SIDES; i++) {
      side(EACH / 10, _ -> submitToWhoeverServes());
    }
    side(50, _ -> Devices.of(machine).shutdown(GPU));
    awaitSides();
    Devices.of(machine).shutdown(GPU);
    assertEquals(accepted.get(), ran.get());
    assertEquals(0, open.get());
  }

  private void submitToWhoeverServes() {
    try {
      handle().submit(counter -> counter.count++);
      accepted.incrementAndGet();
    } catch (RejectedExecutionException closed) {
      assertTrue(open.get() >= 0);
    }
  }
}
