package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private static final Simulation ONE_CPU = Simulation.withCpus(1);
  private static final Duration FIVE = Duration.ofMillis(5);

  @Test
  void parkNanos_takesExactlyItsTime() {
    RunReport run = ONE_CPU.runHost(host -> host.parkNanos(host, 1_234_567));
    assertEquals(Duration.ofNanos(1_234_567), run.elapsed());
  }

  @Test
  void parkNanos_returnsEarlyWhenUnparked_andLeavesNoTimer() {
    RunReport run =
        ONE_CPU.runHost(host -> {
          Thread main = Thread.currentThread();
          host.newUserThread("wakes", 0, () -> LockSupport.unpark(main)).start();
          host.parkNanos(host, 1_000_000);
          assertEquals(0, host.nanoTime());
          host.runUntilIdle();
        });
    assertEquals(Duration.ZERO, run.elapsed());
  }

  @Test
  void parkNanos_isOneShot() {
    ONE_CPU.runHost(host -> {
      host.parkNanos(host, 1_000);
      host.parkNanos(host, 5_000);
      assertEquals(6_000, host.nanoTime());
    });
  }

  @Test
  void computing_occupiesTheCpuFirstComeFirstServed() {
    RunReport run =
        Simulation.withCpus(2)
            .runHost(host -> {
              for (String name : List.of("a0", "b0", "c1")) {
                int cpu = name.charAt(1) - '0';
                host.newUserThread(name, cpu, () -> computeFive(host)).start();
              }
            });
    assertEquals(List.of("5 ms a0 done", "5 ms c1 done", "10 ms b0 done"), linesWith(run, "done"));
  }

  private static void computeFive(SimHost host) {
    host.compute(FIVE);
    host.log("done");
  }

  private static List<String> linesWith(RunReport run, String what) {
    return run.log().stream()
        .filter(line -> line.contains(what))
        .map(line -> line.strip().replaceAll(" +", " "))
        .toList();
  }

  @Test
  void computing_doesNotTakeUnparkPermits() {
    ONE_CPU.runHost(host -> {
      LockSupport.unpark(Thread.currentThread());
      host.compute(FIVE);
      LockSupport.park();
      assertEquals(5_000_000, host.nanoTime());
    });
  }

  @Test
  void atOneInstant_computingEndsBeforeTimersFire() {
    RunReport run =
        ONE_CPU.runHost(host -> {
          host.newUserThread("timer", 0, () -> parkFive(host)).start();
          host.newUserThread("cpu", 0, () -> computeFive(host)).start();
        });
    assertEquals(List.of("5 ms cpu done", "5 ms timer done"), linesWith(run, "done"));
  }

  private static void parkFive(SimHost host) {
    host.parkNanos(host, FIVE.toNanos());
    host.log("done");
  }

  @Test
  void runUntilIdle_letsAllTimePass() {
    var done = new ArrayList<Long>();
    ONE_CPU.runHost(host -> {
      Thread service =
          host.newThread(
              "periodic",
              0,
              null,
              () -> {
                for (int i = 0; i < 3; i++) {
                  host.parkNanos(host, 1_000);
                  done.add(host.nanoTime());
                }
                LockSupport.park();
              });
      service.start();
      host.runUntilIdle();
      assertEquals(List.of(1_000L, 2_000L, 3_000L), done);
    });
  }

  @Test
  void advance_runsWhatIsDueByThen_andStopsThere() {
    var done = new ArrayList<Long>();
    ONE_CPU.runHost(host -> {
      host.newThread(
              "periodic",
              0,
              null,
              () -> {
                for (; ; ) {
                  host.parkNanos(host, 10_000);
                  done.add(host.nanoTime());
                }
              })
          .start();
      host.advance(Duration.ofNanos(20_000));
      assertEquals(List.of(10_000L, 20_000L), done);
      assertEquals(20_000, host.nanoTime());
      host.advance(Duration.ofNanos(5_000));
      assertEquals(25_000, host.nanoTime());
    });
  }

  @Test
  void threadSleep_isReportedWithItsLine() {
    assertReported("java.lang.Thread.sleep", host -> Thread.sleep(50));
  }

  @Test
  void poll_isReportedWithItsLine() {
    var queue = new ArrayBlockingQueue<String>(1);
    assertReported(
        "java.util.concurrent.ArrayBlockingQueue.poll",
        host -> queue.poll(50, TimeUnit.MILLISECONDS));
  }

  @Test
  void tryAcquire_isReportedWithItsLine() {
    var semaphore = new Semaphore(0);
    assertReported(
        "java.util.concurrent.Semaphore.tryAcquire",
        host -> assertNotNull(semaphore.tryAcquire(50, TimeUnit.MILLISECONDS)));
  }

  @Test
  void timedObjectWait_isReportedWithItsLine() {
    var monitor = new Object();
    assertReported(
        "java.lang.Object.wait",
        host -> {
          synchronized (monitor) {
            monitor.wait(50);
          }
        });
  }

  private static void assertReported(String call, SimHost.Body body) {
    String message =
        assertThrows(SimulationFailure.class, () -> ONE_CPU.runHost(body)).getMessage();
    assertTrue(message.contains("thread 'main' waits in real time: " + call), message);
    assertTrue(message.contains("VirtualTimeTest.java:"), message);
  }

  @Test
  void negativeTimes_areRefused() {
    Duration negative = Duration.ofNanos(-1);
    ONE_CPU.runHost(host -> {
      assertThrows(IllegalArgumentException.class, () -> host.compute(negative));
      assertThrows(IllegalArgumentException.class, () -> host.advance(negative));
    });
  }
}
