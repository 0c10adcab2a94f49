package dev.wq.wait;

import dev.wq.Script;
import dev.wq.wait.WaitCell.Subscription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A cell that is closed. */
class CloseRulesTest {
  @Test
  @DisplayName("drivers W21: every wait after close ends at once, also beside a remembered wake")
  void close_isForGood() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.wake();
          cell.close();
          s.say(cell.await() + ", " + cell.await(Script.ms(10)));
          try (Subscription wait = cell.subscribe()) {
            s.say("" + wait.await());
          }
        },
        "0ms CLOSED, CLOSED",
        "0ms CLOSED");
  }

  @Test
  @DisplayName("drivers W22, W38: close ends the wait under way, and nobody is left in the cell")
  void close_endsTheWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", cell::await);
          s.at(10);
          s.sayAfterAll("close " + cell.close() + ", awaited " + cell.isAwaited());
        },
        "10ms waiter: CLOSED",
        "10ms close true, awaited false");
  }

  @Test
  @DisplayName("drivers W23: a second close wakes nobody")
  void closeTwice_doesNothing() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.say(cell.close() + ", " + cell.close());
        },
        "0ms false, false");
  }

  @Test
  @DisplayName("drivers W24: a wake after close does nothing")
  void wakeAfterClose_doesNothing() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.close();
          s.say("wake " + cell.wake() + ", then " + cell.await());
        },
        "0ms wake false, then CLOSED");
  }

  @Test
  @DisplayName("drivers W25: isClosed holds from close on, whatever was before and comes after")
  void isClosed_inEveryHistory() {
    Script.anySchedule(
        s -> {
          WaitCell woken = new WaitCell();
          woken.wake();
          WaitCell subscribed = new WaitCell();
          subscribed.subscribe();
          WaitCell fresh = new WaitCell();
          for (WaitCell cell : new WaitCell[] {woken, subscribed, fresh}) {
            boolean before = cell.isClosed();
            cell.close();
            boolean then = cell.isClosed();
            cell.wake();
            cell.await();
            cell.close();
            s.say(before + ", " + then + ", " + cell.isClosed());
          }
        },
        "0ms false, true, true",
        "0ms false, true, true",
        "0ms false, true, true");
  }
}
