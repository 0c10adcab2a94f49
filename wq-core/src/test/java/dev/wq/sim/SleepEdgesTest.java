package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.host.Edges;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Each way to block is one sleep edge, and one run edge at the instant of the wake-up. */
class SleepEdgesTest {
  private static final long WAKE_AT = 50_000_000;

  /** Something that blocks, and how another thread ends that. */
  private interface Blocking {
    void block(SimHost host) throws Exception;

    void release(Thread blocked) throws Exception;

    /** Run by the other thread before the blocking one starts. */
    default void prepare() throws Exception {}
  }

  private static final class Recorder implements Edges {
    final List<String> seen = new ArrayList<>();
    SimHost host;

    @Override
    public void sleeping() {
      assertTrue(!Thread.currentThread().isVirtual());
      seen.add("sleeps at " + host.nanoTime());
    }

    @Override
    public void running() {
      assertTrue(!Thread.currentThread().isVirtual());
      seen.add("runs at " + host.nanoTime());
    }
  }

  private static void assertOneSleepOneRun(Blocking blocking) {
    assertEquals(List.of("sleeps at 0", "runs at " + WAKE_AT), edges(blocking));
  }

  private static List<String> edges(Blocking blocking) {
    var recorder = new Recorder();
    Simulation.withCpus(1)
        .runHost(host -> {
          recorder.host = host;
          blocking.prepare();
          Thread thread = host.newThread("blocks", 0, recorder, () -> block(blocking, host));
          thread.start();
          host.parkNanos(host, WAKE_AT);
          blocking.release(thread);
          thread.join();
        });
    return recorder.seen;
  }

  private static void block(Blocking blocking, SimHost host) {
    try {
      blocking.block(host);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void park_sleepsOnce() {
    assertOneSleepOneRun(
        new Blocking() {
          @Override
          public void block(SimHost host) {
            LockSupport.park();
          }

          @Override
          public void release(Thread blocked) {
            LockSupport.unpark(blocked);
          }
        });
  }

  @Test
  void parkNanos_sleepsOnceAndEndsAtItsInstant() {
    assertOneSleepOneRun(
        new Blocking() {
          @Override
          public void block(SimHost host) {
            host.parkNanos(this, WAKE_AT);
          }

          @Override
          public void release(Thread blocked) {}
        });
  }

  @Test
  void reentrantLock_sleepsOnce() {
    var lock = new ReentrantLock();
    assertOneSleepOneRun(
        new Blocking() {
          @Override
          public void prepare() {
            lock.lock();
          }

          @Override
          public void block(SimHost host) {
            lock.lock();
            lock.unlock();
          }

          @Override
          public void release(Thread blocked) {
            lock.unlock();
          }
        });
  }

  @Test
  void conditionAwait_sleepsOnce() {
    var lock = new ReentrantLock();
    var condition = lock.newCondition();
    assertOneSleepOneRun(
        new Blocking() {
          @Override
          public void block(SimHost host) throws InterruptedException {
            lock.lock();
            try {
              condition.await();
            } finally {
              lock.unlock();
            }
          }

          @Override
          public void release(Thread blocked) {
            lock.lock();
            condition.signal();
            lock.unlock();
          }
        });
  }

  @Test
  void synchronizedContention_sleepsOnce() {
    var recorder = new Recorder();
    var monitor = new Object();
    Simulation.withCpus(1)
        .runHost(host -> {
          recorder.host = host;
          Thread thread;
          synchronized (monitor) {
            thread =
                host.newThread(
                    "blocks",
                    0,
                    recorder,
                    () -> {
                      synchronized (monitor) {
                        host.log("inside");
                      }
                    });
            thread.start();
            host.parkNanos(host, WAKE_AT);
          }
          thread.join();
        });
    assertEquals(List.of("sleeps at 0", "runs at " + WAKE_AT), recorder.seen);
  }

  @Test
  void objectWait_sleepsOnce() {
    var monitor = new Object();
    assertOneSleepOneRun(
        new Blocking() {
          @Override
          public void block(SimHost host) throws InterruptedException {
            synchronized (monitor) {
              monitor.wait();
            }
          }

          @Override
          public void release(Thread blocked) {
            synchronized (monitor) {
              monitor.notify();
            }
          }
        });
  }

  @Test
  void semaphore_sleepsOnce() {
    var semaphore = new Semaphore(0);
    assertOneSleepOneRun(
        new Blocking() {
          @Override
          public void block(SimHost host) throws InterruptedException {
            semaphore.acquire();
          }

          @Override
          public void release(Thread blocked) {
            semaphore.release();
          }
        });
  }

  @Test
  void blockingQueueTake_sleepsOnce() {
    var queue = new ArrayBlockingQueue<String>(1);
    assertOneSleepOneRun(
        new Blocking() {
          @Override
          public void block(SimHost host) throws InterruptedException {
            queue.take();
          }

          @Override
          public void release(Thread blocked) {
            queue.add("x");
          }
        });
  }

  @Test
  void countDownLatch_sleepsOnce() {
    var latch = new CountDownLatch(1);
    assertOneSleepOneRun(
        new Blocking() {
          @Override
          public void block(SimHost host) throws InterruptedException {
            latch.await();
          }

          @Override
          public void release(Thread blocked) {
            latch.countDown();
          }
        });
  }

  @Test
  void completableFutureJoin_sleepsOnce() {
    var future = new CompletableFuture<String>();
    assertOneSleepOneRun(
        new Blocking() {
          @Override
          public void block(SimHost host) {
            future.join();
          }

          @Override
          public void release(Thread blocked) {
            future.complete("x");
          }
        });
  }

  @Test
  void yieldComputeAndPermit_areNoSleep() {
    assertEquals(
        List.of(),
        edges(
            new Blocking() {
              @Override
              public void block(SimHost host) {
                Thread.yield();
                LockSupport.unpark(Thread.currentThread());
                LockSupport.park();
                host.compute(java.time.Duration.ofMillis(1));
              }

              @Override
              public void release(Thread blocked) {}
            }));
  }
}
