package dev.wq.wait;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.Script;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A wait for a condition, or for a value. */
class ConditionRulesTest {
  @Test
  @DisplayName("drivers W26: a condition that holds is asked once, and beats close")
  void conditionThatHolds_doesNotWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          int[] asked = new int[1];
          s.say(cell.waitFor(() -> ++asked[0] > 0) + " asked " + asked[0]);
          cell.close();
          s.say(cell.waitFor(() -> ++asked[0] > 0) + " asked " + asked[0]);
        },
        "0ms WOKEN asked 1",
        "0ms WOKEN asked 2");
  }

  @Test
  @DisplayName("drivers W26: a wake that came while the condition held stays")
  void conditionThatHolds_leavesTheWake() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.wake();
          s.say(cell.waitFor(() -> true) + ", " + cell);
        },
        "0ms WOKEN, wait cell, woken");
  }

  @Test
  @DisplayName("drivers W27: of a closed cell, a condition that does not hold ends the wait")
  void closedAndFalse_isClosed() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", () -> cell.waitFor(() -> false));
          s.at(10);
          cell.close();
          s.settle();
          s.say("" + cell.waitFor(() -> false) + cell.waitForValue(() -> null));
        },
        "10ms waiter: CLOSED",
        "10ms CLOSEDOptional.empty");
  }

  @Test
  @DisplayName("drivers W28: a condition set before a wake is never missed")
  void setThenWake_isNeverMissed() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          boolean[] set = new boolean[1];
          s.ask("waiter", () -> cell.waitFor(() -> set[0]));
          s.thread(
              "waker",
              () -> {
                set[0] = true;
                cell.wake();
              });
        },
        "0ms waiter: WOKEN");
  }

  @Test
  @DisplayName("drivers W29: a wake without the condition has it asked, and the wait goes on")
  void wakeWithoutTheCondition_asksAndWaits() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          int[] level = new int[1];
          s.ask("waiter", () -> cell.waitFor(() -> level[0] == 3));
          for (int i = 1; i <= 3; i++) {
            s.at(i * 10);
            level[0] = i;
            s.sayAfterAll("wake " + cell.wake());
          }
        },
        "10ms wake true",
        "20ms wake true",
        "30ms waiter: WOKEN",
        "30ms wake true");
  }

  @Test
  @DisplayName("ours: a wait for a condition takes no longer than its time, over all wakes")
  void timeIsForAllWakes() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", () -> cell.waitFor(() -> false, ms(25)));
          s.ask("value", () -> new WaitCell().waitForValue(() -> null, ms(30)));
          for (int at = 10; at <= 20; at += 10) {
            s.at(at);
            cell.wake();
          }
        },
        "25ms waiter: TIMED_OUT",
        "30ms value: Optional.empty");
  }

  @Test
  @DisplayName("drivers W30: waitForValue returns the first value")
  void firstValue_isReturned() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          ArrayDeque<String> mail = new ArrayDeque<>();
          s.ask("waiter", () -> cell.waitForValue(mail::poll));
          s.at(10);
          cell.wake();
          s.at(20);
          mail.add("one");
          mail.add("two");
          cell.wake();
          s.settle();
          s.say("left " + mail);
        },
        "20ms waiter: Optional[one]",
        "20ms left [two]");
  }

  @Test
  @DisplayName("drivers W31: the condition is asked by the waiting thread")
  void condition_isAskedByTheWaiter() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Set<String> askers = new HashSet<>();
          s.thread(
              "waiter",
              () ->
                  cell.waitFor(
                      () -> !askers.add(Thread.currentThread().getName()) && s.millis() == 20));
          s.at(10);
          cell.wake();
          s.at(20);
          cell.wake();
          s.settle();
          s.say(askers + ", awaited " + cell.isAwaited());
        },
        "20ms [waiter], awaited false");
  }

  @Test
  @DisplayName("ours: a condition that throws ends the wait and leaves nobody in the cell")
  void throwingCondition_leavesNothing() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          int[] asked = new int[1];
          assertThrows(
              ArithmeticException.class, () -> cell.waitFor(() -> 1 / (1 - asked[0]++) == 7));
          s.say("asked " + asked[0] + ", awaited " + cell.isAwaited());
        },
        "0ms asked 2, awaited false");
  }

  @Test
  @DisplayName("ours: a condition may wake and close its own cell")
  void conditionThatWakes_isAskedAgain() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          int[] asked = new int[1];
          s.say(
              cell.waitFor(() -> {
                cell.wake();
                return ++asked[0] == 5;
              })
                  + " asked "
                  + asked[0]);
          s.say("" + cell.waitFor(() -> cell.close() && false));
        },
        "0ms WOKEN asked 5",
        "0ms CLOSED");
  }

  @Test
  @DisplayName("drivers W32: what the waker wrote is seen after the wait, in plain fields")
  void plainStores_areSeen() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          String[] letter = new String[1];
          s.thread(
              "waker",
              () -> {
                letter[0] = "for you";
                cell.wake();
              });
          cell.await();
          assertEquals("for you", letter[0]);
          s.say(letter[0]);
        },
        "0ms for you");
  }
}
