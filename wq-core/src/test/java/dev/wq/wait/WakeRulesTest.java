package dev.wq.wait;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wq.Script;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a wake does to the wait that it ends, and to the one that comes later. */
class WakeRulesTest {
  @Test
  @DisplayName("drivers W1, W4: a wake that finds nobody answers false and is remembered")
  void wakeOfNobody_isRemembered() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.say("wake " + cell.wake());
          s.at(10);
          s.say("await " + cell.await());
        },
        "0ms wake false",
        "10ms await WOKEN");
  }

  @Test
  @DisplayName("drivers W2: many wakes are remembered as one")
  void wakesDoNotAddUp() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          for (int i = 0; i < 3; i++) {
            assertFalse(cell.wake());
          }
          s.say("first " + cell.await());
          s.say("second " + cell.await(ms(10)));
        },
        "0ms first WOKEN",
        "10ms second TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W3, W5: a wake ends one wait, the next one waits again")
  void wakeOfAWaiter_endsOneWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.thread(
              "waiter",
              () -> {
                s.say("first " + cell.await());
                s.say("second " + cell.await(ms(20)));
              });
          s.at(10);
          s.sayAfterAll("wake " + cell.wake());
        },
        "10ms first WOKEN",
        "10ms wake true",
        "30ms second TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W6: the second of two wakes in a row wakes nobody, and both end one wait")
  void twoWakesInARow_scheduleOnce() {
    Script.inTurn(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", cell::await);
          s.at(10);
          s.say("wake " + cell.wake());
          s.say("wake " + cell.wake());
          s.settle();
          s.say("next " + cell.await(ms(10)));
        },
        "10ms wake true",
        "10ms wake false",
        "10ms waiter: WOKEN",
        "20ms next TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W7, W8: an unpark that is no wake leaves the waiter where it is")
  void spuriousUnpark_isNoWake() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Thread waiter = s.ask("waiter", cell::await);
          for (int at = 10; at <= 30; at += 10) {
            s.at(at);
            LockSupport.unpark(waiter);
          }
          s.settle();
          s.say("awaited " + cell.isAwaited());
          s.at(40);
          cell.wake();
        },
        "30ms awaited true",
        "40ms waiter: WOKEN");
  }

  @Test
  @DisplayName("drivers W18: of two wakes at the same moment one finds the waiter")
  void twoWakers_oneFindsTheWaiter() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          int[] found = new int[1];
          s.thread("waiter", () -> assertEquals(WaitResult.WOKEN, cell.await()));
          s.settle();
          for (String name : new String[] {"a", "b"}) {
            s.thread(name, () -> found[0] += cell.wake() ? 1 : 0);
          }
          s.settle();
          s.say("found " + found[0] + ", awaited " + cell.isAwaited());
        },
        "0ms found 1, awaited false");
  }

  @Test
  @DisplayName("drivers W19, W20: a wake under a lock that the waiter wants does not block")
  void wakeUnderALock_doesNotBlock() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          ReentrantLock lock = new ReentrantLock();
          s.thread(
              "waiter",
              () -> {
                cell.waitFor(lock::tryLock);
                s.say("has the lock");
                lock.unlock();
              });
          lock.lock();
          s.at(10);
          cell.wake();
          s.settle();
          lock.unlock();
          s.at(20);
          cell.wake();
        },
        "20ms has the lock");
  }

  @Test
  @DisplayName("drivers W40: at rest the cell is empty, awaited, woken or closed, and says which")
  void atRest_itSaysWhat() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.say("" + cell);
          cell.wake();
          s.say("" + cell);
          cell.await();
          s.thread("worker-3", cell::await);
          s.settle();
          s.say("" + cell);
          cell.wake();
          s.settle();
          s.say("" + cell);
          cell.close();
          s.say("" + cell);
        },
        "0ms wait cell",
        "0ms wait cell, woken",
        "0ms wait cell, worker-3 waits",
        "0ms wait cell",
        "0ms wait cell, closed");
  }
}
