package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.driver.DriverPoll.CANCELLED;
import static dev.wq.driver.DriverPoll.COMPLETED;
import static dev.wq.driver.DriverScript.dev;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Taking items back: drivers D20 to D27. */
class CancelRulesTest {
  @Test
  @DisplayName("drivers D20: a queued item is cancelled at once and the driver never sees it")
  void queuedItem_isCancelledAtOnce() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.postAll("a", "b", "c");
          d.ask("waiter", () -> d.posted(1).await().status());
          d.s.at(10);
          d.s.say("cancel " + d.posted(1).cancel() + " " + d.posted(1).isDone());
          d.s.settle();
          d.finish("a");
          d.finish("c");
          d.sayResults();
          d.sayAnswers();
        },
        "0ms post a: pending",
        "10ms cancel true true",
        "10ms poll a: completed",
        "10ms post c: pending",
        "10ms poll c: completed",
        "10ms stop",
        "10ms a COMPLETED, b CANCELLED, c COMPLETED",
        "10ms waiter: CANCELLED at 10ms");
  }

  @ParameterizedTest
  @CsvSource({
    "a, b c d",
    "b, a c d",
    "c, a b d",
    "'a b', c d",
    "'b c', a d",
    "'c a', b d",
    "'a b c', d"
  })
  @DisplayName(
      "drivers D21: whichever items are cancelled, the others and later ones keep their order")
  void cancelAnywhere_keepsTheRest(String cancelled, String rest) {
    DriverScript.anySchedule(
        d -> {
          d.postAll("a", "b", "c");
          for (String item : cancelled.split(" ")) {
            d.posted("abc".indexOf(item)).cancel();
          }
          d.post("d");
          for (String item : new String[] {"a", "b", "c", "d"}) {
            d.driver.onPost(item, COMPLETED);
          }
          d.attach();
        },
        expected(rest.split(" ")));
  }

  private static String[] expected(String... items) {
    String[] lines = new String[items.length + 1];
    for (int i = 0; i < items.length; i++) {
      lines[i] = "0ms post " + items[i] + ": completed";
    }
    lines[items.length] = "0ms stop";
    return lines;
  }

  @Test
  @DisplayName("drivers D22: cancelling what has ended changes nothing and answers true")
  void cancelOfAnEndedItem_changesNothing() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.postAll("a", "b");
          d.finish("a");
          d.s.say(d.posted(0).cancel() + " " + d.posted(0).cancel());
          d.posted(0).close();
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms poll a: completed",
        "0ms post b: pending",
        "0ms true true",
        "0ms a COMPLETED, b is pending");
  }

  @Test
  @DisplayName("drivers D23: what is in progress is asked for once, and has to be waited for")
  void itemInProgress_isAskedForOnce() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.post("a");
          d.s.say("cancel " + d.posted(0).cancel());
          d.s.settle();
          d.s.say("again " + d.posted(0).cancel());
          d.sayResults();
          d.finish("a");
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms cancel false",
        "0ms cancel a",
        "0ms poll a: pending",
        "0ms again false",
        "0ms a is pending",
        "0ms poll a: completed",
        "0ms stop",
        "0ms a COMPLETED");
  }

  @Test
  @DisplayName("drivers D24: what the driver has aborted is cancelled and not begun again")
  void abortedItem_isCancelledAndNotBegunAgain() {
    DriverScript.anySchedule(
        d -> {
          d.driver.abortsOnCancel();
          d.attach();
          d.postAll("a", "b");
          d.posted(0).cancel();
          d.s.settle();
          d.finish("b");
          d.kick();
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms cancel a",
        "0ms poll a: cancelled",
        "0ms post b: pending",
        "0ms poll b: completed",
        "0ms stop",
        "0ms a CANCELLED, b COMPLETED");
  }

  @Test
  @DisplayName("drivers D24: an item that fails after it was cancelled has failed")
  void failureAfterCancel_isAFailure() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.post("a").cancel();
          d.s.settle();
          d.driver.verdict("a", DriverPoll.failed(new IllegalStateException("x")));
          d.kick();
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms cancel a",
        "0ms poll a: pending",
        "0ms poll a: failed: java.lang.IllegalStateException: x",
        "0ms stop",
        "0ms a FAILED of java.lang.IllegalStateException: x");
  }

  @Test
  @DisplayName("drivers D24: a driver may abort an item that nobody has cancelled")
  void abortByTheDriver_isCancelled() {
    DriverScript.anySchedule(
        d -> {
          d.driver.verdict("a", CANCELLED);
          d.attach();
          d.post("a");
          d.kick();
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms poll a: cancelled",
        "0ms stop",
        "0ms a CANCELLED");
  }

  @Test
  @DisplayName("drivers D25: an item that was cancelled is clean when it is posted again")
  void cancelledItem_isCleanWhenPostedAgain() {
    DriverScript.anySchedule(
        d -> {
          d.driver.abortsOnCancel();
          d.attach();
          d.post("a").cancel();
          d.s.settle();
          d.post("a");
          d.finish("a");
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms cancel a",
        "0ms poll a: cancelled",
        "0ms stop",
        "0ms post a: pending",
        "0ms poll a: completed",
        "0ms stop",
        "0ms a CANCELLED, a COMPLETED");
  }

  // ---- close

  @Test
  @DisplayName("drivers D26: close waits until the driver has let go, twice it does nothing more")
  void close_waitsForTheDriver() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.post("a");
          d.await("close", () -> d.posted(0).close());
          d.s.at(10);
          d.s.say("lets go");
          d.driver.verdict("a", CANCELLED);
          d.s.at(20);
          d.kick();
          d.s.at(30);
          d.posted(0).close();
          d.sayResults();
          d.sayAnswers();
        },
        "0ms post a: pending",
        "0ms cancel a",
        "0ms poll a: pending",
        "10ms lets go",
        "20ms poll a: cancelled",
        "20ms stop",
        "30ms a CANCELLED",
        "30ms close: returns at 20ms");
  }

  @Test
  @DisplayName("drivers D26: close of a queued item does not wait")
  void closeOfAQueuedItem_doesNotWait() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.postAll("a", "b");
          d.posted(1).close();
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms a is pending, b CANCELLED");
  }

  @Test
  @DisplayName("drivers D26: a driver that does not let go is reset after the close timeout")
  void close_resetsAfterTheTimeout() {
    DriverScript.anySchedule(
        dev().closeTimeout(ms(50)).banAfter(2),
        d -> {
          d.attach();
          d.postAll("a", "b");
          d.await("close", () -> d.posted(0).close());
          d.s.at(49);
          d.sayResults();
          d.s.at(60);
          d.s.say("a " + d.posted(0).poll().orElseThrow().isCompleted());
          d.finish("b");
          d.sayAnswers();
        },
        "0ms post a: pending",
        "0ms cancel a",
        "0ms poll a: pending",
        "49ms a is pending, b is pending",
        "50ms reset a: RESET",
        "50ms post b: pending",
        "60ms a false",
        "60ms poll b: completed",
        "60ms stop",
        "60ms close: returns at 50ms");
  }

  @Test
  @DisplayName("drivers D26: try-with-resources cancels what its block leaves behind")
  void leavingTheBlock_cancels() {
    DriverScript.anySchedule(
        d -> {
          d.driver.abortsOnCancel();
          d.attach();
          try (Submission<String> a = d.post("a")) {
            d.s.say(DriverScript.result(a));
          }
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms a is pending",
        "0ms cancel a",
        "0ms poll a: cancelled",
        "0ms stop",
        "0ms a CANCELLED");
  }

  @Test
  @DisplayName("drivers D27: an interrupt ends a wait and cancels nothing")
  void interruptOfAwait_cancelsNothing() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.post("a");
          Thread waiter = d.ask("waiter", () -> d.posted(0).await());
          d.s.at(10);
          waiter.interrupt();
          d.s.settle();
          d.finish("a");
          d.sayResults();
          d.sayAnswers();
        },
        "0ms post a: pending",
        "10ms poll a: completed",
        "10ms stop",
        "10ms a COMPLETED",
        "10ms waiter: InterruptedException at 10ms");
  }

  @Test
  @DisplayName("drivers D27: an interrupt of close does not end it, the flag is set afterwards")
  void interruptOfClose_isKept() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.post("a");
          Thread closer =
              d.ask(
                  "interrupted",
                  () -> {
                    d.posted(0).close();
                    return Thread.currentThread().isInterrupted();
                  });
          d.s.at(10);
          closer.interrupt();
          d.s.at(20);
          d.finish("a");
          d.sayAnswers();
        },
        "0ms post a: pending",
        "0ms cancel a",
        "0ms poll a: pending",
        "20ms poll a: completed",
        "20ms stop",
        "20ms interrupted: true at 20ms");
  }

  @Test
  @DisplayName("drivers D27: close by a thread that is interrupted already waits as well")
  void closeByAnInterruptedThread_waits() {
    DriverScript.anySchedule(
        d -> {
          d.driver.abortsOnCancel();
          d.attach();
          d.post("a");
          d.ask(
              "interrupted",
              () -> {
                Thread.currentThread().interrupt();
                d.posted(0).close();
                return d.posted(0).isDone() && Thread.currentThread().isInterrupted();
              });
          d.sayAnswers();
        },
        "0ms post a: pending",
        "0ms cancel a",
        "0ms poll a: cancelled",
        "0ms stop",
        "0ms interrupted: true at 0ms");
  }
}
