package dev.wq.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.CloseReport;
import dev.wq.DelayedWork;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closing a queue whose functions do not end, and closing while interrupted. */
class ClosingTest extends OnLiveMachine {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final int ROUNDS = 200;

  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private final AtomicInteger interrupts = new AtomicInteger();

  @AfterEach
  void releaseFunctions() {
    release.countDown();
  }

  private WorkQueue ordered() {
    return machine.queue(QueueAttrs.named("closing").ordered());
  }

  /** Waits for the test to end, whatever interrupts it. */
  private Work stubborn() {
    return Work.of("stubborn", this::waitStubbornly);
  }

  private void waitStubbornly() {
    started.countDown();
    boolean released = false;
    while (!released) {
      try {
        release.await();
        released = true;
      } catch (InterruptedException swallowed) {
        interrupts.incrementAndGet();
      }
    }
  }

  @Test
  void closeWithoutTime_isForcedAtOnce() throws Exception {
    WorkQueue queue = ordered();
    Work stubborn = stubborn();
    Work behind = Work.of("behind", () -> {});
    queue.enqueue(stubborn);
    started.await();
    queue.enqueue(behind);
    assertEquals(
        new CloseReport(List.of(behind), List.of(stubborn)), queue.close(Duration.ZERO));
    assertTrue(queue.isClosed());
  }

  @Test
  void aFunctionThatNeverReturns_isInterruptedOnce_andReported() throws Exception {
    WorkQueue queue = ordered();
    Work stubborn = stubborn();
    AtomicBoolean ran = new AtomicBoolean();
    Work behind = Work.of("behind", () -> ran.set(true));
    queue.enqueue(stubborn);
    queue.enqueue(behind);
    started.await();
    CloseReport report = queue.close(SHORT);
    assertEquals(List.of(stubborn), report.stillRunning());
    assertEquals(List.of(behind), report.cancelled());
    assertFalse(report.isClean());
    assertEquals(1, interrupts.get());
    assertTrue(queue.isClosed());
    assertTrue(behind.busy().isEmpty());
    assertThrows(RejectedExecutionException.class, () -> queue.enqueue(behind));
    release.countDown();
    stubborn.flush();
    assertFalse(ran.get());
    assertEquals(1, interrupts.get());
  }

  @Test
  void aFunctionThatEndsWhenInterrupted_isNotReported() throws Exception {
    WorkQueue queue = ordered();
    queue.onFailure((work, of, cause) -> interrupts.incrementAndGet());
    Work polite =
        Work.of(
            "polite",
            () -> {
              started.countDown();
              release.await();
            });
    queue.enqueue(polite);
    started.await();
    CloseReport report = queue.close(SHORT);
    assertTrue(report.isClean(), report::toString);
    assertEquals(1, interrupts.get());
    assertTrue(polite.busy().isEmpty());
  }

  @Test
  void armedWorks_areCancelledAndReported() throws Exception {
    WorkQueue queue = ordered();
    DelayedWork armed = DelayedWork.of("armed", () -> {});
    queue.enqueueDelayed(armed, Duration.ofHours(1));
    CloseReport report = queue.close(LONG);
    assertEquals(List.of(armed), report.cancelled());
    assertFalse(armed.isPending());
  }

  @Test
  void aMachineWithAReportedFunction_canBeClosed() throws Exception {
    WorkQueue queue = ordered();
    queue.enqueue(stubborn());
    started.await();
    assertFalse(queue.close(SHORT).isClean());
    machine.close();
    assertEquals(List.of(), machine.queues());
  }

  @Test
  void closeWhileInterrupted_keepsWaiting_andRestoresTheFlag() throws Exception {
    WorkQueue queue = ordered();
    AtomicBoolean flag = new AtomicBoolean();
    queue.enqueue(stubborn());
    started.await();
    Thread closer =
        machine.thread(
            "closer",
            () -> {
              queue.close();
              flag.set(Thread.currentThread().isInterrupted());
            });
    for (int i = 0; i < 3; i++) {
      eventually("close waits", () -> closer.getState() == Thread.State.WAITING);
      closer.interrupt();
      eventually("the interrupt is taken", () -> !closer.isInterrupted());
    }
    assertTrue(closer.isAlive());
    assertEquals(0, interrupts.get());
    release.countDown();
    assertTrue(closer.join(LONG));
    assertTrue(flag.get());
    assertTrue(queue.isClosed());
  }

  @Test
  void closeWhileInterrupted_stillReportsArmedWorks_andAcceptsNothing() throws Exception {
    WorkQueue queue = ordered();
    DelayedWork armed = DelayedWork.of("armed", () -> {});
    queue.enqueue(stubborn());
    queue.enqueueDelayed(armed, Duration.ofHours(1));
    started.await();
    try (LogListener log = new LogListener()) {
      Thread closer = machine.thread("closer", queue::close);
      eventually("close waits", () -> closer.getState() == Thread.State.WAITING);
      Work late = Work.of("late", () -> {});
      for (int i = 0; i < 1_000; i++) {
        closer.interrupt();
        assertThrows(RejectedExecutionException.class, () -> queue.enqueue(late));
      }
      release.countDown();
      assertTrue(closer.join(LONG));
      assertFalse(armed.isPending());
      assertTrue(log.has("closing", "armed"));
    }
  }

  @Test
  void timedClose_whenInterrupted_leavesTheQueueOpen() throws Exception {
    WorkQueue queue = ordered();
    queue.enqueue(stubborn());
    started.await();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> queue.close(LONG));
    assertFalse(queue.isClosed());
    AtomicBoolean ran = new AtomicBoolean();
    assertTrue(queue.enqueue(Work.of("later", () -> ran.set(true))));
    release.countDown();
    queue.close();
    assertTrue(ran.get());
  }

  @Test
  void twoThreadsClose_bothReturnWhenItIsClosed() throws Exception {
    WorkQueue queue = ordered();
    AtomicInteger closed = new AtomicInteger();
    queue.enqueue(stubborn());
    started.await();
    for (int i = 0; i < 2; i++) {
      machine.thread(
          "closer-" + i,
          () -> {
            queue.close();
            closed.addAndGet(queue.isClosed() ? 1 : 100);
          });
    }
    release.countDown();
    eventually("both have returned", () -> closed.get() >= 2);
    assertEquals(2, closed.get());
  }

  @Test
  void closeRacingWithProducers_losesNoAcceptedWork() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      WorkQueue queue = machine.queue(QueueAttrs.named("racing-" + round).maxActive(2));
      AtomicInteger accepted = new AtomicInteger();
      AtomicInteger ran = new AtomicInteger();
      CountDownLatch producing = new CountDownLatch(1);
      Runnable producer = () -> produce(queue, producing, accepted, ran);
      List<Thread> producers =
          List.of(machine.thread("producer-0", producer), machine.thread("producer-1", producer));
      producing.await();
      queue.close();
      for (Thread thread : producers) {
        assertTrue(thread.join(LONG));
      }
      assertEquals(accepted.get(), ran.get());
    }
  }

  private static void produce(
      WorkQueue queue, CountDownLatch producing, AtomicInteger accepted, AtomicInteger ran) {
    while (queue.trySpawn(ran::incrementAndGet)) {
      accepted.incrementAndGet();
      producing.countDown();
    }
  }
}
