package dev.wq.wait;

import static dev.wq.wait.WaitResult.CLOSED;
import static dev.wq.wait.WaitResult.TIMED_OUT;
import static dev.wq.wait.WaitResult.WOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a few threads do with one cell, and the books that must balance afterwards: each wake that
 * found nobody ends one wait or is still there, nobody sleeps beside a wake, nobody who left is
 * woken.
 */
final class WaitCellScenarios {
  private static final Duration SOON = Duration.ofNanos(10);

  private WaitCellScenarios() {}

  /** One side of a scenario. */
  private interface Side {
    void run() throws Exception;
  }

  private static Thread go(SimMachine m, String name, Side side) {
    return m.thread(
        name,
        () -> {
          try {
            side.run();
          } catch (Exception e) {
            throw new IllegalStateException(name + " failed", e);
          }
        });
  }

  private static void join(Thread... threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Takes what is remembered; then the cell must be empty. */
  private static WaitResult rest(WaitCell cell) throws InterruptedException {
    assertFalse(cell.isAwaited(), cell::toString);
    return cell.await(Duration.ZERO);
  }

  static void wakeAgainstClose(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    List<WaitResult> ends = new ArrayList<>();
    int[] woken = new int[1];
    Thread waiter = go(m, "waiter", () -> ends.add(cell.await()));
    Thread waker = go(m, "waker", () -> woken[0] += cell.wake() ? 1 : 0);
    Thread closer =
        go(
            m,
            "closer",
            () -> {
              woken[0] += cell.close() ? 1 : 0;
              assertTrue(cell.isClosed());
            });
    join(waiter, waker, closer);
    assertEquals(1, ends.size());
    assertTrue(woken[0] <= 1, () -> woken[0] + " woke one wait");
    assertEquals(CLOSED, rest(cell));
  }

  static void twoWakersAndClose(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    List<WaitResult> ends = new ArrayList<>();
    int[] woken = new int[1];
    Thread waiter =
        go(
            m,
            "waiter",
            () -> {
              ends.add(cell.await());
              ends.add(cell.await());
              ends.add(cell.await());
            });
    Side wake = () -> woken[0] += cell.wake() ? 1 : 0;
    Thread first = go(m, "first", wake);
    Thread second = go(m, "second", wake);
    Thread closer = go(m, "closer", () -> woken[0] += cell.close() ? 1 : 0);
    join(waiter, first, second, closer);
    assertEquals(CLOSED, ends.getLast());
    assertTrue(woken[0] <= 3, () -> woken[0] + " woke " + ends);
    assertEquals(CLOSED, rest(cell));
  }

  static void twoWakers(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    boolean[] woken = new boolean[2];
    Thread waiter = go(m, "waiter", cell::await);
    Thread first = go(m, "first", () -> woken[0] = cell.wake());
    Thread second = go(m, "second", () -> woken[1] = cell.wake());
    join(waiter, first, second);
    assertFalse(woken[0] && woken[1], "both woke one wait");
    rest(cell);
    assertEquals(TIMED_OUT, rest(cell));
  }

  static void timeoutAgainstWake(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    WaitResult[] end = new WaitResult[1];
    boolean[] woken = new boolean[1];
    Thread waiter = go(m, "waiter", () -> end[0] = cell.await(SOON));
    Thread waker =
        go(
            m,
            "waker",
            () -> {
              m.sleep(SOON);
              woken[0] = cell.wake();
            });
    join(waiter, waker);
    assertTrue(!woken[0] || end[0] == WOKEN, "the wake went to the dead");
    assertEquals(end[0] == WOKEN ? TIMED_OUT : WOKEN, rest(cell));
  }

  static void interruptAgainstWake(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    boolean[] ended = new boolean[1];
    boolean[] flag = new boolean[1];
    boolean[] woken = new boolean[1];
    Thread waiter =
        go(
            m,
            "waiter",
            () -> {
              try {
                ended[0] = cell.await() == WOKEN;
              } catch (InterruptedException e) {
                assertFalse(Thread.currentThread().isInterrupted());
                flag[0] = true;
              }
            });
    Thread waker = go(m, "waker", () -> woken[0] = cell.wake());
    Thread interrupter = go(m, "interrupter", waiter::interrupt);
    join(waiter, waker, interrupter);
    assertTrue(ended[0] != flag[0]);
    assertTrue(!woken[0] || ended[0], "the wake went to the dead");
    assertEquals(ended[0] ? TIMED_OUT : WOKEN, rest(cell));
  }

  static void subscribeAgainstWakeAndClose(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Thread waiter =
        go(
            m,
            "waiter",
            () -> {
              try (WaitCell.Subscription wait = cell.subscribe()) {
                WaitResult end = wait.await();
                assertEquals(end, wait.await());
              }
            });
    join(waiter, go(m, "waker", cell::wake), go(m, "closer", cell::close));
    assertEquals(CLOSED, rest(cell));
  }

  static void unsubscribeAgainstWake(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Thread waiter = go(m, "waiter", () -> cell.subscribe().close());
    join(waiter, go(m, "waker", cell::wake));
    assertEquals(WOKEN, rest(cell));
  }

  static void conditionAgainstWake(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    int[] value = new int[1];
    Side raise =
        () -> {
          value[0]++;
          cell.wake();
        };
    Thread waiter = go(m, "waiter", () -> assertEquals(WOKEN, cell.waitFor(() -> value[0] == 2)));
    join(waiter, go(m, "first", raise), go(m, "second", raise));
    rest(cell);
    assertEquals(TIMED_OUT, rest(cell));
  }

  static void conditionAgainstClose(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    boolean[] met = new boolean[1];
    Thread waiter =
        go(m, "waiter", () -> assertTrue(cell.waitFor(() -> met[0]) == WOKEN || cell.isClosed()));
    Thread waker =
        go(
            m,
            "waker",
            () -> {
              met[0] = true;
              cell.wake();
            });
    join(waiter, waker, go(m, "closer", cell::close));
    assertEquals(CLOSED, rest(cell));
  }

  static void secondWaiter(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    int[] ended = new int[1];
    Side wait =
        () -> {
          try {
            ended[0] += cell.await() == CLOSED ? 0 : 1;
          } catch (IllegalStateException refused) {
            m.log("refused");
          }
        };
    Thread first = go(m, "first", wait);
    Thread second = go(m, "second", wait);
    Thread waker = go(m, "waker", cell::wake);
    m.runUntilIdle();
    cell.close();
    join(first, second, waker);
    assertTrue(ended[0] <= 1, () -> ended[0] + " waits ended by one wake");
    assertEquals(CLOSED, rest(cell));
  }
}
