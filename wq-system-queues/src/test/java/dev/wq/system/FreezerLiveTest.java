package dev.wq.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The freezer on real threads; its rules are in {@link FreezerTest}. */
class FreezerLiveTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Machine machine = Machine.create("freezer-live");
  private final WorkQueue freezable = SystemQueues.systemFreezable(machine);

  @AfterEach
  void closeMachine() {
    machine.close();
  }

  @Test
  void freeze_waitsForTheRunningWork_andHoldsTheNext() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    Work slow =
        Work.of(
            "slow",
            () -> {
              begun.countDown();
              goOn.await();
              ended.incrementAndGet();
            });
    freezable.enqueue(slow);
    begun.await();
    Thread releaser =
        machine.thread(
            "releaser",
            () -> {
              await().atMost(LONG).until(freezable::isFrozen);
              freezable.enqueue(slow);
              goOn.countDown();
            });
    try (var _ = Freezer.freeze(machine, LONG)) {
      releaser.join();
      assertEquals(1, ended.get());
      assertTrue(slow.isPending());
      assertFalse(slow.isRunning());
    }
    slow.flush(LONG);
    assertEquals(2, ended.get());
  }

  @Test
  void timedOutFreeze_thawsAndNamesTheWork() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Work stuck = Work.of("stuck", goOn::await);
    freezable.enqueue(stuck);
    await().atMost(LONG).until(stuck::isRunning);
    String text =
        assertThrows(TimeoutException.class, () -> Freezer.freeze(machine, Duration.ofMillis(5)))
            .getMessage();
    assertTrue(text.contains("'stuck'") && text.contains("events_freezable"), text);
    assertFalse(freezable.isFrozen());
    goOn.countDown();
    stuck.flush(LONG);
  }

  @Test
  void freezeOfOneMachine_leavesOthersAlone() throws Exception {
    try (Machine other = Machine.create("other");
        var _ = Freezer.freeze(machine)) {
      assertFalse(SystemQueues.systemFreezable(other).isFrozen());
      assertThrows(IllegalStateException.class, () -> Freezer.thaw(other));
    }
    assertFalse(freezable.isFrozen());
  }
}
