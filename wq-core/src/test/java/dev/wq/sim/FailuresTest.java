package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.host.LoomHost;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final Simulation SIMULATION = Simulation.withCpus(2).seed(42).named("orders");

  private static String failureOf(SimHost.Body body) {
    return assertThrows(SimulationFailure.class, () -> SIMULATION.runHost(body)).getMessage();
  }

  private static void assertContains(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }

  @Test
  void deadlock_listsEveryThreadWithStateAndStack() {
    var first = new ReentrantLock();
    var second = new ReentrantLock();
    String message =
        failureOf(host -> {
          host.newUserThread("takes-1-2", 0, () -> lockBoth(host, first, second)).start();
          host.newUserThread("takes-2-1", 0, () -> lockBoth(host, second, first)).start();
        });
    assertContains(
        message,
        "simulation \"orders\" (2 CPUs, seed 42)",
        "nothing can happen any more, but 2 threads are alive",
        "'takes-1-2' PARKED",
        "'takes-2-1' PARKED",
        "FailuresTest.lockBoth");
  }

  private static void lockBoth(SimHost host, ReentrantLock one, ReentrantLock two) {
    one.lock();
    host.parkNanos(host, 1_000);
    two.lock();
  }

  @Test
  void monitorDeadlock_isReported() {
    var first = new Object();
    var second = new Object();
    String message =
        failureOf(host -> {
          host.newUserThread("takes-1-2", 0, () -> enterBoth(host, first, second)).start();
          host.newUserThread("takes-2-1", 0, () -> enterBoth(host, second, first)).start();
        });
    assertContains(message, "'takes-1-2' BLOCKED", "'takes-2-1' BLOCKED");
  }

  private static void enterBoth(SimHost host, Object one, Object two) {
    synchronized (one) {
      host.parkNanos(host, 1_000);
      synchronized (two) {
        host.log("both");
      }
    }
  }

  @Test
  void parkedServiceThreads_areNoError() {
    SIMULATION.runHost(host -> {
      host.newThread("worker", 0, null, LockSupport::park).start();
      host.startDriver("driver", LockSupport::park);
      host.runUntilIdle();
    });
  }

  @Test
  void blockedBody_listsTheServiceThreadsToo() {
    String message =
        failureOf(host -> {
          host.newThread("worker", 0, null, LockSupport::park).start();
          LockSupport.park();
        });
    assertContains(message, "'main' PARKED", "'worker' PARKED (service)");
  }

  @Test
  void wakeUpFromOutside_isReportedWithTheWakersName() {
    var woken = new AtomicBoolean();
    String message =
        failureOf(host -> {
          Thread sleeper = host.newUserThread("sleeper", 0, LockSupport::park);
          sleeper.start();
          host.parkNanos(host, 1_000);
          Thread.ofPlatform()
              .name("outsider")
              .start(() -> {
                LockSupport.unpark(sleeper);
                woken.set(true);
              });
          while (!woken.get()) {
            Thread.onSpinWait();
          }
          host.parkNanos(host, 1_000);
        });
    assertContains(message, "thread 'sleeper' was woken from outside the simulation", "outsider");
  }

  @Test
  void callFromOutside_isRefused() throws Exception {
    var caught = new Throwable[1];
    SIMULATION.runHost(host -> {
      var done = new AtomicBoolean();
      Thread.ofPlatform()
          .name("outsider")
          .start(() -> {
            caught[0] = assertThrows(IllegalStateException.class, host::point);
            done.set(true);
          });
      while (!done.get()) {
        Thread.onSpinWait();
      }
    });
    assertContains(caught[0].getMessage(), "'outsider' is not part of simulation \"orders\"");
  }

  @Test
  void lonelySpinner_isALivelock() {
    String message =
        failureOf(host -> {
          for (int round = 0; ; ) {
            round = host.spin(round);
          }
        });
    assertContains(message, "livelock: only spinning threads can run", "'main'");
  }

  @Test
  void twoSpinners_areALivelock() {
    String message =
        failureOf(host -> {
          host.newUserThread("other", 0, () -> spinForEver(host)).start();
          spinForEver(host);
        });
    assertContains(message, "livelock: ", "'main'", "'other'");
  }

  private static void spinForEver(SimHost host) {
    for (int round = 0; ; ) {
      round = host.spin(round);
    }
  }

  @Test
  void spinnersThatBeginAnewEachTime_areALivelock() {
    String message =
        failureOf(host -> {
          host.newUserThread("other", 0, () -> beginSpinsForEver(host)).start();
          beginSpinsForEver(host);
        });
    assertContains(message, "livelock: 100000 steps only spun or yielded");
  }

  private static void beginSpinsForEver(SimHost host) {
    for (; ; ) {
      host.spin(0);
    }
  }

  @Test
  void spinner_waitsForATimer() {
    var done = new boolean[1];
    SIMULATION.runHost(host -> {
      host.newUserThread(
              "timer",
              0,
              () -> {
                host.parkNanos(host, 5_000);
                done[0] = true;
              })
          .start();
      for (int round = 0; !done[0]; ) {
        round = host.spin(round);
      }
      assertEquals(5_000, host.nanoTime());
    });
  }

  @Test
  void spinner_alwaysGivesWayToAnotherThread() {
    var turns = new int[1];
    SIMULATION.runHost(host -> {
      host.newUserThread("works", 0, () -> turns[0]++).start();
      host.spin(0);
      assertEquals(1, turns[0]);
    });
  }

  @Test
  void yieldingForEver_isALivelock() {
    String message =
        failureOf(host -> {
          host.newUserThread("timer", 0, () -> host.parkNanos(host, 1_000)).start();
          for (; ; ) {
            Thread.yield();
          }
        });
    assertContains(message, "livelock: 100000 steps only spun or yielded");
  }

  @Test
  void endlessRun_isReported() {
    Simulation limited = SIMULATION.maxSteps(1_000).logLines(10);
    String message =
        assertThrows(
                SimulationFailure.class,
                () ->
                    limited.runHost(host -> {
                      for (; ; ) {
                        host.parkNanos(host, 1);
                      }
                    }))
            .getMessage();
    assertContains(message, "no end after 1000 steps");
  }

  @Test
  void exceptionOfTheBody_isThrownAsItIs() {
    var thrown = new IllegalArgumentException("mine");
    Throwable caught =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                SIMULATION.runHost(host -> {
                  host.log("before");
                  throw thrown;
                }));
    assertSame(thrown, caught);
    assertContains(caught.getSuppressed()[0].getMessage(), "seed 42", "before");
  }

  @Test
  void exceptionOfAnotherThread_failsTheRunWithThatCause() {
    var thrown = new IllegalArgumentException("mine");
    var failure =
        assertThrows(
            SimulationFailure.class,
            () ->
                SIMULATION.runHost(host -> {
                  Runnable dies =
                      () -> {
                        throw thrown;
                      };
                  host.newThread("worker-1", 0, null, dies).start();
                  host.runUntilIdle();
                }));
    assertSame(thrown, failure.getCause());
    assertContains(failure.getMessage(), "thread 'worker-1' died of", "mine");
  }

  @Test
  void liveThreadInsideASimulation_isRefusedNamingBoth() {
    String message =
        assertThrows(
                IllegalStateException.class,
                () ->
                    SIMULATION.runHost(
                        _ -> new LoomHost("live").newThread("worker", 0, null, () -> {})))
            .getMessage();
    assertContains(message, "live machine \"live\"", "simulation \"orders\"");
  }

  @Test
  void simulationInsideASimulation_isRefused() {
    assertThrows(
        IllegalStateException.class,
        () -> SIMULATION.runHost(_ -> Simulation.withCpus(1).runHost(_ -> {})));
  }

  /** Its initializer parks with a native frame below. */
  private static final class ParksInItsInitializer {
    static final CountDownLatch NEVER = new CountDownLatch(1);

    static {
      try {
        NEVER.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private ParksInItsInitializer() {}

    static void touch() {}
  }

  @Test
  void pinnedPark_isReportedByTheWatchdog() {
    String message =
        assertThrows(
                SimulationFailure.class,
                () -> SIMULATION.pinnedMillis(100).runHost(_ -> ParksInItsInitializer.touch()))
            .getMessage();
    assertContains(message, "'main' is parked while it is pinned", "ParksInItsInitializer");
  }

  @Test
  void fromAVirtualThread_itRunsOnAPlatformThread() throws Exception {
    var elapsed = new long[1];
    Thread.ofVirtual()
        .start(() ->
            elapsed[0] = SIMULATION.runHost(host -> host.parkNanos(host, 7)).elapsed().toNanos())
        .join();
    assertEquals(7, elapsed[0]);
  }
}
