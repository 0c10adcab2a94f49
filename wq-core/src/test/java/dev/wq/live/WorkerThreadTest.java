package dev.wq.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What functions and users may do to the threads that works run on. */
class WorkerThreadTest extends OnLiveMachine {
  private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
  private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

  private WorkQueue queue;

  @BeforeEach
  void openQueue() {
    queue = machine.queue(QueueAttrs.named("one").ordered());
  }

  private <T> T run(Callable<T> body) throws Exception {
    return queue.spawn(body).join(LONG);
  }

  @Test
  void nameLoaderAndInterrupt_areRestoredAfterEachItem() throws Exception {
    String name = run(() -> Thread.currentThread().getName());
    ClassLoader loader = run(() -> Thread.currentThread().getContextClassLoader());
    Thread worker =
        run(() -> {
          Thread me = Thread.currentThread();
          me.setName("mine");
          me.setContextClassLoader(new ClassLoader(null) {});
          me.interrupt();
          return me;
        });
    AtomicBoolean interrupted = new AtomicBoolean(true);
    Thread next =
        run(() -> {
          interrupted.set(Thread.interrupted());
          return Thread.currentThread();
        });
    assertSame(worker, next);
    assertFalse(interrupted.get());
    assertEquals(name, run(() -> Thread.currentThread().getName()));
    assertSame(loader, run(() -> Thread.currentThread().getContextClassLoader()));
    assertSame(ClassLoader.getSystemClassLoader(), loader);
  }

  @Test
  void threadIsRestored_alsoBetweenTheRunsOfOneStay() throws Exception {
    List<Boolean> flags = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      queue.trySpawn(() -> {
        flags.add(Thread.currentThread().isInterrupted());
        Thread.currentThread().interrupt();
        Thread.currentThread().setName("mine");
      });
    }
    queue.flush();
    assertEquals(100, flags.size());
    assertFalse(flags.contains(true));
  }

  @Test
  void threadIsRestored_afterAFunctionThatThrows() throws Exception {
    queue.onFailure((work, of, cause) -> {});
    queue.trySpawn(() -> {
      Thread.currentThread().interrupt();
      throw new AssertionError("deliberate");
    });
    assertFalse(run(() -> Thread.currentThread().isInterrupted()));
  }

  @Test
  void threadLocals_stayWithTheWorker_andAreNotInherited() throws Exception {
    INHERITABLE.set("the test's");
    assertNull(run(INHERITABLE::get));
    run(() -> {
      LOCAL.set("left behind");
      return true;
    });
    assertEquals("left behind", run(LOCAL::get));
  }

  @Test
  void freshThreads_giveEachWorkAThreadOfItsOwn() throws Exception {
    WorkQueue fresh = machine.queue(QueueAttrs.named("fresh").freshThreads());
    Set<Thread> threads = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Thread thread =
          fresh
              .spawn(() -> {
                assertNull(LOCAL.get());
                LOCAL.set("left behind");
                return Thread.currentThread();
              })
              .join(LONG);
      assertTrue(thread.isVirtual());
      assertNotSame(Thread.currentThread(), thread);
      threads.add(thread);
    }
    assertEquals(100, threads.size());
  }

  @Test
  void freshThreads_alsoForWorksQueuedTogether() throws Exception {
    WorkQueue fresh = machine.queue(QueueAttrs.named("fresh").freshThreads().maxActive(1));
    Set<Thread> threads = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      fresh.trySpawn(() -> threads.add(Thread.currentThread()));
    }
    fresh.flush();
    assertEquals(100, threads.size());
  }

  /** Also in the moment between the end of an item and the start of the next one. */
  @Test
  void interruptOfAnIdleWorker_doesNotReachTheNextItem() throws Exception {
    Thread worker = run(Thread::currentThread);
    AtomicInteger reached = new AtomicInteger();
    for (int i = 0; i < 20_000; i++) {
      worker.interrupt();
      queue.spawn(() -> reached.addAndGet(Thread.interrupted() ? 1 : 0)).join(LONG);
    }
    assertEquals(0, reached.get());
  }

  @Test
  void interruptDuringAnItem_reachesThatItemOnly() throws Exception {
    queue.onFailure((work, of, cause) -> {});
    CountDownLatch started = new CountDownLatch(1);
    Thread[] worker = {null};
    var blocked =
        queue.spawn(() -> {
          worker[0] = Thread.currentThread();
          started.countDown();
          machine.sleep(Duration.ofHours(1));
          return false;
        });
    var next = queue.spawn(() -> Thread.currentThread().isInterrupted());
    started.await();
    worker[0].interrupt();
    assertFalse(next.join(LONG));
    assertTrue(blocked.isDone());
  }

  @Test
  void handleInterrupt_reachesTheFunctionItWasMeantFor() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      var first = queue.spawn(() -> Thread.currentThread().getName().length());
      AtomicBoolean reached = new AtomicBoolean();
      var second =
          queue.spawn(() -> {
            Thread.onSpinWait();
            reached.set(Thread.currentThread().isInterrupted());
            return true;
          });
      first.interrupt();
      second.join(LONG);
      assertFalse(reached.get());
    }
  }

  @Test
  void unparkOfAWorker_disturbsNothing() throws Exception {
    Thread worker = run(Thread::currentThread);
    AtomicInteger ran = new AtomicInteger();
    Work work = Work.of("counted", ran::incrementAndGet);
    for (int i = 0; i < 5_000; i++) {
      LockSupport.unpark(worker);
      queue.enqueue(work);
      LockSupport.unpark(worker);
      work.flush();
    }
    assertEquals(5_000, ran.get());
  }

  @Test
  void bhWorkThatBlocks_isReported() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (LogListener log = new LogListener()) {
      WorkQueue bh = machine.queue(QueueAttrs.named("softirq").bh());
      bh.trySpawn(() -> {});
      bh.flush();
      bh.enqueue(Work.of("sleepy", release::await));
      eventually("it is reported", () -> log.has("sleepy", "softirq", "block"));
    } finally {
      release.countDown();
    }
  }

  @Test
  void failureOfAnyKind_killsNoWorker() throws Exception {
    List<Throwable> told = new ArrayList<>();
    queue.onFailure((work, of, cause) -> told.add(cause));
    List<Throwable> thrown =
        List.of(
            new Exception("deliberate"),
            new StackOverflowError(),
            new OutOfMemoryError("deliberate"),
            new ThreadDeathLike());
    for (Throwable t : thrown) {
      queue.trySpawn(() -> sneak(t));
    }
    assertEquals(7, run(() -> 7));
    assertEquals(thrown, told);
    assertEquals(thrown.size(), queue.stats().failed());
  }

  @Test
  void handlerThatThrows_changesNothing() throws Exception {
    queue.onFailure((work, of, cause) -> {
      throw new IllegalStateException("deliberate");
    });
    try (LogListener log = new LogListener()) {
      queue.trySpawn(() -> sneak(new Exception("deliberate")));
      assertEquals(7, run(() -> 7));
      assertTrue(log.has("handler", "'one'"));
    }
  }

  private static final class ThreadDeathLike extends Error {
    private static final long serialVersionUID = 1;
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void deepRecursion_endsAsAFailure() throws Exception {
    AtomicInteger told = new AtomicInteger();
    queue.onFailure(
        (work, of, cause) -> told.addAndGet(cause instanceof StackOverflowError ? 1 : 9));
    queue.trySpawn(() -> recurse(0));
    assertEquals(7, run(() -> 7));
    assertEquals(1, told.get());
  }

  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }
}
