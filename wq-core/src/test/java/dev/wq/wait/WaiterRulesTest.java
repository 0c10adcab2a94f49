package dev.wq.wait;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who may wait, and how a wait ends that is not woken. */
class WaiterRulesTest {
  private static final Duration NEGATIVE = Duration.ofMillis(-1);

  @Test
  @DisplayName("drivers W13, W14: a second waiter is refused, the first one stays")
  void secondWaiter_isRefused() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("first", cell::await);
          s.at(10);
          s.thread(
              "second",
              () -> {
                String expected = "thread 'second' can't wait here, 'first' waits already";
                assertEquals(expected, refusal(IllegalStateException.class, cell::await));
                assertEquals(expected, refusal(IllegalStateException.class, cell::subscribe));
                assertEquals(
                    expected,
                    refusal(IllegalStateException.class, () -> cell.waitFor(() -> false)));
                s.say("refused");
              });
          s.at(20);
          cell.wake();
        },
        "10ms refused",
        "20ms first: WOKEN");
  }

  @Test
  @DisplayName("ours: after a wait another thread may wait")
  void waiters_inTurn() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          for (int i = 0; i < 3; i++) {
            s.ask("waiter " + i, cell::await);
            s.settle();
            cell.wake();
            s.settle();
          }
        },
        "0ms waiter 0: WOKEN",
        "0ms waiter 1: WOKEN",
        "0ms waiter 2: WOKEN");
  }

  @Test
  @DisplayName("drivers W15, W16: a wake at the moment of the registration ends the wait")
  void wakeAtTheMomentOfTheRegistration_endsTheWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", cell::await);
          s.thread("waker", cell::wake);
          s.settle();
          s.say("" + cell);
        },
        "0ms waiter: WOKEN",
        "0ms wait cell");
  }

  @Test
  @DisplayName("drivers W17: a close at the moment of the registration ends the wait")
  void closeAtTheMomentOfTheRegistration_endsTheWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", cell::await);
          s.thread("closer", cell::close);
          s.settle();
          s.say("" + cell);
        },
        "0ms waiter: CLOSED",
        "0ms wait cell, closed");
  }

  @Test
  @DisplayName("drivers W33: after a timeout a wake finds nobody, and is remembered")
  void timedOutWait_leavesNothing() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.say("" + cell.await(ms(10)));
          s.say("wake " + cell.wake());
          s.say("" + cell.await(ms(10)));
        },
        "10ms TIMED_OUT",
        "10ms wake false",
        "10ms WOKEN");
  }

  @Test
  @DisplayName("drivers W33, W34: an interrupt ends the wait, clears the flag and leaves nothing")
  void interruptedWait_leavesNothing() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Thread waiter =
              s.thread(
                  "waiter",
                  () -> {
                    s.say(Script.answer(cell::await));
                    s.say("flag " + Thread.currentThread().isInterrupted());
                  });
          s.at(10);
          waiter.interrupt();
          s.settle();
          s.say("wake " + cell.wake() + ", then " + cell.await());
        },
        "10ms InterruptedException",
        "10ms flag false",
        "10ms wake false, then WOKEN");
  }

  @Test
  @DisplayName("drivers W34: who is interrupted already does not wait, unless a wake has come")
  void interruptedBefore_wakeBeatsIt() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Thread me = Thread.currentThread();
          me.interrupt();
          s.say(Script.answer(cell::await) + ", flag " + me.isInterrupted());
          cell.wake();
          me.interrupt();
          s.say(cell.await() + ", flag " + Thread.interrupted());
        },
        "0ms InterruptedException, flag false",
        "0ms WOKEN, flag true");
  }

  @Test
  @DisplayName("drivers W35: a wake at the last moment ends the wait or stays for the next")
  void wakeAgainstTimeout_isOneOfBoth() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          WaitResult[] got = new WaitResult[1];
          s.thread("waiter", () -> got[0] = cell.await(ms(10)));
          s.thread(
              "waker",
              () -> {
                s.sleep(10);
                boolean woke = cell.wake();
                s.settle();
                assertEquals(woke, got[0] == WaitResult.WOKEN);
              });
          s.at(20);
          boolean left = cell.await(ms(0)) == WaitResult.WOKEN;
          s.say("one " + (left != (got[0] == WaitResult.WOKEN)));
        },
        "20ms one true");
  }

  @Test
  @DisplayName("ours: a wait of no time takes a wake or is over at once")
  void noTime_doesNotWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.say("" + cell.await(Duration.ZERO));
          cell.wake();
          s.say("" + cell.await(Duration.ZERO));
          s.say("" + cell.waitFor(() -> false, Duration.ZERO));
        },
        "0ms TIMED_OUT",
        "0ms WOKEN",
        "0ms TIMED_OUT");
  }

  @Test
  @DisplayName("ours: a time too long to end is no limit")
  void endlessTime_waits() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", () -> cell.await(Duration.ofSeconds(Long.MAX_VALUE)));
          s.at(10);
          cell.wake();
        },
        "10ms waiter: WOKEN");
  }

  @Test
  @DisplayName("ours: a task that waits gives its turn back")
  void waitInATask_letsOthersRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          WaitCell cell = new WaitCell();
          q.spawnTask("task", cell::await)
              .toCompletionStage()
              .thenAccept(result -> s.say("task " + result));
          q.enqueue(s.work("beside the task"));
          s.at(10);
          cell.wake();
        },
        "0ms beside the task runs",
        "10ms task WOKEN");
  }

  @Test
  @DisplayName("ours: a work of a bh queue may look, but must not wait")
  void waitInABhWork_isRefused() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          WorkQueue q = s.queue(QueueAttrs.named("q").bh());
          q.enqueue(
              Work.of(
                  "w",
                  () -> {
                    s.say("" + cell.await(Duration.ZERO));
                    refusal(IllegalStateException.class, cell::await);
                    s.say("refused, awaited " + cell.isAwaited());
                    cell.wake();
                    s.say("" + cell.await());
                  }));
        },
        "0ms TIMED_OUT",
        "0ms refused, awaited false",
        "0ms WOKEN");
  }

  @Test
  @DisplayName("ours: bad input is refused, and nobody is registered")
  void badInput_isRefused() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          String message = "timeout of a wait for wait cell must not be negative, was PT-0.001S";
          assertEquals(
              message, refusal(IllegalArgumentException.class, () -> cell.await(NEGATIVE)));
          assertEquals(
              message,
              refusal(IllegalArgumentException.class, () -> cell.waitFor(() -> true, NEGATIVE)));
          assertEquals(
              message,
              refusal(
                  IllegalArgumentException.class, () -> cell.waitForValue(() -> null, NEGATIVE)));
          s.say("awaited " + cell.isAwaited());
        },
        "0ms awaited false");
  }
}
