package dev.wq.wait;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.Script;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Waits for a condition or a value. */
class ConditionRulesTest {
  @Test
  @DisplayName("drivers W26: a condition that holds is asked once and nobody waits, closed or not")
  void conditionThatHolds_isAskedOnce() throws Exception {
    WaitCell cell = new WaitCell();
    AtomicInteger asked = new AtomicInteger();
    assertEquals(WaitResult.WOKEN, cell.waitFor(() -> asked.incrementAndGet() == 1));
    cell.close();
    assertEquals(WaitResult.WOKEN, cell.waitFor(() -> asked.incrementAndGet() == 2));
    assertEquals(2, asked.get());
  }

  @Test
  @DisplayName("drivers W27: closed, and the condition does not hold")
  void closedAndNotHolding_isClosed() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", () -> cell.waitFor(() -> false));
          s.at(5);
          cell.close();
          s.settle();
          s.say(cell.waitFor(() -> false) + " " + cell.waitForValue(() -> null));
        },
        "5ms waiter: CLOSED",
        "5ms CLOSED Optional.empty");
  }

  @Test
  @DisplayName("drivers W28: a condition that is met and then woken for is not missed")
  void conditionThenWake_isNotMissed() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          boolean[] met = new boolean[1];
          s.ask("waiter", () -> cell.waitFor(() -> met[0]));
          s.thread(
              "waker",
              () -> {
                met[0] = true;
                cell.wake();
              });
        },
        "0ms waiter: WOKEN");
  }

  @Test
  @DisplayName("drivers W29, W31: a wake without the condition asks again, in the waiting thread")
  void wakeWithoutCondition_asksAgain() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          int[] value = new int[1];
          s.ask(
              "waiter",
              () -> {
                Thread me = Thread.currentThread();
                return cell.waitFor(() -> {
                  assertSame(me, Thread.currentThread());
                  return value[0] == 2;
                });
              });
          s.at(5);
          value[0] = 1;
          cell.wake();
          s.settle();
          s.say("awaited " + cell.isAwaited());
          s.at(10);
          value[0] = 2;
          cell.wake();
        },
        "5ms awaited true",
        "10ms waiter: WOKEN");
  }

  @Test
  @DisplayName("drivers W30: the first value is the answer")
  void firstValue_isTheAnswer() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          String[] value = new String[1];
          s.ask("waiter", () -> cell.waitForValue(() -> value[0]));
          s.ask("late", () -> new WaitCell().waitForValue(() -> null, ms(3)));
          s.at(5);
          cell.wake();
          s.at(10);
          value[0] = "letter";
          cell.wake();
        },
        "3ms late: Optional.empty",
        "10ms waiter: Optional[letter]");
  }

  @Test
  void conditionThatThrows_leavesNobodyWaiting() {
    WaitCell cell = new WaitCell();
    AtomicInteger asked = new AtomicInteger();
    assertThrows(
        ArithmeticException.class, () -> cell.waitFor(() -> 1 / (1 - asked.getAndIncrement()) > 1));
    assertEquals("wait cell", cell.toString());
  }
}
