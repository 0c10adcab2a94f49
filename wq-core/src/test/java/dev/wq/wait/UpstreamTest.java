package dev.wq.wait;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.wq.Script;
import dev.wq.sim.Explorer;
import dev.wq.wait.WaitCell.Subscription;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tests of the original, for threads instead of futures: a poll is a wait of no time. */
class UpstreamTest {
  private static final int SCHEDULES = 2_000;

  @Test
  @DisplayName("drivers M1: a waiter waits, is woken, and goes on")
  void smoke() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", cell::await);
          s.at(10);
          s.sayAfterAll("wake " + cell.wake());
        },
        "10ms waiter: WOKEN",
        "10ms wake true");
  }

  @Test
  @DisplayName("drivers M2: a look without a wake changes nothing")
  void spurious() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Thread waiter = s.ask("waiter", cell::await);
          s.at(10);
          LockSupport.unpark(waiter);
          s.at(20);
          s.sayAfterAll("wake " + cell.wake());
        },
        "20ms waiter: WOKEN",
        "20ms wake true");
  }

  @Test
  @DisplayName("drivers M3: subscribe, wake, await")
  void subscribe() {
    Script.anySchedule(
        s -> {
          Subscription wait = subscribedAndWoken(new WaitCell());
          s.say("" + wait.await());
        },
        "0ms WOKEN");
  }

  private static Subscription subscribedAndWoken(WaitCell cell) {
    Subscription wait = cell.subscribe();
    cell.wake();
    return wait;
  }

  @Test
  @DisplayName("drivers M4: a wake before two tasks subscribe is for the first one")
  void wakeBeforeSubscribe() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.wake();
          s.ask("first", () -> cell.subscribe().await());
          s.settle();
          s.ask("second", () -> cell.subscribe().await());
          s.at(10);
          cell.wake();
        },
        "0ms first: WOKEN",
        "10ms second: WOKEN");
  }

  @Test
  @DisplayName("drivers M5: two wakes are one, the next task waits for a third")
  void debounce() {
    Script.inTurn(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("first", cell::await);
          s.at(10);
          s.say(cell.wake() + ", " + cell.wake());
          s.settle();
          s.ask("second", cell::await);
          s.at(20);
          cell.wake();
        },
        "10ms true, false",
        "10ms first: WOKEN",
        "20ms second: WOKEN");
  }

  @Test
  @DisplayName("drivers M6: a task that subscribes and waits twice is not woken by itself")
  void noSelfWake() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Thread task =
              s.thread(
                  "task",
                  () -> {
                    s.say("first " + cell.subscribe().await());
                    s.say("second " + cell.subscribe().await());
                  });
          s.at(10);
          cell.wake();
          s.at(20);
          LockSupport.unpark(task);
          s.at(30);
          cell.wake();
        },
        "10ms first WOKEN",
        "30ms second WOKEN");
  }

  @Test
  @DisplayName("drivers M7: a waiter, a waker and a closer: the wait always returns")
  void loomBasic() {
    Explorer.seeds(SCHEDULES)
        .cpus(2)
        .check(machine -> {
          WaitCell cell = new WaitCell();
          machine.thread("waker", cell::wake);
          machine.thread("closer", cell::close);
          assertNotEquals(WaitResult.TIMED_OUT, cell.await());
          machine.runUntilIdle();
        });
  }

  @Test
  @DisplayName("drivers M8: who subscribes before the waker starts is woken, never closed")
  void loomSubscribe() {
    Explorer.seeds(SCHEDULES)
        .cpus(2)
        .check(machine -> {
          WaitCell cell = new WaitCell();
          Subscription wait = cell.subscribe();
          machine.thread("waker", cell::wake);
          assertSame(WaitResult.WOKEN, wait.await());
          machine.runUntilIdle();
        });
  }

  @Test
  @DisplayName("drivers M9: a counter that is raised with a wake each is seen above its limit")
  void docExample() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          int[] count = new int[1];
          s.thread(
              "counter",
              () -> {
                for (int i = 0; i < 20; i++) {
                  count[0] = i;
                  cell.wake();
                  s.machine().sleep(ms(1));
                }
              });
          s.say(cell.waitFor(() -> count[0] > 5) + ", " + count[0]);
        },
        "6ms WOKEN, 6");
  }
}
