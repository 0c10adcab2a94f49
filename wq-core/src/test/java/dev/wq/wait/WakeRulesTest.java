package dev.wq.wait;

import static dev.wq.Script.ms;
import static dev.wq.wait.WaitResult.CLOSED;
import static dev.wq.wait.WaitResult.TIMED_OUT;
import static dev.wq.wait.WaitResult.WOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Wake, close and the wait that they end. */
class WakeRulesTest {
  @Test
  @DisplayName("drivers W1, W2, W4: wakes with nobody there are remembered as one")
  void wakesWithoutWaiter_areRememberedAsOne() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          assertFalse(cell.wake());
          assertFalse(cell.wake());
          assertFalse(cell.wake());
          s.say("first " + cell.await());
          s.say("second " + cell.await(ms(5)));
        },
        "0ms first WOKEN",
        "5ms second TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W3, W5, W6: two wakes of a waiter end one wait, the next one waits")
  void twoWakes_endOneWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", () -> cell.await() + " " + cell.await(ms(5)));
          s.settle();
          boolean first = cell.wake();
          s.settle();
          s.say(first + " awaited again " + cell.isAwaited());
        },
        "0ms true awaited again true",
        "5ms waiter: WOKEN TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W6: a second wake before the waiter runs is remembered for the next wait")
  void secondWakeBeforeTheWaiterRuns_answersFalse() {
    Script.inTurn(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", () -> cell.await() + " " + cell.await(ms(5)));
          s.settle();
          s.say(cell.wake() + " " + cell.wake());
        },
        "0ms true false",
        "5ms waiter: WOKEN TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W7: an unpark that is no wake does not end a wait")
  void strayUnpark_doesNotEndTheWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Thread waiter = s.ask("waiter", cell::await);
          s.at(5);
          LockSupport.unpark(waiter);
          s.settle();
          s.say("awaited " + cell.isAwaited());
          s.at(10);
          cell.wake();
        },
        "5ms awaited true",
        "10ms waiter: WOKEN");
  }

  @Test
  @DisplayName("drivers W8, W11: subscribing again wakes nobody")
  void subscribingAgain_doesNotWakeItself() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          for (int round = 0; round < 2; round++) {
            try (WaitCell.Subscription wait = cell.subscribe();
                WaitCell.Subscription again = cell.subscribe()) {
              s.say(wait.await(ms(5)) + " " + again.await(ms(5)) + " " + cell.isAwaited());
            }
          }
        },
        "10ms TIMED_OUT TIMED_OUT false",
        "20ms TIMED_OUT TIMED_OUT false");
  }

  @Test
  @DisplayName("drivers W9: a wake after subscribe is not missed, and finds the subscriber")
  void wakeAfterSubscribe_isNotMissed() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          try (WaitCell.Subscription wait = cell.subscribe()) {
            s.say(cell.wake() + " " + wait.await());
          }
        },
        "0ms true WOKEN");
  }

  @Test
  @DisplayName("drivers W10: a wake before subscribe ends the first await, the second waits")
  void wakeBeforeSubscribe_endsTheFirst() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.wake();
          try (WaitCell.Subscription wait = cell.subscribe()) {
            s.say(wait.await() + " " + cell.await(ms(5)));
          }
        },
        "5ms WOKEN TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W12: a wake before the wait begins is remembered")
  void wakeBeforeTheWait_isRemembered() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Thread waiter = s.ask("waiter", cell::await);
          cell.wake();
          waiter.join();
        },
        "0ms waiter: WOKEN");
  }

  @Test
  @DisplayName("drivers W13, W14: a second waiter is refused and the first waits on")
  void secondWaiter_isRefused() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("first", cell::await);
          s.settle();
          s.say(Script.refusal(IllegalStateException.class, cell::await));
          s.say(Script.answer(() -> cell.await(Duration.ZERO)));
          s.say(Script.answer(cell::subscribe));
          s.say(Script.answer(() -> cell.waitFor(() -> false)));
          s.say("a condition that holds: " + cell.waitFor(() -> true));
          assertTrue(cell.wake());
        },
        "0ms thread 'main' can't wait here, 'first' waits already",
        "0ms IllegalStateException",
        "0ms IllegalStateException",
        "0ms IllegalStateException",
        "0ms a condition that holds: WOKEN",
        "0ms first: WOKEN");
  }

  @Test
  @DisplayName("drivers W14: a second waiter that takes the wake of the first leaves it waiting")
  void wakeTakenByASecondWaiter_leavesTheFirstWaiting() {
    Script.inTurn(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("first", cell::await);
          s.settle();
          cell.wake();
          s.say("second " + cell.await());
          s.at(5);
          s.say("awaited " + cell.isAwaited());
          cell.wake();
        },
        "0ms second WOKEN",
        "5ms awaited true",
        "5ms first: WOKEN");
  }

  @Test
  @DisplayName("drivers W19: wake returns while the waker holds what the waiter wants next")
  void wake_doesNotWaitForTheWaiter() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          ReentrantLock lock = new ReentrantLock();
          s.ask(
              "waiter",
              () -> {
                cell.await();
                lock.lock();
                lock.unlock();
                return "got the lock";
              });
          s.settle();
          lock.lock();
          boolean woken = cell.wake();
          s.sayAfterAll("woken " + woken);
          lock.unlock();
        },
        "0ms woken true",
        "0ms waiter: got the lock");
  }

  @Test
  @DisplayName("drivers W21, W23, W24: close beats a remembered wake, for good")
  void close_isSticky() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.wake();
          assertFalse(cell.close());
          assertEquals(CLOSED, cell.await());
          assertFalse(cell.wake());
          assertFalse(cell.close());
          assertEquals(CLOSED, cell.await(ms(5)));
          assertEquals(CLOSED, cell.await(Duration.ZERO));
          try (WaitCell.Subscription wait = cell.subscribe()) {
            assertEquals(CLOSED, wait.await());
          }
          s.say(cell.toString());
        },
        "0ms wait cell, closed");
  }

  @Test
  @DisplayName("drivers W22, W38: close ends the wait under way and leaves nothing")
  void close_endsTheWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", cell::await);
          s.at(5);
          s.say("woken " + cell.close() + ", awaited " + cell.isAwaited());
        },
        "5ms woken true, awaited false",
        "5ms waiter: CLOSED");
  }

  @Test
  @DisplayName("drivers W25: isClosed from close on, whatever came before")
  void isClosed_afterWakeAndClose() {
    WaitCell cell = new WaitCell();
    cell.wake();
    assertFalse(cell.isClosed());
    cell.close();
    assertTrue(cell.isClosed());
    cell.wake();
    assertTrue(cell.isClosed());
  }

  @Test
  @DisplayName("drivers W36: a wait that has completed stays completed")
  void subscription_isFused() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          try (WaitCell.Subscription wait = cell.subscribe()) {
            cell.wake();
            assertEquals(WOKEN, wait.await());
            assertEquals(WOKEN, wait.await());
            assertEquals(WOKEN, wait.await(ms(5)));
            s.say("awaited " + cell.isAwaited() + ", new " + cell.await(Duration.ZERO));
          }
        },
        "0ms awaited false, new TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W40: between rounds the cell is empty")
  void betweenRounds_nothingIsLeft() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Thread waker = s.thread("waker", cell::wake);
          assertEquals(WOKEN, cell.await());
          waker.join();
          assertEquals(TIMED_OUT, cell.await(Duration.ZERO));
          s.say(cell.toString());
        },
        "0ms wait cell");
  }
}
