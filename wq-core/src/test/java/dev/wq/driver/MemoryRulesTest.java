package dev.wq.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wq.Machine;
import dev.wq.sim.Explorer;
import dev.wq.sim.SimMachine;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an end costs, and whose the item is after it. */
class MemoryRulesTest {
  private static final int ITEMS = 10_000;
  private static final int WARM_UPS = 10;
  private static final double LEAST = 1.0; // bytes an item
  private static final int SEEDS = 1_000;

  /** Does everything at once, and looks what its thread has allocated. */
  private static final class Meter implements Driver<String> {
    private final ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private int posted;
    private long before;
    private volatile double bytesPerItem;

    @Override
    public DriverPoll post(String item) {
      if (posted == 0) {
        before = bean.getCurrentThreadAllocatedBytes();
      }
      posted++;
      if (posted == ITEMS) {
        long now = bean.getCurrentThreadAllocatedBytes();
        bytesPerItem = (double) (now - before) / ITEMS;
        posted = 0;
      }
      return DriverPoll.COMPLETED;
    }

    @Override
    public DriverPoll poll(String item) {
      throw new AssertionError(item + " is in progress");
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @DisplayName("drivers D49: beginning and ending an item that nobody waits for allocates nothing")
  void endWithoutAWaiter_allocatesNothing() throws Exception {
    Meter meter = new Meter();
    double least = Double.MAX_VALUE;
    try (Machine machine = Machine.create("memory")) {
      DriverAttrs attrs = DriverAttrs.named("memory").capacity(ITEMS).onPlatformThread();
      DriverQueue<String> queue = DriverQueue.open(machine, attrs);
      queue.attach(meter);
      for (int i = 0; i < WARM_UPS; i++) {
        try (Suspension _ = queue.suspend()) {
          for (int n = 0; n < ITEMS; n++) {
            queue.post("item");
          }
        }
        queue.awaitIdle();
        least = Math.min(least, meter.bytesPerItem);
      }
      assertEquals((long) WARM_UPS * ITEMS, queue.stats().completed());
    }
    assertTrue(least < LEAST, least + " bytes an item");
  }

  /** An item whose memory is poisoned when its owner has it back. */
  private static final class Buffer extends DriverItem {
    private boolean poisoned;

    void poison() {
      assertFalse(isLent());
      poisoned = true;
    }

    @Override
    public String toString() {
      return "buffer";
    }
  }

  /** Touches what it is called with, and completes it at the second poll. */
  private static final class Toucher implements Driver<Buffer> {
    private final SimMachine machine;
    private final List<String> touched = new ArrayList<>();
    private int polls;

    Toucher(SimMachine machine) {
      this.machine = machine;
    }

    private void touch(Buffer buffer, String call) {
      for (int i = 0; i < 2; i++) {
        if (buffer.poisoned) {
          touched.add(call);
        }
        machine.point();
      }
    }

    @Override
    public DriverPoll post(Buffer buffer) {
      touch(buffer, "post");
      return DriverPoll.PENDING_POLL_AGAIN;
    }

    @Override
    public DriverPoll poll(Buffer buffer) {
      touch(buffer, "poll");
      polls++;
      return polls % 2 == 0 ? DriverPoll.COMPLETED : DriverPoll.PENDING_POLL_AGAIN;
    }

    @Override
    public void cancel(Buffer buffer) {
      touch(buffer, "cancel");
    }

    @Override
    public ResetAnswer reset(Buffer overdue) {
      touch(overdue, "reset");
      return ResetAnswer.RESET;
    }
  }

  /** How an owner gets its item back. */
  private interface Release {
    void of(DriverQueue<Buffer> queue, Submission<Buffer> submission) throws Exception;
  }

  private static void check(DriverAttrs attrs, Release release) {
    Explorer.seeds(SEEDS)
        .cpus(2)
        .switchOneIn(4)
        .check(m -> {
          DriverQueue<Buffer> queue = DriverQueue.open(m, attrs);
          Toucher driver = new Toucher(m);
          queue.attach(driver);
          Thread owner = DriverScenarios.go(m, "owner", () -> poisonAfter(queue, release));
          Thread other = DriverScenarios.go(m, "other", () -> queue.post(new Buffer()).await());
          owner.join();
          other.join();
          m.runUntilIdle();
          assertEquals(List.of(), driver.touched);
        });
  }

  private static void poisonAfter(DriverQueue<Buffer> queue, Release release) throws Exception {
    Buffer buffer = new Buffer();
    release.of(queue, queue.post(buffer));
    buffer.poison();
    queue.kick();
  }

  @Test
  @DisplayName("drivers D50: after its end an item is not touched")
  void awaited_isNotTouched() {
    check(DriverAttrs.named("q").depth(2), (_, s) -> s.await());
  }

  @Test
  @DisplayName("drivers D50: nor after close, whether it was queued or in progress")
  void closed_isNotTouched() {
    check(DriverAttrs.named("q"), (_, s) -> s.close());
  }

  @Test
  @DisplayName("drivers D50: nor after a close or a run limit that reset the device")
  void reset_isNotTouched() {
    DriverAttrs attrs = DriverAttrs.named("q").depth(2).banAfter(9);
    check(attrs.closeTimeout(Duration.ofNanos(1)), (_, s) -> s.close());
    check(attrs.runLimit(Duration.ofNanos(1)), (_, s) -> s.await());
  }
}
