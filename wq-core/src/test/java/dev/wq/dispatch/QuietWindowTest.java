package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.dispatch.QuietWindow.Next;
import dev.wq.host.Host;
import dev.wq.host.OtherHost;
import dev.wq.host.SimulatedThreads;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who waits for what while a quiet window is open; times are virtual. */
class QuietWindowTest {
  private static final Duration BUDGET = Duration.ofNanos(200_000);
  private static final Duration WINDOW = Duration.ofNanos(100_000);

  /** What a test does with a window on a host where so many threads wait for a CPU. */
  private interface Body {
    void run(Host host, QuietWindow window) throws InterruptedException;
  }

  private static void simulate(int waiting, Body body) {
    Simulation.withCpus(2)
        .run(machine -> {
          Host host = Objects.requireNonNull(SimulatedThreads.currentHost());
          QuietWindow window =
              new QuietWindow(
                  new OtherHost(host) {
                    @Override
                    public int queuedThreads() {
                      return waiting;
                    }
                  });
          host.parkNanos(body, BUDGET.toNanos());
          body.run(host, window);
        });
  }

  private static Duration lasted(Host host, Runnable what) {
    long start = host.nanoTime();
    what.run();
    return Duration.ofNanos(host.nanoTime() - start);
  }

  @Test
  void nobodyWaitsForACpu_opensNoWindow() {
    simulate(0, (host, window) -> assertEquals(Next.STAY, window.look(host.nanoTime(), false)));
  }

  @Test
  void threadsWaitForACpu_opensAWindowOnceTheBudgetIsOver() {
    simulate(
        5,
        (host, window) -> {
          assertEquals(Next.NAP, window.look(host.nanoTime(), false));
          window.nap();
          assertEquals(
              Next.STAY, window.look(host.nanoTime(), false), "the next budget has just begun");
          host.parkNanos(this, BUDGET.toNanos());
          assertEquals(Next.NAP, window.look(host.nanoTime(), false));
        });
  }

  @Test
  void handovers_areNotCountedAsWaiting() {
    simulate(
        1,
        (host, window) -> {
          window.handoverSent();
          assertEquals(Next.ROTATE, window.look(host.nanoTime(), false));
          window.handoverArrived();
          host.parkNanos(this, BUDGET.toNanos());
          assertEquals(Next.NAP, window.look(host.nanoTime(), false));
        });
  }

  @Test
  void queuesThatWaitForAWorker_openNoWindow_butSendTheWorkerThatLooksAway() {
    simulate(0, (host, window) -> assertEquals(Next.ROTATE, window.look(host.nanoTime(), true)));
  }

  @Test
  void whoComesForAQueue_waitsForTheEndOfTheWindow() {
    simulate(
        5,
        (host, window) -> {
          assertEquals(Duration.ZERO, lasted(host, window::giveWay));
          assertEquals(Next.NAP, window.look(host.nanoTime(), false));
          assertEquals(WINDOW, lasted(host, window::giveWay));
          assertEquals(Duration.ZERO, lasted(host, window::giveWay));
        });
  }

  @Test
  void oneOfTheWorkersWithoutAQueue_waitsForTheEndOfTheWindow_theOthersAreSentAway() {
    simulate(
        5,
        (host, window) -> {
          List<String> log = new ArrayList<>();
          assertEquals(Next.NAP, window.look(host.nanoTime(), false));
          List<Thread> workers = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            workers.add(
                host.newUserThread(
                    "worker-" + i,
                    () -> {
                      long start = host.nanoTime();
                      boolean stays = window.mayStay();
                      log.add(stays + " after " + (host.nanoTime() - start));
                    }));
          }
          workers.forEach(Thread::start);
          for (Thread worker : workers) {
            worker.join();
          }
          assertEquals(
              List.of("false after 0", "false after 0", "true after " + WINDOW.toNanos()), log);
          assertTrue(window.mayStay(), "no window is open");
        });
  }
}
