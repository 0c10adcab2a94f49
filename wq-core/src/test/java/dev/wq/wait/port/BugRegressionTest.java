package dev.wq.wait.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Explorer;
import dev.wq.sim.SimMachine;
import dev.wq.wait.port.CellLayer.Wait;
import dev.wq.wait.port.PortCell.Contains;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each known bug of the original: its script passes here, and fails on a literal port. */
class BugRegressionTest {
  private static final Duration SOON = Duration.ofMillis(10);
  private static final Duration LATER = Duration.ofMillis(20);
  private static final int SCHEDULES = 1_000;
  private static final int STEPS = 20_000;

  /** What happens around one cell. */
  @FunctionalInterface
  private interface Body {
    void run(SimMachine m, CellLayer cell) throws Exception;
  }

  private static void run(Body body, Supplier<CellLayer> cells) {
    Explorer.seeds(SCHEDULES)
        .cpus(2)
        .maxSteps(STEPS)
        .check(machine -> body.run(machine, cells.get()));
  }

  private static void assertShows(Body body, Contains contains, String how) {
    Throwable failure =
        assertThrows(Throwable.class, () -> run(body, () -> new PortCell(contains)));
    assertTrue(String.valueOf(failure.getMessage()).contains(how), failure::toString);
    run(body, WqCell::new);
  }

  private static Thread go(SimMachine m, String name, Step step) {
    return m.thread(
        name,
        () -> {
          try {
            step.run();
          } catch (Exception e) {
            throw new IllegalStateException(name, e);
          }
        });
  }

  private interface Step {
    void run() throws Exception;
  }

  @Test
  void theSameScript_passesOnThePortWhereItHasNoBug() {
    run(BugRegressionTest::withoutBug, () -> new PortCell(Contains.ALL));
    run(BugRegressionTest::withoutBug, WqCell::new);
  }

  private static void withoutBug(SimMachine m, CellLayer cell) throws Exception {
    Thread waiter = go(m, "waiter", () -> assertTrue(cell.newWait().await(LATER)));
    m.advance(SOON);
    assertTrue(cell.wake());
    waiter.join();
    assertEquals(SOON, m.now());
    cell.wake();
    assertTrue(cell.newWait().await(SOON));
    assertEquals(0, cell.overlaps());
  }

  @Test
  @DisplayName("drivers X1: a waker reads the slot while it is written")
  void wakeDuringRegistration_readsTheSlot() {
    assertShows(
        (m, cell) -> {
          Thread waiter = go(m, "waiter", () -> assertTrue(cell.newWait().await(LATER)));
          Thread waker = go(m, "waker", cell::wake);
          waiter.join();
          waker.join();
          assertEquals(0, cell.overlaps(), "in the slot at once");
        },
        Contains.ALL,
        "in the slot at once");
  }

  @Test
  @DisplayName("drivers X2: no waker is ever stored, a wait without a wake returns at once")
  void registration_isNeverStored() {
    assertShows(
        (_, cell) -> assertFalse(cell.newWait().await(SOON), "woken by nobody"),
        Contains.ANY,
        "woken by nobody");
  }

  @Test
  @DisplayName("drivers X3: isClosed answers false beside a remembered wake")
  void isClosed_afterAWake() {
    assertShows(
        (_, cell) -> {
          cell.wake();
          cell.close();
          assertTrue(cell.isClosed(), "closed and does not say so");
        },
        Contains.ALL,
        "closed and does not say so");
  }

  @Test
  @DisplayName("drivers X4: two waiters wake each other for ever")
  void twoWaiters_wakeEachOther() {
    assertShows(
        (m, cell) -> {
          Thread first = go(m, "first", () -> assertRefusedOrWaits(cell));
          Thread second = go(m, "second", () -> assertRefusedOrWaits(cell));
          m.advance(SOON);
          cell.close();
          first.join();
          second.join();
        },
        Contains.ALL,
        "steps");
  }

  private static void assertRefusedOrWaits(CellLayer cell) throws InterruptedException {
    try {
      cell.newWait().await(LATER);
    } catch (IllegalStateException refused) {
      assertTrue(refused.getMessage().contains("waits already"), refused::toString);
    }
  }

  @Test
  @DisplayName("drivers X5: a wake goes to a waiter that has given up")
  void abandonedWait_isWoken() {
    assertShows(
        (_, cell) -> {
          assertFalse(cell.newWait().await(SOON));
          assertFalse(cell.wake(), "woke the dead");
          assertTrue(cell.newWait().await(SOON), "lost");
        },
        Contains.ALL,
        "woke the dead");
  }

  @Test
  @DisplayName("drivers X6: a wait that has ended waits again")
  void endedWait_waitsAgain() {
    assertShows(
        (_, cell) -> {
          Wait wait = cell.newWait();
          cell.wake();
          assertTrue(wait.await(SOON));
          assertTrue(wait.await(SOON), "ended and waits");
        },
        Contains.ALL,
        "ended and waits");
  }
}
