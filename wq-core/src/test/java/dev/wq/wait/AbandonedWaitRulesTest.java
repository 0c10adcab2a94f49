package dev.wq.wait;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Waits that end otherwise than by a wake, or may not begin. */
class AbandonedWaitRulesTest {
  @Test
  @DisplayName("drivers W33: a wake after a timeout finds nobody and stays for the next wait")
  void wakeAfterTimeout_staysForTheNext() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.ask("waiter", () -> cell.await(ms(5)));
          s.at(10);
          s.say("woken " + cell.wake() + ", next " + cell.await());
        },
        "5ms waiter: TIMED_OUT",
        "10ms woken false, next WOKEN");
  }

  @Test
  @DisplayName("drivers W33, W34: an interrupt ends the wait, clears the flag, leaves nothing")
  void interrupt_endsTheWait() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Thread waiter =
              s.thread(
                  "waiter",
                  () -> {
                    assertThrows(InterruptedException.class, cell::await);
                    s.say("interrupted, flag " + Thread.currentThread().isInterrupted());
                  });
          s.at(5);
          waiter.interrupt();
          s.settle();
          s.say("woken " + cell.wake());
        },
        "5ms interrupted, flag false",
        "5ms woken false");
  }

  @Test
  @DisplayName("drivers W34: a wake that came beats an interrupt, which stays set")
  void remembered_beatsInterrupt() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.wake();
          Thread.currentThread().interrupt();
          s.say(cell.await() + ", flag " + Thread.interrupted());
          Thread.currentThread().interrupt();
          s.say(Script.answer(cell::await) + ", flag " + Thread.interrupted());
        },
        "0ms WOKEN, flag true",
        "0ms InterruptedException, flag false");
  }

  @Test
  @DisplayName("drivers W35: zero takes a remembered wake and does not wait")
  void zeroTimeout_looksOnly() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          String empty = cell.await(Duration.ZERO) + " " + cell.isAwaited();
          cell.wake();
          s.say(empty + " " + cell.await(Duration.ZERO));
        },
        "0ms TIMED_OUT false WOKEN");
  }

  @Test
  @DisplayName("drivers W33: a closed subscription waits no longer, its wake stays")
  void closedSubscription_leavesItsWake() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.subscribe().close();
          s.say("woken " + cell.wake() + ", next " + cell.await());
          try (WaitCell.Subscription unused = cell.subscribe()) {
            s.say("woken " + cell.wake() + " " + unused.hashCode() * 0);
          }
          s.say("next " + cell.await());
        },
        "0ms woken false, next WOKEN",
        "0ms woken true 0",
        "0ms next WOKEN");
  }

  @Test
  void task_givesItsTurnBack() {
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
  void bhWork_mustNotWait_butMayLookAndWake() {
    Script.anySchedule(
        s -> {
          WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
          WaitCell cell = new WaitCell();
          bh.enqueue(
              Work.of(
                  "w",
                  () -> {
                    assertThrows(IllegalStateException.class, cell::await);
                    assertThrows(IllegalStateException.class, () -> cell.waitFor(() -> false));
                    s.say(cell + ", look " + cell.await(Duration.ZERO));
                    s.say("woken " + cell.wake() + ", then " + cell.await());
                  }));
        },
        "0ms wait cell, look TIMED_OUT",
        "0ms woken false, then WOKEN");
  }

  @Test
  void badInput_isRefusedAndLeavesNothing() {
    WaitCell cell = new WaitCell();
    assertThrows(NullPointerException.class, () -> cell.await(null));
    assertThrows(NullPointerException.class, () -> cell.waitFor(null));
    assertThrows(NullPointerException.class, () -> cell.waitForValue(null));
    assertThrows(NullPointerException.class, () -> cell.waitFor(() -> true, null));
    String negative = refusal(IllegalArgumentException.class, () -> cell.await(ms(-1)));
    assertFalse(cell.isAwaited(), negative);
  }

  @Test
  void foreignSubscription_isRefused() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          try (WaitCell.Subscription mine = cell.subscribe()) {
            Thread other =
                s.thread(
                    "other",
                    () -> {
                      s.say(refusal(IllegalStateException.class, mine::await));
                      s.say(Script.answer(() -> close(mine)));
                    });
            other.join();
            s.say(cell.wake() + " " + mine.await());
          }
        },
        "0ms thread 'other' can't use the subscription of 'main'",
        "0ms IllegalStateException",
        "0ms true WOKEN");
  }

  private static String close(WaitCell.Subscription subscription) {
    subscription.close();
    return "closed";
  }
}
