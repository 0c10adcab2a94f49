package dev.wq.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.SimMachine;
import dev.wq.wait.WaitCell.Subscription;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What two to four threads do with one cell, and the books that must balance afterwards: a wake
 * that answers true has ended a wait, one that answers false is remembered or one of several, and
 * nobody is left in the cell.
 */
final class WaitCellScenarios {
  private static final Duration SOON = Duration.ofNanos(10);
  private static final Duration LONG = Duration.ofSeconds(1);

  private WaitCellScenarios() {}

  /** A thread, and what it answers. */
  private static final class Side {
    private final Thread thread;
    private @Nullable Object answer;

    Side(SimMachine m, String name, Callable<?> body) {
      thread = m.thread(name, () -> answer = answer(body));
    }

    private static Object answer(Callable<?> body) {
      try {
        return body.call();
      } catch (Exception e) {
        return e;
      }
    }

    @Nullable Object join() throws InterruptedException {
      thread.join();
      return answer;
    }

    boolean isTrue() throws InterruptedException {
      return (Boolean) join();
    }
  }

  private static boolean takesWake(WaitCell cell) throws InterruptedException {
    return cell.await(Duration.ZERO) == WaitResult.WOKEN;
  }

  static void waiterWakerCloser(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Side waiter = new Side(m, "waiter", cell::await);
    Side waker = new Side(m, "waker", cell::wake);
    Side closer = new Side(m, "closer", cell::close);
    boolean woke = waker.isTrue();
    boolean closed = closer.isTrue();
    Object end = waiter.join();
    assertFalse(woke && closed, "one waiter was woken twice");
    assertFalse(end == WaitResult.CLOSED && !closed && !cell.isClosed());
    assertTrue(end == WaitResult.WOKEN || end == WaitResult.CLOSED, () -> "" + end);
    assertTrue(cell.isClosed() && !cell.isAwaited());
    assertSame(WaitResult.CLOSED, cell.await());
  }

  static void twoWakersWaiterCloser(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Side waiter = new Side(m, "waiter", cell::await);
    Side a = new Side(m, "a", cell::wake);
    Side b = new Side(m, "b", cell::wake);
    Side closer = new Side(m, "closer", cell::close);
    int found = (a.isTrue() ? 1 : 0) + (b.isTrue() ? 1 : 0) + (closer.isTrue() ? 1 : 0);
    assertTrue(found <= 1, () -> found + " found the one waiter");
    assertTrue(waiter.join() instanceof WaitResult, () -> "" + waiter.answer);
    assertTrue(cell.isClosed() && !cell.isAwaited());
  }

  static void twoWakers(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Subscription wait = cell.subscribe();
    Side a = new Side(m, "a", cell::wake);
    Side b = new Side(m, "b", cell::wake);
    assertSame(WaitResult.WOKEN, wait.await());
    assertTrue(a.isTrue() ^ b.isTrue(), "one of two finds the waiter");
    takesWake(cell); // the other may have come after the wait
    assertFalse(takesWake(cell), "two wakes are never two more waits");
  }

  static void timeoutAgainstWake(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Side waiter = new Side(m, "waiter", () -> cell.await(SOON));
    Side waker =
        new Side(
            m,
            "waker",
            () -> {
              m.sleep(SOON);
              return cell.wake();
            });
    boolean woken = waiter.join() == WaitResult.WOKEN;
    boolean woke = waker.isTrue();
    boolean left = takesWake(cell);
    assertTrue(woken ^ left, () -> "woken " + woken + ", left " + left);
    assertTrue(!woke || woken, "a wake that answers true has ended a wait");
    assertFalse(cell.isAwaited());
  }

  static void interruptAgainstWake(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    boolean[] flag = new boolean[1];
    Side waiter =
        new Side(
            m,
            "waiter",
            () -> {
              try {
                return cell.await();
              } finally {
                flag[0] = Thread.interrupted();
              }
            });
    Side interrupter =
        new Side(
            m,
            "interrupter",
            () -> {
              waiter.thread.interrupt();
              return true;
            });
    Side waker = new Side(m, "waker", cell::wake);
    Object end = waiter.join();
    boolean woke = waker.isTrue();
    interrupter.join();
    boolean left = takesWake(cell);
    boolean thrown = end instanceof InterruptedException;
    assertTrue(left == thrown, () -> end + ", left " + left);
    assertFalse(woke && thrown, "a wake that answers true has ended a wait");
    assertFalse(thrown && flag[0], "thrown and set");
    assertFalse(cell.isAwaited());
  }

  static void interruptAgainstTimeout(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Side waiter = new Side(m, "waiter", () -> cell.await(SOON));
    Side interrupter =
        new Side(
            m,
            "interrupter",
            () -> {
              m.sleep(SOON);
              waiter.thread.interrupt();
              return true;
            });
    Side waker =
        new Side(
            m,
            "waker",
            () -> {
              m.sleep(SOON);
              return cell.wake();
            });
    boolean woken = waiter.join() == WaitResult.WOKEN;
    interrupter.join();
    assertTrue(!waker.isTrue() || woken, () -> "a wake went to the dead: " + waiter.answer);
    assertTrue(takesWake(cell) ^ woken, () -> "" + waiter.answer);
  }

  static void subscribeWakeClose(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Side waiter =
        new Side(
            m,
            "waiter",
            () -> {
              try (Subscription wait = cell.subscribe()) {
                WaitResult first = wait.await();
                assertSame(first, wait.await());
                return first;
              }
            });
    Side waker = new Side(m, "waker", cell::wake);
    Side closer = new Side(m, "closer", cell::close);
    boolean woke = waker.isTrue();
    assertFalse(closer.isTrue() && woke, "one waiter was woken twice");
    assertTrue(waiter.join() instanceof WaitResult, () -> "" + waiter.answer);
    assertTrue(cell.isClosed() && !cell.isAwaited());
  }

  static void endOfASubscriptionAgainstWake(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Side waiter =
        new Side(
            m,
            "waiter",
            () -> {
              cell.subscribe().close();
              return true;
            });
    Side a = new Side(m, "a", cell::wake);
    Side b = new Side(m, "b", cell::wake);
    waiter.join();
    boolean first = a.isTrue();
    assertFalse(b.isTrue() && first, "one waiter was woken twice");
    assertTrue(takesWake(cell) && !takesWake(cell), "both wakes are remembered as one");
  }

  static void conditionAndWake(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    boolean[] set = new boolean[1];
    Side waiter = new Side(m, "waiter", () -> cell.waitFor(() -> set[0], LONG));
    Side setter =
        new Side(
            m,
            "setter",
            () -> {
              set[0] = true;
              return cell.wake();
            });
    Side noise = new Side(m, "noise", cell::wake);
    assertSame(WaitResult.WOKEN, waiter.join());
    setter.join();
    noise.join();
    assertTrue(m.now().compareTo(LONG) < 0, "the wake was missed");
    assertFalse(cell.isAwaited());
  }

  /** Each wake finds the other's half missing, or the whole. */
  static void twoHalvesOfACondition(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    boolean[] half = new boolean[2];
    Side waiter = new Side(m, "waiter", () -> cell.waitFor(() -> half[0] && half[1], LONG));
    for (int i = 0; i < 2; i++) {
      int mine = i;
      new Side(
          m,
          "setter " + i,
          () -> {
            half[mine] = true;
            return cell.wake();
          });
    }
    assertSame(WaitResult.WOKEN, waiter.join());
    m.runUntilIdle();
    assertTrue(m.now().compareTo(LONG) < 0, "the wake was missed");
    assertFalse(cell.isAwaited());
  }

  static void conditionAgainstClose(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    boolean[] set = new boolean[1];
    Side waiter = new Side(m, "waiter", () -> cell.waitFor(() -> set[0]));
    Side setter =
        new Side(
            m,
            "setter",
            () -> {
              set[0] = true;
              return cell.close();
            });
    Side closer = new Side(m, "closer", cell::close);
    boolean both = setter.isTrue() && closer.isTrue();
    assertFalse(both, "one waiter was woken twice");
    Object end = waiter.join();
    assertTrue(end == WaitResult.WOKEN || closer.isTrue() || cell.isClosed(), () -> "" + end);
    assertSame(WaitResult.WOKEN, cell.waitFor(() -> set[0]));
  }

  static void secondWaiter(SimMachine m) throws Exception {
    WaitCell cell = new WaitCell();
    Side a = new Side(m, "a", () -> cell.await(LONG));
    Side b = new Side(m, "b", () -> cell.await(LONG));
    Side waker =
        new Side(
            m,
            "waker",
            () -> {
              cell.wake();
              return cell.wake();
            });
    waker.join();
    int refused = 0;
    for (Side side : new Side[] {a, b}) {
      Object end = side.join();
      boolean refusal = end instanceof IllegalStateException;
      refused += refusal ? 1 : 0;
      assertTrue(refusal || end instanceof WaitResult, () -> "" + end);
    }
    assertTrue(refused <= 1, "one of the two waits");
    assertFalse(cell.isAwaited());
  }

  static void rounds(SimMachine m) throws Exception {
    WaitCell there = new WaitCell();
    WaitCell back = new WaitCell();
    int[] count = new int[1];
    Side echo =
        new Side(
            m,
            "echo",
            () -> {
              for (int i = 0; i < 5; i++) {
                there.await();
                count[0]++;
                back.wake();
              }
              return true;
            });
    for (int i = 0; i < 5; i++) {
      there.wake();
      assertSame(WaitResult.WOKEN, back.await());
      assertEquals(i + 1, count[0]);
    }
    assertTrue(echo.isTrue());
  }
}
