package dev.wq.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.QueueAttrs;
import dev.wq.WorkContext;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@code java.util.concurrent.ExecutorService} on the view of a queue. */
class ExecutorServiceContractTest extends OnLiveMachine {
  private static final int LIMIT = 2;
  private static final long SECONDS = LONG.toSeconds();

  private WorkQueue queue;
  private ExecutorService executor;

  @BeforeEach
  void openQueue() {
    queue = machine.queue(QueueAttrs.named("tasks").maxActive(LIMIT));
    executor = queue.asExecutorService();
  }

  /** Tasks that wait for a latch which never opens, and tell whether they were interrupted. */
  private final class Stuck {
    final CountDownLatch started = new CountDownLatch(LIMIT);
    final AtomicInteger interrupted = new AtomicInteger();
    final List<Future<?>> futures = new ArrayList<>();

    Stuck() throws InterruptedException {
      for (int i = 0; i < LIMIT; i++) {
        futures.add(executor.submit(this::waitForEver));
      }
      assertTrue(started.await(SECONDS, TimeUnit.SECONDS));
    }

    private void waitForEver() {
      started.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException expected) {
        interrupted.incrementAndGet();
      }
    }

    void release() {
      futures.forEach(f -> f.cancel(true));
    }
  }

  @Test
  void submit_answersTheResult_fromAWorkerOfTheQueue() throws Exception {
    assertEquals(6, executor.submit(() -> 2 * 3).get());
    assertEquals("done", executor.submit(() -> {}, "done").get());
    Callable<WorkQueue> where = () -> WorkContext.current().orElseThrow().queue();
    assertSame(queue, executor.submit(where).get());
    assertThrows(NullPointerException.class, () -> executor.submit((Runnable) null));
    assertThrows(NullPointerException.class, () -> executor.execute(null));
  }

  @Test
  void execute_happensBeforeTheRun_whichHappensBeforeGet() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      int[] plain = {i, 0};
      executor.submit(() -> plain[1] = plain[0] + 1).get();
      assertEquals(i + 1, plain[1]);
    }
  }

  @Test
  void aTaskThatThrows_failsItsFutureOnly() throws Exception {
    Future<?> failing =
        executor.submit(() -> {
          throw new IllegalArgumentException("deliberate");
        });
    ExecutionException e = assertThrows(ExecutionException.class, failing::get);
    assertInstanceOf(IllegalArgumentException.class, e.getCause());
    assertEquals(1, executor.submit(() -> 1).get());
  }

  @Test
  void anExecutedRunnableThatThrows_isToldToTheFailureHandler() {
    AtomicInteger told = new AtomicInteger();
    queue.onFailure((work, of, cause) -> told.incrementAndGet());
    executor.execute(() -> {
      throw new StackOverflowError("deliberate");
    });
    eventually("the handler is told", () -> told.get() == 1);
  }

  @Test
  void invokeAll_answersEveryFutureDone_inOrder() throws Exception {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      tasks.add(() -> number == 7 ? Integer.parseInt("seven") : number);
    }
    List<Future<Integer>> futures = executor.invokeAll(tasks);
    for (int i = 0; i < 100; i++) {
      Future<Integer> future = futures.get(i);
      assertTrue(future.isDone());
      if (i == 7) {
        assertThrows(ExecutionException.class, future::get);
      } else {
        assertEquals(i, future.get());
      }
    }
  }

  @Test
  void invokeAll_cancelsTheRest_whenTimeIsUp() throws Exception {
    Callable<Integer> stuck =
        () -> {
          new CountDownLatch(1).await();
          return 0;
        };
    List<Future<Integer>> futures =
        executor.invokeAll(List.of(() -> 1, stuck, stuck, stuck), 200, TimeUnit.MILLISECONDS);
    assertEquals(4, futures.size());
    for (Future<Integer> future : futures.subList(1, 4)) {
      assertTrue(future.isCancelled());
    }
    machine.awaitIdle(LONG);
  }

  @Test
  void invokeAny_answersOneThatSucceeds() throws Exception {
    Callable<Integer> fails =
        () -> {
          throw new IllegalStateException("deliberate");
        };
    assertEquals(5, executor.invokeAny(List.of(fails, () -> 5)));
    assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(fails, fails)));
    assertThrows(
        TimeoutException.class,
        () ->
            executor.invokeAny(
                List.of(() -> {
                  new CountDownLatch(1).await();
                  return 0;
                }),
                50,
                TimeUnit.MILLISECONDS));
    machine.awaitIdle(LONG);
  }

  @Test
  void cancelOfAFuture_interruptsItsTask() throws Exception {
    Stuck stuck = new Stuck();
    assertTrue(stuck.futures.getFirst().cancel(true));
    eventually("one is interrupted", () -> stuck.interrupted.get() == 1);
    assertThrows(CancellationException.class, () -> stuck.futures.getFirst().get());
    assertFalse(stuck.futures.getLast().isDone());
    AtomicBoolean inherited = new AtomicBoolean();
    executor.submit(() -> inherited.set(Thread.currentThread().isInterrupted())).get();
    assertFalse(inherited.get());
    stuck.release();
  }

  @Test
  void cancelOfAFuture_thatHasNotStarted_keepsItFromRunning() throws Exception {
    Stuck stuck = new Stuck();
    AtomicBoolean ran = new AtomicBoolean();
    assertTrue(executor.submit(() -> ran.set(true)).cancel(false));
    stuck.release();
    executor.shutdown();
    assertTrue(executor.awaitTermination(SECONDS, TimeUnit.SECONDS));
    assertFalse(ran.get());
  }

  @Test
  void shutdown_letsQueuedTasksRun_andRejectsOthers() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      executor.submit(() -> {
        open.await();
        return ran.incrementAndGet();
      });
    }
    executor.shutdown();
    assertTrue(executor.isShutdown());
    assertFalse(executor.isTerminated());
    assertFalse(executor.awaitTermination(20, TimeUnit.MILLISECONDS));
    assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
    assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> 1));
    open.countDown();
    assertTrue(executor.awaitTermination(SECONDS, TimeUnit.SECONDS));
    assertTrue(executor.isTerminated());
    assertEquals(10, ran.get());
    executor.shutdown();
  }

  @Test
  void shutdown_leavesTheQueueAndOtherViewsOpen() throws Exception {
    executor.shutdown();
    assertTrue(executor.awaitTermination(SECONDS, TimeUnit.SECONDS));
    assertFalse(queue.isClosed());
    assertEquals(1, queue.spawn(() -> 1).join());
    assertEquals(2, queue.asExecutorService().submit(() -> 2).get());
  }

  @Test
  void shutdownNow_interruptsWhatRuns_andAnswersWhatNeverStarted() throws Exception {
    Stuck stuck = new Stuck();
    AtomicInteger ran = new AtomicInteger();
    List<Runnable> waiting = List.of(ran::incrementAndGet, ran::incrementAndGet, () -> {});
    waiting.forEach(executor::execute);
    assertEquals(waiting, executor.shutdownNow());
    assertTrue(executor.awaitTermination(SECONDS, TimeUnit.SECONDS));
    assertEquals(LIMIT, stuck.interrupted.get());
    assertEquals(0, ran.get());
    assertEquals(List.of(), executor.shutdownNow());
  }

  @Test
  void shutdownNow_doesNotTouchWorksThatCameAnotherWay() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    var other =
        queue.spawn(() -> {
          open.await();
          return "not interrupted";
        });
    executor.shutdownNow();
    assertTrue(executor.isTerminated());
    open.countDown();
    assertEquals("not interrupted", other.join());
  }

  @Test
  void awaitTermination_endsForWhoeverWaitsWhenAnotherShutsDown() throws Exception {
    AtomicInteger terminated = new AtomicInteger();
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiters.add(
          machine.thread(
              "waiter-" + i,
              () -> {
                if (awaitsTermination()) {
                  terminated.incrementAndGet();
                }
              }));
    }
    eventually(
        "all wait",
        () -> waiters.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
    executor.submit(() -> 1).get();
    executor.shutdown();
    eventually("all have seen it", () -> terminated.get() == 3);
  }

  private boolean awaitsTermination() {
    try {
      return executor.awaitTermination(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void awaitTermination_isInterruptible() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> executor.awaitTermination(SECONDS, TimeUnit.SECONDS));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void close_waitsForTheTasks() {
    AtomicInteger ran = new AtomicInteger();
    try (ExecutorService closing = queue.asExecutorService()) {
      for (int i = 0; i < 50; i++) {
        closing.execute(() -> {
          Thread.yield();
          ran.incrementAndGet();
        });
      }
    }
    assertEquals(50, ran.get());
  }

  @Test
  void close_whenInterrupted_interruptsTheTasksAndKeepsTheFlag() throws Exception {
    Stuck stuck = new Stuck();
    Thread.currentThread().interrupt();
    executor.close();
    assertTrue(Thread.interrupted());
    assertTrue(executor.isTerminated());
    assertEquals(LIMIT, stuck.interrupted.get());
  }

  @Test
  void completableFuture_runsOnTheQueue() throws Exception {
    CompletableFuture<WorkQueue> where =
        CompletableFuture.supplyAsync(() -> WorkContext.current().orElseThrow().queue(), queue);
    assertSame(queue, where.get(SECONDS, TimeUnit.SECONDS));
    assertEquals(
        3, CompletableFuture.supplyAsync(() -> 1, queue).thenApplyAsync(n -> n + 2, queue).get());
    CompletableFuture<Integer> failing =
        CompletableFuture.supplyAsync(() -> Integer.parseInt("no"), queue);
    assertInstanceOf(
        NumberFormatException.class,
        assertThrows(CompletionException.class, failing::join).getCause());
  }

  @Test
  void closedQueue_rejects() {
    queue.close();
    assertThrows(RejectedExecutionException.class, () -> queue.execute(() -> {}));
    assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> 1));
    assertThrows(
        RejectedExecutionException.class, () -> CompletableFuture.supplyAsync(() -> 1, queue));
    executor.shutdown();
    assertTrue(executor.isTerminated());
  }

  @Test
  void limitOfTheQueue_holdsForItsTasks() throws Exception {
    AtomicInteger active = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tasks.add(() -> {
        most.accumulateAndGet(active.incrementAndGet(), Math::max);
        machine.sleep(Duration.ofMillis(1));
        active.decrementAndGet();
        return null;
      });
    }
    executor.invokeAll(tasks);
    assertTrue(most.get() <= LIMIT, () -> most + " ran at once");
  }
}
