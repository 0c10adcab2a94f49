package dev.wq.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.DelayedWork;
import dev.wq.JoinHandle;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While no thread can be started (linux 58). */
class ThreadStartFailureTest extends OnLiveMachine {
  private final LogListener log = new LogListener();
  private FailingHost host;

  @Override
  Machine newMachine(String name) {
    host = new FailingHost(name);
    return new HostedMachine(name, host);
  }

  @AfterEach
  void letThreadsStart() {
    host.failing = false;
    log.close();
  }

  @Test
  void memReclaimQueue_makesProgressWithItsReservedWorker() throws Exception {
    WorkQueue queue = machine.queue(QueueAttrs.named("reclaim").memReclaim());
    host.failing = true;
    for (int i = 0; i < 100; i++) {
      assertEquals(42, queue.spawn(() -> 42).join(LONG));
    }
    assertTrue(host.failures.get() > 0);
  }

  @Test
  void memReclaimQueue_withManyQueuedWorks_runsThemAll() throws Exception {
    WorkQueue queue = machine.queue(QueueAttrs.named("reclaim").memReclaim().maxActive(2));
    host.failing = true;
    AtomicInteger ran = new AtomicInteger();
    List<JoinHandle<Integer>> handles = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      handles.add(queue.spawn(ran::incrementAndGet));
    }
    JoinHandle.joinAll(handles);
    assertEquals(1_000, ran.get());
  }

  @Test
  void memReclaimQueue_ofAWorkThatWaitsForAnotherQueue_goesOn() throws Exception {
    WorkQueue upper = machine.queue(QueueAttrs.named("upper").memReclaim());
    WorkQueue lower = machine.queue(QueueAttrs.named("lower").memReclaim());
    host.failing = true;
    assertEquals(43, upper.spawn(() -> lower.spawn(() -> 42).join() + 1).join(LONG));
  }

  @Test
  void normalQueue_runsItsWorksLater() {
    WorkQueue queue = machine.queue(QueueAttrs.named("normal"));
    host.failing = true;
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      assertTrue(queue.enqueue(Work.of("late", ran::incrementAndGet)));
    }
    assertTrue(host.failures.get() > 0);
    assertTrue(log.has("normal", "no worker thread"));
    assertEquals(0, ran.get());
    host.failing = false;
    eventually("all have run", () -> ran.get() == 10);
  }

  @Test
  void severalStarvedQueues_allRunLater_evenWhenTheFirstBlocks() {
    List<WorkQueue> queues = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      queues.add(machine.queue(QueueAttrs.named("normal-" + i)));
    }
    host.failing = true;
    CountDownLatch allStarted = new CountDownLatch(queues.size());
    queues.forEach(queue ->
        queue.enqueue(
            Work.of(
                "blocks",
                () -> {
                  allStarted.countDown();
                  allStarted.await();
                })));
    host.failing = false;
    eventually("all run at once", () -> allStarted.getCount() == 0);
  }

  @Test
  void failureDuringRuns_losesNothing() throws Exception {
    WorkQueue queue = machine.queue(QueueAttrs.named("normal").maxActive(3));
    WorkQueue fresh = machine.queue(QueueAttrs.named("fresh").freshThreads().maxActive(3));
    AtomicInteger ran = new AtomicInteger();
    for (int round = 0; round < 20; round++) {
      host.failing = round % 2 == 1;
      for (int i = 0; i < 100; i++) {
        queue.enqueue(Work.of("quick", ran::incrementAndGet));
        fresh.enqueue(Work.of("quick", ran::incrementAndGet));
      }
    }
    host.failing = false;
    eventually("all have run", () -> ran.get() == 4_000);
    machine.awaitIdle(LONG);
  }

  @Test
  void manyThreadsQueueAtOnce_noneSeesTheFailure() throws Exception {
    List<WorkQueue> queues = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      queues.add(machine.queue(QueueAttrs.named("normal-" + i)));
    }
    host.failing = true;
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger accepted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (WorkQueue queue : queues) {
      threads.add(
          machine.thread(
              "producer",
              () -> {
                for (int i = 0; i < 100; i++) {
                  queue.enqueue(Work.of("late", ran::incrementAndGet));
                  accepted.incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      assertTrue(thread.join(LONG));
    }
    assertEquals(800, accepted.get());
    host.failing = false;
    eventually("all have run", () -> ran.get() == 800);
  }

  @Test
  void timerThatFiresDuringTheFailure_isNotLost() {
    WorkQueue queue = machine.queue(QueueAttrs.named("normal"));
    AtomicInteger ran = new AtomicInteger();
    host.failing = true;
    queue.enqueueDelayed(DelayedWork.of("timed", ran::incrementAndGet), Duration.ofMillis(1));
    eventually("the timer has fired", () -> host.failures.get() > 0);
    host.failing = false;
    eventually("it has run", () -> ran.get() == 1);
  }
}
