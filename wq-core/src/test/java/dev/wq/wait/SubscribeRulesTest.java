package dev.wq.wait;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.Script;
import dev.wq.wait.WaitCell.Subscription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A wait that is announced first. */
class SubscribeRulesTest {
  @Test
  @DisplayName("drivers W9: a wake after the subscription finds it, and ends its wait")
  void wakeAfterSubscribe_findsIt() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          try (Subscription wait = cell.subscribe()) {
            s.say("wake " + cell.wake());
            s.say("await " + wait.await());
          }
          s.say("" + cell);
        },
        "0ms wake true",
        "0ms await WOKEN",
        "0ms wait cell");
  }

  @Test
  @DisplayName("drivers W10: a wake before the subscription ends the first wait, not the second")
  void wakeBeforeSubscribe_endsOne() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.wake();
          try (Subscription wait = cell.subscribe()) {
            s.say("first " + wait.await());
          }
          try (Subscription wait = cell.subscribe()) {
            s.say("second " + wait.await(ms(10)));
          }
        },
        "0ms first WOKEN",
        "10ms second TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W11: who subscribes twice does not wake himself")
  void subscribeTwice_wakesNobody() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Subscription first = cell.subscribe();
          Subscription second = cell.subscribe();
          s.say(first.await(ms(10)) + ", " + second.await(ms(10)));
        },
        "20ms TIMED_OUT, TIMED_OUT");
  }

  @Test
  @DisplayName("drivers W12: a wake before the wait began is remembered, subscribed or not")
  void wakeBeforeTheWait_isRemembered() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          s.thread("waker", cell::wake);
          s.at(10);
          s.say("await " + cell.await());
        },
        "10ms await WOKEN");
  }

  @Test
  @DisplayName("drivers W36: a subscription that has ended answers the same ever after")
  void endedSubscription_staysEnded() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Subscription wait = cell.subscribe();
          cell.wake();
          s.say(wait.await() + ", " + wait.await() + ", " + wait.await(ms(10)));
          cell.close();
          s.say(wait.await() + ", awaited " + cell.isAwaited());
        },
        "0ms WOKEN, WOKEN, WOKEN",
        "0ms WOKEN, awaited false");
  }

  @Test
  @DisplayName("ours: a subscription whose time was over can be awaited again")
  void timedOutSubscription_isTakenUpAgain() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Subscription wait = cell.subscribe();
          s.say("first " + wait.await(ms(10)));
          s.thread(
              "waker",
              () -> {
                s.sleep(10);
                cell.wake();
              });
          s.say("again " + wait.await());
        },
        "10ms first TIMED_OUT",
        "20ms again WOKEN");
  }

  @Test
  @DisplayName(
      "ours: closing an open subscription waits no longer, closing an ended one does nothing")
  void closeOfASubscription_endsItsOwnWaitOnly() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          cell.subscribe().close();
          s.say("awaited " + cell.isAwaited());
          Subscription ended = cell.subscribe();
          cell.wake();
          ended.await();
          Subscription next = cell.subscribe();
          ended.close();
          s.say("awaited " + cell.isAwaited());
          next.close();
          s.say("wake " + cell.wake());
          s.say("await " + cell.await());
        },
        "0ms awaited false",
        "0ms awaited true",
        "0ms wake false",
        "0ms await WOKEN");
  }

  @Test
  @DisplayName("ours: a subscription is used by the thread that made it")
  void anotherThread_isRefused() {
    Script.anySchedule(
        s -> {
          WaitCell cell = new WaitCell();
          Subscription[] made = new Subscription[1];
          s.thread("owner", () -> made[0] = cell.subscribe());
          s.settle();
          s.thread(
              "other",
              () -> {
                String expected = "thread 'other' can't use the subscription of 'owner'";
                assertEquals(expected, refusal(IllegalStateException.class, made[0]::await));
                assertEquals(expected, refusal(IllegalStateException.class, made[0]::close));
                s.say("refused");
              });
        },
        "0ms refused");
  }
}
