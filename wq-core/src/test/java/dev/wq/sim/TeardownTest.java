package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TeardownTest {
  private static final Simulation SIMULATION = Simulation.withCpus(1);

  private static void assertAllEnded(RunReport run, List<Thread> threads) {
    assertEquals(List.of(), run.leftBehind());
    threads.forEach(t -> assertEquals(Thread.State.TERMINATED, t.getState(), t.getName()));
  }

  @Test
  void threadsBlockedInEveryWay_end() {
    var threads = new ArrayList<Thread>();
    var monitor = new Object();
    RunReport run =
        SIMULATION.runHost(host -> {
          threads.add(host.newThread("parks", 0, null, () -> parkForEver(host)));
          threads.add(host.newThread("timer", 0, null, () -> host.parkNanos(host, 1L << 60)));
          threads.add(host.newThread("semaphore", 0, null, () -> acquire()));
          threads.add(host.newThread("waits", 0, null, () -> waitOn(monitor)));
          threads.add(
              host.newThread(
                  "computes", 0, null, () -> host.compute(java.time.Duration.ofDays(1))));
          threads.forEach(Thread::start);
          host.advance(java.time.Duration.ofNanos(1));
          threads.add(host.newThread("not-begun", 0, null, () -> threads.clear()));
          threads.getLast().start();
        });
    assertEquals(6, threads.size());
    assertAllEnded(run, threads);
  }

  private static void parkForEver(SimHost host) {
    for (; ; ) {
      LockSupport.park();
      host.point();
    }
  }

  private static void acquire() {
    try {
      new Semaphore(0).acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void waitOn(Object monitor) {
    synchronized (monitor) {
      try {
        monitor.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void threadsBlockedOnAMonitor_end() {
    var threads = new ArrayList<Thread>();
    var monitor = new Object();
    assertThrows(
        SimulationFailure.class,
        () ->
            SIMULATION.runHost(host -> {
              threads.add(host.newUserThread("enters", 0, () -> waitOn(monitor)));
              synchronized (monitor) {
                threads.getFirst().start();
                LockSupport.park();
                host.point();
              }
            }));
    assertEquals(Thread.State.TERMINATED, threads.getFirst().getState());
  }

  @Test
  void afterAFailure_noThreadIsLeft() {
    var threads = new ArrayList<Thread>();
    assertThrows(
        SimulationFailure.class,
        () ->
            SIMULATION.runHost(host -> {
              threads.add(Thread.currentThread());
              for (int i = 0; i < 100; i++) {
                threads.add(host.newUserThread("blocked", 0, TeardownTest::acquire));
                threads.getLast().start();
              }
              acquire();
            }));
    assertEquals(101, threads.size());
    threads.forEach(t -> assertEquals(Thread.State.TERMINATED, t.getState()));
  }

  @Test
  void codeThatSwallowsInterrupts_isLeftBehindAndNamed() {
    RunReport run =
        SIMULATION.runHost(host -> {
          host.newThread("deaf", 0, null, TeardownTest::deaf).start();
          host.runUntilIdle();
        });
    assertEquals(List.of("deaf"), run.leftBehind());
  }

  private static void deaf() {
    var never = new CountDownLatch(1);
    for (; ; ) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // As deaf code does.
      }
    }
  }

  /** An interrupted thread never parks: without the watchdog this would run for ever. */
  @Test
  void parkLoopThatIgnoresItsInterrupt_doesNotHangTheTeardown() {
    RunReport run =
        SIMULATION.runHost(host -> {
          host.newThread("loops", 0, null, TeardownTest::parkLoop).start();
          host.runUntilIdle();
        });
    assertEquals(List.of("loops"), run.leftBehind());
  }

  private static void parkLoop() {
    for (; ; ) {
      LockSupport.park();
    }
  }

  @Test
  void callsAfterTheEnd_unwindTheirThread_alsoThroughCatchException() {
    var reached = new boolean[1];
    RunReport run =
        SIMULATION.runHost(host -> {
          host.newThread("worker", 0, null, () -> survivesExceptions(host, reached)).start();
          host.runUntilIdle();
        });
    assertEquals(List.of(), run.leftBehind());
    assertFalse(reached[0]);
  }

  private static void survivesExceptions(SimHost host, boolean[] reached) {
    for (; ; ) {
      try {
        LockSupport.park();
        host.point();
        reached[0] = true;
      } catch (RuntimeException e) {
        host.log("survived " + e);
      }
    }
  }

  @Test
  void threadsOfTheSimulator_endWithTheRun() {
    SIMULATION.runHost(host -> host.parkNanos(host, 1));
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("wq-simulation")));
  }

  @Test
  void callersInterrupt_isKept() {
    Thread.currentThread().interrupt();
    SIMULATION.runHost(host -> host.parkNanos(host, 1));
    assertTrue(Thread.interrupted());
  }

  @Test
  void carrierIsAnOrdinaryThreadAgain() throws Exception {
    SIMULATION.runHost(host -> host.parkNanos(host, 1));
    assertFalse(DelayHook.entered());
    var slept = new boolean[1];
    Thread.ofVirtual()
        .start(() -> {
          LockSupport.parkNanos(1);
          slept[0] = true;
        })
        .join();
    assertTrue(slept[0]);
  }
}
